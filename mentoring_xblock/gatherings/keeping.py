"""A coordinator's work on meetings of the whole programme: put into the calendar, announced, moved, called off.

A draft is seen by coordinators only. From the announcement on everybody whom a meeting is for hears of each change of
its time or place, once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.gatherings import mails
from mentoring_xblock.gatherings.answering import hold_meeting, resize
from mentoring_xblock.gatherings.data import JointDraft
from mentoring_xblock.gatherings.days import checked, day_of, end_of, start_of, time_of
from mentoring_xblock.gatherings.models import Answer, Attendance, Kind, Meeting, State, Way
from mentoring_xblock.gatherings.queries import all_of_round, is_for
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Changed, FormUsed, Invalid, NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.queries import info_of
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import LEADERS, ProgrammeInfo, Role
from mentoring_xblock.programme.plan_relationship import Audience

#: What calendars, and so people, hear of when it changes.
_HEARD = ("starts_at", "ends_at", "way", "where", "link")


def _open(actor: Actor, place: Place) -> ProgrammeInfo:
    policy.require(Action.MEETINGS_MANAGE, actor)
    return programmes.open_programme(place)


# ---- from the plan ----


@one_change
def put(actor: Actor, place: Place, planned_ids: Collection[str] | None, now: dt.datetime) -> int:
    """Put meetings of the plan into the calendar as drafts; those that are there already are passed over.

    Args:
        planned_ids: ids of the plan; None stands for all that have a day.
    Returns:
        How many drafts this made.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        Over: its round has been closed.
        Invalid: one of those that were named has no day, or begins at a time that no clock shows.
    """
    programme = _open(actor, place)
    # Under the round's lock two coordinators who do the same make one draft of each.
    programmes.hold_open_round(programme.round.id)
    there = Meeting.objects.filter(round_id=programme.round.id, group=None).exclude(state=State.CANCELLED)
    placed = set(there.exclude(planned="").values_list("planned", flat=True))
    made = []
    for planned in programme.plan.planned:
        if planned.id in placed or (planned_ids is not None and planned.id not in planned_ids):
            continue
        day = day_of(programme, planned)
        if day is None:
            if planned_ids is None:
                continue
            raise Invalid(gettext("The plan names no day for this meeting. Make a new meeting instead."))
        starts = start_of(programme.plan, day, time_of(planned))
        made.append(
            Meeting(
                round_id=programme.round.id,
                kind=Kind(planned.kind.value),
                state=State.DRAFT,
                title=dict(planned.name),
                planned=planned.id,
                starts_at=starts,
                ends_at=starts + dt.timedelta(minutes=planned.minutes),
                time_zone=programme.plan.time_zone,
                way=Way.REMOTE if planned.remote else Way.IN_PERSON,
                audience=planned.audience.value,
                places=planned.places,
                made_by_id=actor.user_id,
                changed_at=now,
            )
        )
    Meeting.objects.bulk_create(made)
    return len(made)


# ---- writing ----


@one_change
def make(actor: Actor, place: Place, draft: JointDraft, once_key: UUID, now: dt.datetime) -> UUID:
    """Make a draft that no plan knows of; the same key again changes nothing.

    Returns:
        Its public id.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        Over: its round has been closed.
        NotFound: nobody of the round who leads has the id of who should hold it.
        Invalid: something can't be used (`fields`).
        Conflict: the key made something else meanwhile.
    """
    programme = _open(actor, place)
    made = Meeting.objects.filter(once_key=once_key).first()
    if made is not None:
        if made.round_id != programme.round.id or made.group_id is not None:
            raise FormUsed()
        return made.public_id
    row = Meeting(
        public_id=uuid.uuid4(),
        round_id=programme.round.id,
        state=State.DRAFT,
        time_zone=programme.plan.time_zone,
        audience=(draft.audience or Audience.EVERYBODY).value,
        places=draft.places,
        made_by_id=actor.user_id,
        once_key=once_key,
        changed_at=now,
        **_values(programme, draft, now),
    )
    row.save()
    return row.public_id


@one_transaction
def change(
    actor: Actor, place: Place, meeting_id: UUID, draft: JointDraft, version: int, now: dt.datetime
) -> MeetingInfo:
    """Change a draft, or a meeting that was announced and has not begun. The same again changes nothing.

    Everybody whom an announced meeting is for hears of another time or place, but those who can't come; what they
    answered stays. Whoever holds it from now on is told, and who held it unless they are expected all the same. Places
    are lowered only as far as nobody loses theirs, and raising them lets in who waits.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such meeting.
        Over: the round has been closed, or the meeting was called off or has begun.
        Invalid: something can't be used (`fields`).
        Conflict: somebody changed it meanwhile; `current` is the meeting as it is.
    """
    programme = _open(actor, place)
    row = hold_meeting(programme, meeting_id)
    _require_changeable(row, now)
    values = _values(programme, draft, now, row)
    different = {name for name, value in values.items() if getattr(row, name) != value}
    if draft.audience is not None and row.audience != draft.audience.value:
        values["audience"] = draft.audience.value
        different.add("audience")
    if "audience" in different and row.state != State.DRAFT:
        sentence = gettext("People have heard of this meeting already. Call it off, and make a new one for others.")
        raise Invalid(sentence, {"audience": [sentence]})
    if not different and row.places == draft.places:
        return info_of(row)
    if version != row.version:
        raise Changed(info_of(row))
    announced, led_by = row.state == State.BOOKED, row.leader_id
    heard = announced and bool(different & set(_HEARD))
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.sequence, row.changed_at = row.version + 1, row.sequence + heard, now
    if row.places != draft.places:
        _resize(programme, row, draft.places)
    row.save()
    if heard:
        moved = bool(different & {"starts_at", "ends_at"})
        to, expected = _to_tell(programme, row), _coming(row)
        if "leader_id" in different:
            to = [user_id for user_id in to if user_id != row.leader_id]
        mails.tell_changed(programme, info_of(row), to, expected, moved=moved)
    if announced and "leader_id" in different:
        _tell_leaders(programme, row, led_by, now)
    return info_of(row)


def _tell_leaders(programme: ProgrammeInfo, row: Meeting, led_by: int | None, now: dt.datetime) -> None:
    """Tell who holds an announced meeting now, and who held it and is not expected at it any more."""
    meeting = info_of(row)
    expected = _audience(_roles(programme), row) if row.places is None else _coming(row)
    if row.leader_id is not None:
        mails.tell_leading(programme, meeting, row.leader_id, now)
    if led_by is not None and led_by not in expected:
        mails.tell_left(programme, led_by, [meeting], now)


def _require_changeable(row: Meeting, now: dt.datetime) -> None:
    if row.state == State.CANCELLED:
        raise Over(gettext("This meeting was called off, so it can’t be changed any more."))
    if row.state != State.DRAFT and row.starts_at <= now:
        raise Over(gettext("This meeting has begun, so it can’t be changed any more."))


def _resize(programme: ProgrammeInfo, row: Meeting, places: int | None) -> None:
    coming = resize(programme, row, places)
    if places is not None and coming > places:
        sentence = ngettext(
            "%(count)s person comes already, and keeps their place. Choose at least as many places.",
            "%(count)s people come already, and keep their places. Choose at least as many places.",
            coming,
        ) % {"count": coming}
        raise Invalid(sentence, {"places": [sentence]})


def _values(programme: ProgrammeInfo, draft: JointDraft, now: dt.datetime, row: Meeting | None = None) -> dict:
    """Return the columns that a draft fills, checked.

    Raises:
        Invalid: something can't be used (`fields`).
        NotFound: nobody of the round who leads has the id of who should hold it.
    """
    starts = start_of(programme.plan, draft.day, draft.starts)
    ends = starts + dt.timedelta(minutes=draft.minutes)
    until = end_of(programme.plan, draft.answer_on) if draft.answer_on else None
    # What stands may lie in the past; what is new may not.
    stands = row is not None and row.starts_at == starts
    checked(programme.plan, starts, draft.answer_on, now, stands=stands)
    return {
        "title": {code: text for code, text in draft.title.items() if text},
        "kind": draft.kind.value,
        "starts_at": starts,
        "ends_at": ends,
        "way": draft.way.value,
        "where": draft.where if draft.way is Way.IN_PERSON else "",
        "link": draft.link if draft.way is Way.REMOTE else "",
        "answer_until": min(until, starts) if until else None,
        "leader_id": _leader(programme, draft.leader),
    }


def _leader(programme: ProgrammeInfo, participant_id: UUID | None) -> int | None:
    if participant_id is None:
        return None
    found = programmes.participants_by_id(programme.round.id, [participant_id]).get(participant_id)
    if found is None or found.role not in LEADERS:
        raise NotFound(gettext("This person does not take part in this round."))
    return found.user_id


# ---- announcing and calling off ----


@one_change
def announce(actor: Actor, place: Place, meeting_ids: Collection[UUID] | None, now: dt.datetime) -> tuple[int, int]:
    """Let everybody whom drafts are for know of them, each person in one mail. Announcing twice is announcing once.

    Args:
        meeting_ids: public ids; None stands for all drafts of the round that have not begun.
    Returns:
        How many meetings were announced by this, and how many people are told.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: one of those that were named is not there.
        Over: its round has been closed.
        Invalid: one of those that were named lies in the past.
    """
    programme = _open(actor, place)
    rows = Meeting.objects.select_for_update().filter(round_id=programme.round.id, group=None, state=State.DRAFT)
    if meeting_ids is not None:
        known = Meeting.objects.filter(public_id__in=set(meeting_ids), round_id=programme.round.id, group=None)
        if known.count() != len(set(meeting_ids)):
            raise NotFound(gettext("There is nothing here for you to see."))
        rows = rows.filter(public_id__in=list(meeting_ids))
    drafts = list(rows.order_by("pk"))
    if meeting_ids is None:
        drafts = [row for row in drafts if row.starts_at > now]
    elif any(row.starts_at <= now for row in drafts):
        raise Invalid(gettext("This meeting would lie in the past. Choose another time first."))
    for row in drafts:
        row.state, row.announced_at, row.changed_at, row.version = State.BOOKED, now, now, row.version + 1
    Meeting.objects.bulk_update(drafts, ["state", "announced_at", "changed_at", "version"])
    if not drafts:
        return 0, 0
    announced = {row.pk for row in drafts}
    everybody = _roles(programme)
    mine: dict[int, list[MeetingInfo]] = defaultdict(list)
    for meeting in all_of_round(programme.round.id):
        if meeting.id in announced:
            for user_id in _audience(everybody, meeting):
                mine[user_id].append(meeting)
    return len(drafts), mails.tell_announced(programme, mine)


@one_change
def call_off(actor: Actor, place: Place, meeting_id: UUID, version: int, now: dt.datetime) -> MeetingInfo:
    """Call an announced meeting off; everybody whom it is for is told but those who can't come. Twice is once.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such meeting.
        Over: the round has been closed, or the meeting has begun.
        Invalid: it is a draft.
        Conflict: somebody changed it meanwhile; `current` is the meeting as it is.
    """
    programme = _open(actor, place)
    row = hold_meeting(programme, meeting_id)
    if row.state == State.CANCELLED:
        return info_of(row)
    if row.state == State.DRAFT:
        raise Invalid(gettext("Nobody knows of this draft, so there is nothing to call off. Throw it away instead."))
    _require_changeable(row, now)
    if version != row.version:
        raise Changed(info_of(row))
    row.state, row.changed_at = State.CANCELLED, now
    row.version, row.sequence = row.version + 1, row.sequence + 1
    row.save(update_fields=["state", "changed_at", "version", "sequence"])
    mails.tell_cancelled(programme, info_of(row), _to_tell(programme, row))
    return info_of(row)


@one_change
def discard(actor: Actor, place: Place, meeting_id: UUID) -> None:
    """Throw a draft away; nobody has heard of it.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: it has no such meeting, or none any more.
        Over: its round has been closed.
        Invalid: it has been announced; call it off instead.
    """
    programme = _open(actor, place)
    row = hold_meeting(programme, meeting_id)
    if row.state != State.DRAFT:
        raise Invalid(gettext("This meeting has been announced. Call it off instead."))
    row.delete()


# ---- who hears of it ----


def _roles(programme: ProgrammeInfo) -> dict[int, set[Role]]:
    """Return everybody's roles in the round by user id; one query."""
    found: dict[int, set[Role]] = defaultdict(set)
    for person in programmes.everybody(programme.round.id):
        found[person.user_id].add(person.role)
    return found


def _audience(everybody: dict[int, set[Role]], row: Meeting | MeetingInfo) -> list[int]:
    """Return who hears of a meeting: everybody whom it is for, and who holds it."""
    return [user_id for user_id, roles in everybody.items() if is_for(row, roles) or user_id == row.leader_id]


def _to_tell(programme: ProgrammeInfo, row: Meeting) -> Iterable[int]:
    """Return who hears of a change: all of them but those who can't come."""
    out = Attendance.objects.filter(meeting=row, answer=Answer.NOT_COMING).values_list("user_id", flat=True)
    return sorted(set(_audience(_roles(programme), row)) - set(out))


def _coming(row: Meeting) -> set[int]:
    return set(Attendance.objects.filter(meeting=row, answer=Answer.COMING).values_list("user_id", flat=True))


__all__ = ["announce", "call_off", "change", "discard", "make", "put"]
