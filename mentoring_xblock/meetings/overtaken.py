"""Reminders that wait in the outbox while what they say changes: a mail server was away, and a meeting was moved.

They are looked at once more when they are sent. Whoever is concerned by the change has had a mail of its own about it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.expecting import expected_at
from mentoring_xblock.meetings.models import Meeting, State
from mentoring_xblock.meetings.queries import attendances_of, info_of
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes

_TOMORROW, _ANSWER = "meeting_tomorrow", "meeting_answer"


def overtaken(letters: Iterable[Letter], now: dt.datetime) -> set[str]:
    """Return the keys of reminders that are not true any more; a constant number of queries, none without reminders.

    A meeting is tomorrow as long as it is booked for the same time, has not begun, and whoever is reminded is expected.
    An answer is wanted as long as there is none, the meeting stands, and its last day is the same and has not passed.
    """
    reminders = [(_meeting_of(one), one) for one in letters if one.template in (_TOMORROW, _ANSWER)]
    if not reminders:
        return set()
    rows = Meeting.objects.filter(public_id__in={key for key, _ in reminders}).select_related("group", "round")
    found = {row.public_id: info_of(row) for row in rows}
    stands = {key: one for key, one in found.items() if one.state is State.BOOKED and one.starts_at > now}
    expected = expected_at(_reminded(reminders, stands, _TOMORROW))
    asked = _reminded(reminders, stands, _ANSWER)
    said = attendances_of(one.id for one in asked)
    zones = programmes.programmes_by_id({one.programme_id for one in asked})

    def holds(meeting: MeetingInfo, one: Letter) -> bool:
        if one.template == _TOMORROW:
            return _times(meeting) == _said(one) and one.recipient_id in expected[meeting.id]
        answer = said[meeting.id].get(one.recipient_id)
        if meeting.answer_until is None or meeting.answer_until <= now:
            return False
        last_day = zones[meeting.programme_id].plan.last_day(meeting.answer_until)
        return (answer is None or answer.answer is None) and last_day.isoformat() == one.context["answer_on"]

    return {one.event_key for key, one in reminders if key not in stands or not holds(stands[key], one)}


def _reminded(
    reminders: Iterable[tuple[UUID, Letter]], stands: dict[UUID, MeetingInfo], template: str
) -> Sequence[MeetingInfo]:
    keys = {key for key, one in reminders if one.template == template}
    return [meeting for key, meeting in stands.items() if key in keys]


def _meeting_of(letter: Letter) -> UUID:
    return UUID(letter.event_key.split(":")[1])


def _times(meeting: MeetingInfo) -> tuple[dt.datetime, dt.datetime, str]:
    return meeting.starts_at, meeting.ends_at, meeting.way.value


def _said(letter: Letter) -> tuple[dt.datetime, dt.datetime, Any]:
    said = letter.context
    return dt.datetime.fromisoformat(said["starts_at"]), dt.datetime.fromisoformat(said["ends_at"]), said["way"]


__all__ = ["overtaken"]
