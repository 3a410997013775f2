"""What a mail about meetings carries for the recipient's calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentoring_xblock.meetings.data import MeetingInfo


def calendar_part(*meetings: MeetingInfo, of: int = 0) -> dict[str, list[dict[str, Any]]]:
    """Return what to put into the context of a mail beside its frame, so that it carries a calendar file a meeting.

    A file adds its meeting, moves it or strikes it out. It says when, and which meeting it is, and nothing that
    anybody wrote. Nothing for a meeting of which times are only proposed.

    Args:
        of: how many meetings of its own a group has by the plan; 0 where the plan says nothing about it.
    """
    parts = [calendar_of(one, of) for one in meetings if one.starts_at is not None and one.ends_at is not None]
    return {"calendar": parts} if parts else {}


def calendar_of(meeting: MeetingInfo, of: int = 0) -> dict[str, Any]:
    """Return one such part about a meeting that has a time."""
    return {
        "meeting": str(meeting.public_id),
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "time_zone": meeting.time_zone,
        "changed_at": meeting.changed_at.isoformat(),
        "cancelled": meeting.cancelled,
        "kind": meeting.kind.value,
        "number": meeting.number,
        "of": of,
    }


def of_returner(meeting: MeetingInfo, now: dt.datetime, of: int = 0) -> dict[str, Any]:
    """Return the part for somebody whose calendar the meeting was once taken out of, so that it is newer than that."""
    return {**calendar_of(meeting, of), "sequence": meeting.sequence + 1, "changed_at": now.isoformat()}


def struck_out(meeting: MeetingInfo, now: dt.datetime, of: int = 0) -> dict[str, Any]:
    """Return one such part that takes a meeting out of a calendar of somebody who is not expected any more.

    The meeting itself may go on for others, and nothing of it is changed.
    """
    part = calendar_of(meeting, of)
    if meeting.cancelled:
        return part
    return part | {"cancelled": True, "sequence": meeting.sequence + 1, "changed_at": now.isoformat()}
