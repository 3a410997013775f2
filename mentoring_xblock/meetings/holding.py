"""Whether meetings took place, who was there, and meetings that took place without having been booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import dates
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import standing
from mentoring_xblock.meetings.agendas import first_choice
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.models import Attendance, Kind, Meeting, State
from mentoring_xblock.meetings.slots import Slot, others_between, require_slots, wrong_fields
from mentoring_xblock.privacy.policy import Actor

#: By the clock, when a meeting began of which people say on which day it was and no more.
_NOON = dt.time(12)
_DAY = dt.timedelta(days=1)


@one_change
def held(
    actor: Actor,
    place: Place,
    group_id: UUID,
    meeting_id: UUID,
    there: Collection[UUID] | None,
    version: int,
    now: dt.datetime,
) -> MeetingInfo:
    """Say that a booked meeting took place, and who was there. Saying it again corrects who was there.

    Args:
        there: public ids of the memberships of those who were there; None for everybody.
        version: of the meeting that the actor saw.
    Raises:
        NotFound: the actor is in no such group now, or it has no such meeting. Over: it has just ended.
        Conflict: somebody moved it or called it off meanwhile; `current` is the meeting as it stands.
        Invalid: it has not begun, nobody was there, or one of the ids is of nobody in the group.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = standing.the_meeting(relation, meeting_id)
    if row.state != State.HELD:
        standing.expect(row, version, State.BOOKED)
        if row.starts_at > now:
            raise Invalid(gettext("This meeting has not begun."))
        row.state = State.HELD
        standing.save_change(row, now, calendars=False)
    _note_there(relation, row, there)
    return standing.as_it_is(row)


@one_change
def met(
    actor: Actor,
    place: Place,
    group_id: UUID,
    slot: Slot,
    time_zone: str,
    there: Collection[UUID] | None,
    once_key: UUID,
    now: dt.datetime,
    *,
    timed: bool = True,
) -> MeetingInfo:
    """Log a meeting that took place and was not booked here.

    Args:
        slot: when it was; `untimed` makes one where people say the day only.
        timed: whether they said at what time. Without, a day that has a meeting already is not given another one: two
            people who log the same meeting log one.
        there: as for `held`. once_key: the form's key; the same key again returns the meeting that it made.
    Raises:
        NotFound: the actor is in no such group now. Over: it has just ended.
        Invalid: it is still to come, before the group began, or overlaps with another meeting of the group.
        Full: the group has too many meetings.
    """
    relation = standing.hold(actor, place, group_id, now)
    made = standing.made_with(relation, once_key)
    if made is not None:
        return made
    if not timed:
        _check_day(relation, slot)
    require_slots(relation, [slot], now, past=True)
    standing.require_room(relation)
    row = Meeting(
        round_id=relation.programme.round.id,
        group_id=relation.group.id,
        kind=Kind.OWN,
        state=State.HELD,
        time_zone=time_zone,
        agenda=first_choice(relation, slot.starts_at),
        made_by_id=actor.user_id,
        changed_at=now,
        once_key=once_key,
    )
    standing.put(row, slot)
    row.save()
    _note_there(relation, row, there)
    return standing.as_it_is(row)


def untimed(day: dt.date, minutes: int, zone: dt.tzinfo, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return when a meeting of some length was of which people say the day only: at noon, or today just now."""
    length = dt.timedelta(minutes=minutes)
    starts = dt.datetime.combine(day, _NOON, tzinfo=zone).astimezone(dt.UTC)
    if day == now.astimezone(zone).date():
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)
        starts = max(midnight, now.replace(second=0, microsecond=0) - length)
    return starts, starts + length


def _check_day(relation: Relation, slot: Slot) -> None:
    """Refuse a second meeting on a day without a time of its own."""
    near = others_between(relation.group.id, slot.starts_at - _DAY, slot.ends_at + _DAY)
    day = relation.plan.today(slot.starts_at)
    other = next((one for one in near if relation.plan.today(one.starts_at) == day), None)
    if other is not None:
        sentence = gettext(
            "Meeting %(number)s is on that day already, %(when)s. If you met twice that day, say at what time."
        ) % {"number": other.number, "when": dates.stretch(other.starts_at, other.ends_at)}
        raise wrong_fields({"day": [sentence]})


def _note_there(relation: Relation, row: Meeting, there: Collection[UUID] | None) -> None:
    """Write down who was there and who was not, for everybody who is in the group now."""
    ids = {member.membership_id: member.user_id for member in relation.group.people}
    if there is not None and not set(there) <= set(ids):
        raise Invalid(gettext("One of these people is not in the group any more. Choose again."))
    if there is not None and not there:
        raise wrong_fields({"there": [gettext("Somebody was there. If you did not meet, say so instead.")]})
    came = set(ids.values()) if there is None else {ids[one] for one in there}
    known = {one.user_id: one for one in Attendance.objects.filter(meeting=row, user__in=list(ids.values()))}
    for user_id, one in known.items():
        one.attended = user_id in came
    Attendance.objects.bulk_update(known.values(), ["attended"])
    Attendance.objects.bulk_create(
        Attendance(meeting=row, user_id=user_id, attended=user_id in came)
        for user_id in sorted(set(ids.values()) - set(known))
    )
