"""Times are proposed, people say which suit them, and one of the times is booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import mails, standing
from mentoring_xblock.meetings.agendas import first_choice
from mentoring_xblock.meetings.data import OPTIONS_LIMIT, MeetingInfo, OptionInfo
from mentoring_xblock.meetings.models import Attendance, Kind, Meeting, Option, State, Suits
from mentoring_xblock.meetings.queries import info_of
from mentoring_xblock.meetings.slots import Slot, require_slots, wrong_fields
from mentoring_xblock.privacy.policy import Actor


@one_change
def propose(
    actor: Actor, place: Place, group_id: UUID, slots: Sequence[Slot], time_zone: str, once_key: UUID, now: dt.datetime
) -> MeetingInfo:
    """Propose times for a meeting of a group. All of them suit whoever proposes them.

    Args:
        slots: two or more, at most `OPTIONS_LIMIT`, each at another time.
        time_zone: IANA name of the clock by which they were typed.
        once_key: the form's key; the same key again returns the meeting that it made.
    Raises:
        NotFound: the actor is in no such group now. Over: it has just ended.
        Invalid: a time can't be proposed; fields as `slots.require_slots` has them.
        Full: the group has too many open proposals, or meetings.
    """
    relation = standing.hold(actor, place, group_id, now)
    made = standing.made_with(relation, once_key)
    if made is not None:
        return made
    _check_options(slots)
    require_slots(relation, slots, now)
    standing.require_room(relation)
    if Meeting.objects.filter(group_id=relation.group.id, state=State.ASKING).count() >= standing.ASKING_LIMIT:
        raise Full(gettext("Times are being proposed for several meetings already. Settle one of them first."))
    row = Meeting.objects.create(
        round_id=relation.programme.round.id,
        group_id=relation.group.id,
        kind=Kind.OWN,
        state=State.ASKING,
        time_zone=time_zone,
        made_by_id=actor.user_id,
        changed_at=now,
        once_key=once_key,
    )
    options = Option.objects.bulk_create(
        Option(
            meeting=row,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            way=slot.way,
            where=slot.where,
            link=slot.link,
        )
        for slot in slots
    )
    # Not every database gives bulk rows their keys back.
    keys = Option.objects.filter(public_id__in=[option.public_id for option in options]).values_list("pk", flat=True)
    Suits.objects.bulk_create(Suits(option_id=pk, user_id=actor.user_id) for pk in keys)
    _note_answer(row, actor.user_id, now)
    meeting = standing.as_it_is(row)
    mails.tell_proposed(relation, meeting)
    return meeting


def _check_options(slots: Sequence[Slot]) -> None:
    if len(slots) < 2:
        raise wrong_fields({"day_1": [gettext("Propose at least two times, or book one at once.")]})
    if len(slots) > OPTIONS_LIMIT:
        raise Invalid(gettext("Propose at most %(limit)s times.") % {"limit": OPTIONS_LIMIT})
    seen: dict[dt.datetime, int] = {}
    for at, slot in enumerate(slots):
        if slot.starts_at in seen:
            raise wrong_fields({f"time_{at}": [gettext("You propose this time already.")]})
        seen[slot.starts_at] = at


def _note_answer(row: Meeting, user_id: int, now: dt.datetime) -> None:
    Attendance.objects.update_or_create(meeting=row, user_id=user_id, defaults={"answered_at": now})


@one_change
def answer(
    actor: Actor, place: Place, group_id: UUID, meeting_id: UUID, option_ids: Collection[UUID], now: dt.datetime
) -> MeetingInfo:
    """Say which of the proposed times suit the actor; none of them is an answer too. A later answer replaces it.

    Raises:
        NotFound: the actor is in no such group now, or it has no such meeting. Over: it has just ended.
        Conflict: a time is booked already, or the proposal was taken back; `current` is the meeting.
        Invalid: one of the ids is of no proposed time.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = _asked(relation, meeting_id)
    options = {one.public_id: one.pk for one in row.options.all()}
    if not set(option_ids) <= set(options):
        raise Invalid(gettext("One of these times is not proposed any more. Choose again."))
    wanted = {options[one] for one in option_ids}
    mine = Suits.objects.filter(option__meeting=row, user_id=actor.user_id)
    mine.exclude(option__in=wanted).delete()
    known = set(mine.values_list("option_id", flat=True))
    Suits.objects.bulk_create(Suits(option_id=pk, user_id=actor.user_id) for pk in sorted(wanted - known))
    _note_answer(row, actor.user_id, now)
    meeting = standing.as_it_is(row)
    if everybody_answered(relation, meeting):
        mails.tell_answered(relation, meeting, len(suiting_everybody(relation, meeting)))
    return meeting


def _asked(relation: Relation, meeting_id: UUID) -> Meeting:
    row = standing.the_meeting(relation, meeting_id)
    if row.state != State.ASKING:
        raise Conflict(standing.now_stands(info_of(row)), info_of(row))
    return row


def everybody_answered(relation: Relation, meeting: MeetingInfo) -> bool:
    """Return whether everybody for whom the group waits has said which of the times suit them."""
    return _all_in(relation, {one.user_id for one in meeting.attendances.values() if one.answered_at is not None})


def suits_everybody(relation: Relation, option: OptionInfo) -> bool:
    """Return whether everybody for whom the group waits has ticked a proposed time."""
    return _all_in(relation, option.suits)


def suiting_everybody(relation: Relation, meeting: MeetingInfo) -> tuple[OptionInfo, ...]:
    """Return the proposed times that suit everybody."""
    return tuple(one for one in meeting.options if suits_everybody(relation, one))


def may_book(relation: Relation, meeting: MeetingInfo, option: OptionInfo) -> bool:
    """Return whether the reader may book a proposed time: it suits all others, or they proposed it themselves.

    Who books a time says by this that it suits them.
    """
    return meeting.made_by_id == relation.me.user_id or _all_in(relation, option.suits | {relation.me.user_id})


def _all_in(relation: Relation, said: AbstractSet[int]) -> bool:
    # Who is in the course is asked only where somebody is missing.
    return relation.user_ids <= said or relation.awaited <= said


@one_change
def confirm(
    actor: Actor,
    place: Place,
    group_id: UUID,
    meeting_id: UUID,
    option_id: UUID,
    now: dt.datetime,
    said: str | None = None,
) -> MeetingInfo:
    """Book one of the proposed times. Booking the same one twice is booking it once.

    Args:
        said: `MeetingInfo.said` as the actor has seen it. Who has not seen the last answer books only what suits
            everybody; None asks for nothing of the kind.
    Raises:
        NotFound: the actor is in no such group now, or it has no such meeting. Over: it has just ended.
        Conflict: another time is booked already, the proposal was taken back, or somebody has answered meanwhile;
            `current` is the meeting.
        Invalid: the time has passed, overlaps with another meeting of the group, or does not suit everybody and was
            proposed by somebody else.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = standing.the_meeting(relation, meeting_id)
    option = row.options.filter(public_id=option_id).first()
    if option is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    if row.state == State.BOOKED and (row.starts_at, row.ends_at) == (option.starts_at, option.ends_at):
        return info_of(row)
    asked = standing.as_it_is(_asked(relation, meeting_id))
    chosen = next(one for one in asked.options if one.public_id == option_id)
    if not may_book(relation, asked, chosen):
        raise Invalid(gettext("This time does not suit everybody yet. Say that it suits you, and wait for the others."))
    suits_all = _all_in(relation, chosen.suits | {actor.user_id})
    if said is not None and said != asked.said and not suits_all:
        raise Conflict(
            gettext("Somebody has answered meanwhile. Look at which times suit whom before you book one."), asked
        )
    slot = Slot(chosen.starts_at, chosen.ends_at, chosen.way, chosen.where, chosen.link)
    require_slots(relation, [slot], now)
    Suits.objects.get_or_create(option=option, user_id=actor.user_id)
    _note_answer(row, actor.user_id, now)
    standing.put(row, slot)
    row.state = State.BOOKED
    row.agenda = first_choice(relation, slot.starts_at)
    standing.save_change(row, now, calendars=False)
    meeting = standing.as_it_is(row)
    mails.tell_booked(relation, [meeting])
    return meeting


@one_change
def take_back(actor: Actor, place: Place, group_id: UUID, meeting_id: UUID, now: dt.datetime) -> MeetingInfo:
    """Ask about these times no more; anybody in the group may. Doing it twice is doing it once.

    Raises:
        NotFound: the actor is in no such group now, or it has no such meeting. Over: it has just ended.
        Conflict: a time is booked already; `current` is the meeting.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = standing.the_meeting(relation, meeting_id)
    if row.state == State.CANCELLED and row.starts_at is None:
        return info_of(row)
    _asked(relation, meeting_id)
    row.state = State.CANCELLED
    standing.save_change(row, now, calendars=False)
    meeting = standing.as_it_is(row)
    mails.tell_taken_back(relation, meeting)
    return meeting
