"""Until when something can be handed in, and more time, or one more hand-in, for one person.

The course and the host's own dates say when a block closes; they are known to the block of a person's own request only.
What a mentor or a coordinator gives on top is an absolute day of ours, which never makes the time shorter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.assessment import attempts as attempts_room
from mentoring_xblock.assessment import mails, queries
from mentoring_xblock.assessment.data import Given, TimeDesk
from mentoring_xblock.assessment.models import Extension, HandIn
from mentoring_xblock.groups import api as groups
from mentoring_xblock.host import Deadline
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound, Over
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.zones import to_instant
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import BlockInfo, ProgrammeInfo, Role

#: How far away the new day can be: a year that was mistyped is not taken for one.
DAYS_LIMIT = 366
_LAST_SECOND = dt.time(23, 59, 59)


@dataclass(frozen=True)
class Span:
    """A person's time for one block at one moment.

    `late` is after the day that the course set, `over` after the last moment at which something is taken. `extended`
    tells that `closes_at` is what they were given on top.
    """

    due: dt.datetime | None
    closes_at: dt.datetime | None
    late: bool
    over: bool
    extended: bool


def extension_of(owner_id: int, usage_key: UsageKey) -> Extension | None:
    """Return what a person was given on top in a block; one query."""
    return Extension.objects.filter(owner_id=owner_id, usage_key=usage_key).first()


def span(deadline: Deadline, extension: Extension | None, now: dt.datetime) -> Span:
    """Return a person's time, from the course's and from what they were given on top."""
    closes_at = deadline.closes_at
    until = extension.until if extension is not None else None
    extended = closes_at is not None and until is not None and until > closes_at
    if extended:
        closes_at = until
    return Span(
        due=deadline.due,
        closes_at=closes_at,
        late=deadline.due is not None and now > deadline.due,
        over=closes_at is not None and now > closes_at,
        extended=extended,
    )


def closes_at(owner_id: int, usage_key: UsageKey, deadline: Deadline) -> dt.datetime | None:
    """Return the last moment at which something is taken from a person in a block; None for never.

    One query where the course sets a day, else none.
    """
    if deadline.closes_at is None:
        return None
    return max(filter(None, (deadline.closes_at, getattr(extension_of(owner_id, usage_key), "until", None))))


def graded_blocks(place: Place) -> tuple[BlockInfo, ...]:
    """Return the blocks of the programme in which there are points; one query."""
    return tuple(block for block in programmes.blocks_of(place.course_key, place.slug) if block.graded)


def time_desk(actor: Actor, place: Place, participant_id: UUID) -> TimeDesk:
    """Return what the actor can give a mentee of the newest round.

    Raises:
        NotFound: nobody of this id is mentored in it, or the actor neither mentors them nor coordinates the programme.
    """
    programme = programmes.get_programme(place.course_key, place.slug)
    newest = programme.round.id if programme and programme.round else None
    found = programmes.participants_by_id(newest, [participant_id]).get(participant_id) if newest else None
    if found is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    _programme_of_mentee(actor, place, found.user_id)
    blocks = graded_blocks(place)
    titles = {block.usage_key: pick(block.title) for block in blocks}
    rows = Extension.objects.filter(owner_id=found.user_id, usage_key__in=titles).order_by("pk")
    given = (Given(titles[row.usage_key], row.until, attempts_room.more(row, newest)) for row in rows)
    person = host.people([found.user_id]).get(found.user_id)
    return TimeDesk(
        participant_id=participant_id,
        owner_id=found.user_id,
        name=person.full_name if person else "",
        blocks=tuple((str(key), title) for key, title in titles.items()),
        given=tuple(one for one in given if one.until or one.attempts),
    )


def give_time(
    actor: Actor,
    place: Place,
    owner_id: int,
    usage_key: UsageKey,
    until: dt.date | None,
    attempts: int,
    now: dt.datetime,
) -> bool:
    """Give a mentee time until the end of a day by the programme's clock, or more hand-ins, and tell them.

    It never takes anything away: the time that the course gives stands where it is longer. Another day later on takes
    the place of the one before, also an earlier one. The same again changes nothing.

    Args:
        until: None leaves the time as it is.
        attempts: how many hand-ins the person shall have left at least; 0 leaves them as they are.

    Returns:
        Whether they have more, or another day, than before.
    Raises:
        NotFound: there is no such block with points in the programme, nobody of this id is mentored in it, or the actor
            neither mentors them now nor coordinates the programme.
        Invalid: neither was given, the day has passed or is more than `DAYS_LIMIT` days away, or there is no day and
            the number of hand-ins has no limit.
        Over: the person's round has been closed.
        Conflict: the course's grades no longer change.
    """
    programme = _programme_of_mentee(actor, place, owner_id)
    block = next((one for one in graded_blocks(place) if one.usage_key == usage_key), None)
    if block is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    allowed = attempts_room.allowed(block)
    _check(until, attempts, allowed, programme.plan.today(now))
    if programme.round.closed:
        raise Over(gettext("This round has ended, so nothing more can be handed in."))
    if host.grades_frozen(place.course_key):
        raise Conflict(gettext("The course’s grades are closed, so nothing more can be handed in."))
    moment = to_instant(until, _LAST_SECOND, programme.plan.time_zone).at if until else None
    with transaction.atomic():
        rows = queries.lock_all(owner_id, usage_key)
        row = Extension.objects.select_for_update().filter(usage_key=usage_key, owner_id=owner_id).first()
        had = (row.until if row else None, attempts_room.more(row, programme.round.id))
        used = attempts_room.used_by(rows, programme.round.id) if attempts and allowed else 0
        more = max(had[1], used + attempts - allowed) if attempts and allowed else had[1]
        wanted = (moment or had[0], more)
        if wanted == had:
            return False
        given = {"until": wanted[0], "attempts": wanted[1], "granted_by_id": actor.user_id, "granted_at": now}
        whole = {"round_id": programme.round.id, "course_key": place.course_key, **given}
        row, _made = Extension.objects.update_or_create(usage_key=usage_key, owner_id=owner_id, defaults=whole)
        _record(rows, actor)
        mails.tell_time(row, moment, attempts if allowed else 0)
    return True


def _programme_of_mentee(actor: Actor, place: Place, owner_id: int) -> ProgrammeInfo:
    programme, roles = programmes.my_round(owner_id, place)
    mentored = programme is not None and Role.MENTEE in roles
    mentors = groups.mentors_of([owner_id], programme.round.id)[owner_id] if mentored else frozenset()
    policy.require(Action.TIME_GIVE, actor, Facts(owner_id=owner_id, mentor_ids=mentors))
    if not mentored:
        raise NotFound(gettext("There is nothing here for you to see."))
    return programme


def _check(until: dt.date | None, attempts: int, allowed: int, today: dt.date) -> None:
    sentence = ""
    if until is None and not attempts:
        sentence = gettext("Choose a day, or one more hand-in.")
    elif until is None and not allowed:
        sentence = gettext("There is no limit to how often this is handed in, so choose a day.")
    elif until is not None and until < today:
        sentence = gettext("This day has passed. Choose today or a later day.")
    elif until is not None and until - today > dt.timedelta(days=DAYS_LIMIT):
        sentence = gettext("This day is more than a year away. Choose an earlier one.")
    if sentence:
        raise Invalid(sentence, {"until": [sentence]})


def _record(rows: list[HandIn], actor: Actor) -> None:
    live = [row for row in rows if row.withdrawn_at is None]
    if live:
        audit.record(
            ItemKind.HAND_IN,
            live[-1].public_id,
            owner_id=live[-1].owner_id,
            actor_id=actor.user_id,
            verb=Verb.MORE_TIME,
        )
