"""Mails about meetings of the programme: what kind, when, and whether remote. What was typed is read on the page.

A mail about meetings at which its reader is expected carries each of them for their calendar.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mentoring_xblock.meetings import mails as meeting_mails
from mentoring_xblock.meetings.calendar_part import calendar_part, of_returner, struck_out
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.newcomers import Newcomer

#: Makes the key of an announcement out of the meetings in it.
_ANNOUNCEMENT = uuid.UUID("0d9c0e38-42a3-4b12-8a52-53f5c58e2f0b")


def tell_announced(programme: ProgrammeInfo, meetings: Mapping[int, list[MeetingInfo]]) -> int:
    """Tell people, by user id, of the meetings that are for them: one mail a person, however many they are."""
    if not meetings:
        return 0
    ids = sorted({str(one.public_id) for mine in meetings.values() for one in mine})
    key = uuid.uuid5(_ANNOUNCEMENT, " ".join(ids))
    frame = _frame(programme)
    contexts = {user_id: {**frame, **_announced(programme, mine)} for user_id, mine in meetings.items()}
    return notifications.queue_each(programme.course_key, "joint_announced", contexts, f"joint_announced:{key}")


def letter_ahead(
    programme: ProgrammeInfo, frame: Mapping[str, Any], person: Newcomer, meetings: Sequence[MeetingInfo]
) -> Letter:
    """Return the mail to somebody who came after meetings were announced: the same as if they had been there.

    Args:
        frame: of mails about the programme's meetings.
    """
    context = {**frame, "time_zone": programme.plan.time_zone, **_announced(programme, meetings)}
    if "calendar" in context:
        # They may have been there before and left, and then it was taken out of their calendar.
        context["calendar"] = [of_returner(one, person.came_at) for one in meetings if one.places is None]
    key = f"joint_ahead:{person.public_id}:{person.came_at:%Y%m%d%H%M%S%f}"
    return Letter(programme.course_key, person.user_id, "joint_announced", context, key)


def _announced(programme: ProgrammeInfo, meetings: Sequence[MeetingInfo]) -> dict[str, Any]:
    """Return what the mail about an announcement says: all of it, and for the calendar what needs no answer first."""
    expected = (one for one in meetings if one.places is None)
    return {"meetings": [_values(programme, one) for one in meetings], **calendar_part(*expected)}


def tell_leading(programme: ProgrammeInfo, meeting: MeetingInfo, user_id: int, now: dt.datetime) -> int:
    """Tell somebody that an announced meeting is theirs to hold now."""
    context = {
        **_frame(programme),
        "leads": True,
        # They may have held it before, and then it was taken out of their calendar.
        "calendar": [of_returner(meeting, now)],
        "meetings": [_values(programme, meeting)],
    }
    key = f"joint_leading:{meeting.public_id}:{now:%Y%m%d%H%M%S%f}"
    return notifications.queue(programme.course_key, [user_id], "joint_announced", context, key)


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


def tell_all_off(programme: ProgrammeInfo, meetings: Mapping[int, Sequence[MeetingInfo]]) -> int:
    """Tell people, by user id, that meetings do not take place because the round has ended; one mail a person.

    Args:
        meetings: as they are now that it has.
    """
    if not meetings:
        return 0
    frame = _frame(programme)
    contexts = {
        user_id: {**frame, **calendar_part(*theirs), "meetings": [_values(programme, one) for one in theirs]}
        for user_id, theirs in meetings.items()
    }
    key = f"joint_off:{programme.round.public_id}"
    return notifications.queue_each(programme.course_key, "joint_cancelled", contexts, key)


def tell_left(programme: ProgrammeInfo, user_id: int, meetings: Sequence[MeetingInfo], now: dt.datetime) -> int:
    """Tell somebody who has left the programme at which of its meetings they are not expected any more."""
    if not meetings:
        return 0
    context = {
        **_frame(programme),
        "left": True,
        "calendar": [struck_out(one, now) for one in meetings],
        "meetings": [_values(programme, one) for one in meetings],
    }
    key = f"joint_left:{programme.round.public_id}:{now:%Y%m%d%H%M%S%f}"
    return notifications.queue(programme.course_key, [user_id], "joint_cancelled", context, key)


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
