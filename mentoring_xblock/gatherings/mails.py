"""Mails about meetings of the programme: what kind, when, and whether remote. What was typed is read on the page.

A mail about meetings at which its reader is expected carries each of them for their calendar.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from mentoring_xblock.meetings import mails as meeting_mails
from mentoring_xblock.meetings.calendar_part import calendar_part
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme.data import ProgrammeInfo

#: Makes the key of an announcement out of the meetings in it.
_ANNOUNCEMENT = uuid.UUID("0d9c0e38-42a3-4b12-8a52-53f5c58e2f0b")


def tell_announced(programme: ProgrammeInfo, meetings: Mapping[int, list[MeetingInfo]]) -> int:
    """Tell people, by user id, of the meetings that are for them: one mail a person, however many they are."""
    if not meetings:
        return 0
    ids = sorted({str(one.public_id) for mine in meetings.values() for one in mine})
    key = uuid.uuid5(_ANNOUNCEMENT, " ".join(ids))
    frame = _frame(programme)

    def context(mine: list[MeetingInfo]) -> dict[str, Any]:
        return {
            **frame,
            **calendar_part(*(one for one in mine if one.places is None)),
            "meetings": [_values(programme, one) for one in mine],
        }

    contexts = {user_id: context(mine) for user_id, mine in meetings.items()}
    return notifications.queue_each(programme.course_key, "joint_announced", contexts, f"joint_announced:{key}")


def tell_changed(
    programme: ProgrammeInfo,
    meeting: MeetingInfo,
    user_ids: Iterable[int],
    expected: Collection[int],
    *,
    moved: bool,
) -> int:
    """Tell people that a meeting has another time, or is held elsewhere.

    Args:
        expected: who has a place where places are few; to them it goes for their calendar as well.
        moved: whether it has another time.
    """
    context = {**_frame(programme), "meetings": [_values(programme, meeting)], "moved": moved}
    with_file = {**context, **calendar_part(meeting)}
    contexts = {one: with_file if meeting.places is None or one in expected else context for one in user_ids}
    key = f"joint_moved:{meeting.public_id}:{meeting.sequence}"
    return notifications.queue_each(programme.course_key, "joint_moved", contexts, key)


def tell_cancelled(programme: ProgrammeInfo, meeting: MeetingInfo, user_ids: Iterable[int]) -> int:
    """Tell people that a meeting was called off."""
    return _tell(programme, meeting, user_ids, "joint_cancelled", str(meeting.sequence))


def tell_seated(programme: ProgrammeInfo, meeting: MeetingInfo, user_ids: Iterable[int], since: dt.datetime) -> int:
    """Tell people who waited that they have a place now.

    Args:
        since: from when on the first of them waited; it tells this from another time that somebody waits.
    """
    return _tell(programme, meeting, user_ids, "joint_seated", f"{since:%Y%m%d%H%M%S%f}")


def _tell(programme: ProgrammeInfo, meeting: MeetingInfo, user_ids: Iterable[int], template: str, part: str) -> int:
    context = {**_frame(programme), **calendar_part(meeting), "meetings": [_values(programme, meeting)]}
    key = f"{template}:{meeting.public_id}:{part}"
    return notifications.queue(programme.course_key, user_ids, template, context, key)


def _frame(programme: ProgrammeInfo) -> dict[str, Any]:
    """Return what all of these mails say; their times are by the programme's clock."""
    return {**meeting_mails.frame(programme), "time_zone": programme.plan.time_zone}


def _values(programme: ProgrammeInfo, meeting: MeetingInfo) -> dict[str, Any]:
    """Return a meeting as JSON values: of which kind it is, when, and by when an answer is wanted."""
    answer = programme.plan.last_day(meeting.answer_until) if meeting.answer_until else None
    return {
        "kind": meeting.kind.value,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "way": meeting.way.value,
        "few": meeting.places is not None,
        "answer_on": answer.isoformat() if answer else None,
    }
