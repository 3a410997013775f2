"""Meetings of a group are booked, one or a whole series, moved and called off."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import mails, standing
from mentoring_xblock.meetings.agendas import first_choice
from mentoring_xblock.meetings.data import SERIES_LIMIT, MeetingInfo
from mentoring_xblock.meetings.models import Kind, Meeting, State
from mentoring_xblock.meetings.queries import info_of, numbered
from mentoring_xblock.meetings.slots import Slot, require_slots, wrong_fields
from mentoring_xblock.privacy.policy import Actor


@one_change
def book(
    actor: Actor, place: Place, group_id: UUID, slot: Slot, time_zone: str, once_key: UUID, now: dt.datetime
) -> MeetingInfo:
    """Book a meeting of a group for everybody in it.

    Args:
        time_zone: IANA name of the clock by which it was typed.
        once_key: the form's key; the same key again returns the meeting that it made.
    Raises:
        NotFound: the actor is in no such group now. Over: it has just ended.
        Invalid: it is no time for a meeting; fields as `slots.slot_errors` has them.
        Full: the group has too many meetings.
    """
    return _book(actor, place, group_id, [slot], time_zone, once_key, now)[0]


@one_change
def book_series(
    actor: Actor, place: Place, group_id: UUID, slots: Sequence[Slot], time_zone: str, once_key: UUID, now: dt.datetime
) -> tuple[MeetingInfo, ...]:
    """Book several meetings at once, all of them or none; one mail a person tells of them.

    Raises:
        Invalid: there is none, or more than `SERIES_LIMIT`, or one of them can't be booked; fields as
            `slots.require_slots` has them. Everything else as for `book`.
    """
    if not slots:
        raise Invalid(gettext("Keep at least one of the meetings."))
    if len(slots) > SERIES_LIMIT:
        raise Invalid(gettext("At most %(limit)s meetings can be booked at once.") % {"limit": SERIES_LIMIT})
    return _book(actor, place, group_id, slots, time_zone, once_key, now)


def _book(
    actor: Actor, place: Place, group_id: UUID, slots: Sequence[Slot], time_zone: str, once_key: UUID, now: dt.datetime
) -> tuple[MeetingInfo, ...]:
    relation = standing.hold(actor, place, group_id, now)
    keys = [once_key, *(uuid.uuid5(once_key, str(at)) for at in range(1, len(slots)))]
    if standing.made_with(relation, once_key) is not None:
        made = Meeting.objects.filter(group_id=relation.group.id, once_key__in=keys)
        return tuple(info_of(row) for row in numbered(made).order_by("starts_at", "pk"))
    check_series(relation, slots, now)
    standing.require_room(relation, len(slots))
    rows = [_row(relation, slot, time_zone, key, now) for slot, key in zip(slots, keys, strict=True)]
    Meeting.objects.bulk_create(rows)
    made = numbered(Meeting.objects.filter(group_id=relation.group.id, once_key__in=keys))
    meetings = tuple(info_of(row) for row in made.order_by("starts_at", "pk"))
    mails.tell_booked(relation, meetings)
    return meetings


def check_series(relation: Relation, slots: Sequence[Slot], now: dt.datetime) -> None:
    """Let a series be booked as it would stand now; one query. Nothing is booked by it.

    Raises:
        Invalid: one of them can't be booked; fields as `slots.require_slots` has them.
    """
    require_slots(relation, slots, now)
    _check_apart(slots)


def _check_apart(slots: Sequence[Slot]) -> None:
    """Refuse a series of which two meetings overlap with one another."""
    in_order = sorted(range(len(slots)), key=lambda at: slots[at].starts_at)
    errors = {
        f"time_{after}": [gettext("This overlaps with another one of these meetings.")]
        for before, after in pairwise(in_order)
        if slots[before].overlaps(slots[after].starts_at, slots[after].ends_at)
    }
    if errors:
        raise wrong_fields(errors)


def _row(relation: Relation, slot: Slot, time_zone: str, once_key: UUID, now: dt.datetime) -> Meeting:
    row = Meeting(
        round_id=relation.programme.round.id,
        group_id=relation.group.id,
        kind=Kind.OWN,
        state=State.BOOKED,
        time_zone=time_zone,
        agenda=first_choice(relation, slot.starts_at),
        made_by_id=relation.me.user_id,
        changed_at=now,
        once_key=once_key,
    )
    standing.put(row, slot)
    return row


# ---- a series, before it is booked ----


@dataclass(frozen=True)
class Step:
    """One meeting of a series by the clock of a zone; `problem` where that clock passes over its time that day."""

    day: dt.date
    clock: dt.time
    problem: str = ""


def series(first_day: dt.date, clock: dt.time, time_zone: str, every_weeks: int, count: int) -> tuple[Step, ...]:
    """Return the days of a series, always at the same time of day, and skip none of them.

    Raises:
        Invalid: there is no such zone; field `time_zone`. Or a day is too far away to count with; field `day`.
    """
    zones.zone_of(time_zone)
    steps = []
    for at in range(count):
        try:
            day = first_day + dt.timedelta(weeks=at * every_weeks)
        except OverflowError:
            raise wrong_fields({"day": [gettext("This day is too far away.")]}) from None
        steps.append(Step(day, clock, _problem(day, clock, time_zone)))
    return tuple(steps)


def _problem(day: dt.date, clock: dt.time, time_zone: str) -> str:
    try:
        zones.to_instant(day, clock, time_zone)
    except Invalid as error:
        return error.message
    return ""


# ---- changes ----


@one_change
def move(
    actor: Actor,
    place: Place,
    group_id: UUID,
    meeting_id: UUID,
    slot: Slot,
    time_zone: str,
    version: int,
    now: dt.datetime,
) -> MeetingInfo:
    """Give a booked meeting another time, way or place; everybody is told. The same as before changes nothing.

    A meeting whose time has passed can also be moved to a time that has passed: it then took place there.

    Args:
        version: of the meeting that the actor saw.
    Raises:
        NotFound: the actor is in no such group now, or it has no such meeting. Over: it has just ended.
        Conflict: somebody changed it meanwhile; `current` is the meeting as it stands.
        Invalid: it is no time for a meeting; fields as `slots.slot_errors` has them.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = standing.the_meeting(relation, meeting_id)
    before = info_of(row)
    if row.state == State.BOOKED and slot == Slot(row.starts_at, row.ends_at, before.way, row.where, row.link):
        return before
    standing.expect(row, version, State.BOOKED)
    took_place = before.unsaid(now) and slot.starts_at <= now
    require_slots(relation, [slot], now, but=row.pk, past=took_place)
    standing.put(row, slot)
    row.time_zone = time_zone
    if took_place:
        row.state = State.HELD
    standing.save_change(row, now, calendars=True)
    meeting = standing.as_it_is(row)
    if not took_place:
        mails.tell_moved(relation, meeting, before)
    return meeting


@one_change
def cancel(actor: Actor, place: Place, group_id: UUID, meeting_id: UUID, version: int, now: dt.datetime) -> MeetingInfo:
    """Call a booked meeting off; everybody is told, unless its time has passed. Twice is once.

    Raises:
        NotFound: the actor is in no such group now, or it has no such meeting. Over: it has just ended.
        Conflict: somebody changed it meanwhile; `current` is the meeting as it stands.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = standing.the_meeting(relation, meeting_id)
    if row.state == State.CANCELLED:
        return info_of(row)
    if row.state == State.ASKING:
        raise Conflict(standing.now_stands(info_of(row)), info_of(row))
    standing.expect(row, version, State.BOOKED, State.HELD)
    passed = info_of(row).over(now)
    row.state = State.CANCELLED
    standing.save_change(row, now, calendars=True)
    meeting = standing.as_it_is(row)
    if not passed:
        mails.tell_cancelled(relation, meeting)
    return meeting
