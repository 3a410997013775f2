"""Mails about a group's own meetings: when they are, by which clock, and whether people meet remotely.

A place and a link are what people typed, so they stand on the page only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mentoring_xblock import host
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import zones
from mentoring_xblock.meetings.calendar_part import calendar_part
from mentoring_xblock.meetings.data import MeetingInfo, OptionInfo
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

BLOCK_TYPE = "mentoring_meetings"


def frame(programme: ProgrammeInfo) -> dict[str, Any]:
    """Return what every mail about meetings says: the programme, and the address of the page where people meet.

    The programme's own page stands in where the course has no block for meetings. Two look-ups for all recipients.
    """
    blocks = programmes.blocks_of(programme.course_key, programme.slug)
    block = next((one for one in blocks if one.block_type == BLOCK_TYPE), None)
    context = programmes.mail_context(programme)
    return context | {"link": host.address(block.usage_key), "meetings_page": True} if block else context


def time_of(one: MeetingInfo | OptionInfo) -> dict[str, Any]:
    """Return when a meeting is, or may be, and in which way, as JSON values."""
    return {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "way": one.way.value}


def _of(relation: Relation, *meetings: MeetingInfo) -> dict[str, Any]:
    """Return what a mail about meetings says that are, or were, in the calendar; they have one clock."""
    first = meetings[0]
    return {
        **clock_of(first),
        "meetings": [time_of(one) for one in meetings],
        **calendar_part(*meetings, of=first.of(relation.plan.relations.meetings)),
    }


def clock_of(meeting: MeetingInfo) -> dict[str, Any]:
    """Return by which clock a mail about a meeting tells times, as JSON values."""
    return {"time_zone": meeting.time_zone, "zone": zones.city(meeting.time_zone)}


def _tell(
    relation: Relation, template: str, event: str, user_ids: Iterable[int], by: int, values: dict[str, Any]
) -> int:
    """Queue a mail for some of a group; each is told who did it, and the others in the group by name."""
    people = [one for one in relation.group.people if one.user_id in set(user_ids)]
    if not people:
        return 0
    context = {**frame(relation.programme), "by": {"people": [by]}, **values}
    return notifications.queue_each(
        relation.programme.course_key,
        template,
        {one.user_id: {**context, "own": one.user_id == by} for one in people},
        f"{template}:{event}",
    )


def _others(relation: Relation, by: int) -> list[int]:
    return [one.user_id for one in relation.group.people if one.user_id != by]


def tell_proposed(relation: Relation, meeting: MeetingInfo) -> int:
    """Tell the others which times somebody proposes."""
    by = relation.me.user_id
    values = {**clock_of(meeting), "meetings": [time_of(one) for one in meeting.options]}
    return _tell(relation, "meeting_proposed", str(meeting.public_id), _others(relation, by), by, values)


def tell_answered(relation: Relation, meeting: MeetingInfo, suiting: int) -> int:
    """Tell who proposed times that everybody has answered; `suiting` of the times suit everybody."""
    by = relation.me.user_id
    to = [one for one in (meeting.made_by_id,) if one not in (None, by)]
    return _tell(relation, "meeting_answered", str(meeting.public_id), to, by, {"suiting": suiting})


def tell_booked(relation: Relation, meetings: Sequence[MeetingInfo]) -> int:
    """Tell everybody in the group, whoever booked it too, that a meeting or a whole series is booked."""
    first, values = meetings[0], _of(relation, *meetings)
    event = f"{first.public_id}:{first.sequence}"
    return _tell(relation, "meeting_booked", event, relation.user_ids, relation.me.user_id, values)


def tell_moved(relation: Relation, meeting: MeetingInfo, before: MeetingInfo) -> int:
    """Tell everybody in the group that a meeting has another time, or is held in another way or place."""
    same_time = (meeting.starts_at, meeting.ends_at) == (before.starts_at, before.ends_at)
    values = {**_of(relation, meeting), "before": time_of(before), "same_time": same_time}
    event = f"{meeting.public_id}:{meeting.sequence}"
    return _tell(relation, "meeting_moved", event, relation.user_ids, relation.me.user_id, values)


def tell_cancelled(relation: Relation, meeting: MeetingInfo) -> int:
    """Tell everybody in the group that a meeting is called off."""
    event = f"{meeting.public_id}:{meeting.sequence}"
    values = _of(relation, meeting)
    return _tell(relation, "meeting_cancelled", event, relation.user_ids, relation.me.user_id, values)


def tell_taken_back(relation: Relation, meeting: MeetingInfo) -> int:
    """Tell the others that the times that were proposed are no longer asked about."""
    by = relation.me.user_id
    return _tell(relation, "meeting_taken_back", str(meeting.public_id), _others(relation, by), by, {})
