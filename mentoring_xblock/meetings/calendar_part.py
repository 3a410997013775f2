"""What a mail about a meeting carries for the recipient's calendar."""

from __future__ import annotations

from typing import Any

from mentoring_xblock.meetings.data import MeetingInfo


def calendar_part(meeting: MeetingInfo, of: int = 0) -> dict[str, dict[str, Any]]:
    """Return what to put into the context of a mail beside its frame, so that it carries a calendar file.

    The file adds the meeting, moves it or strikes it out. It says when, and which meeting it is, and nothing that
    anybody wrote. Nothing while times are only proposed.

    Args:
        of: how many meetings of its own a group has by the plan; 0 where the plan says nothing about it.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        return {}
    return {
        "calendar": {
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
    }
