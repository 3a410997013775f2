"""What the notifications room tells other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from opaque_keys.edx.keys import CourseKey


class Topic(StrEnum):
    """A kind of mails that somebody may do without; a value is at most 16 characters."""

    MEETINGS = "meetings"
    REMINDERS = "reminders"
    ANSWERS = "answers"


#: What each mail that nobody has to get is about. A template that is not here is sent to everybody whom it concerns: an
#: answer to what they asked or handed in, a group that they are in, or a meeting that does not take place and to which
#: they would go.
TOPICS: Mapping[str, Topic] = {
    "meeting_proposed": Topic.MEETINGS,
    "meeting_answered": Topic.MEETINGS,
    "meeting_taken_back": Topic.MEETINGS,
    "meeting_booked": Topic.MEETINGS,
    "meeting_moved": Topic.MEETINGS,
    "joint_announced": Topic.MEETINGS,
    "joint_moved": Topic.MEETINGS,
    "meeting_tomorrow": Topic.REMINDERS,
    "meeting_quiet": Topic.REMINDERS,
    "meeting_answer": Topic.REMINDERS,
    "goal_review": Topic.REMINDERS,
    "hand_in_waits": Topic.ANSWERS,
    "goal_answered": Topic.ANSWERS,
    "reflection_opened": Topic.ANSWERS,
}


@dataclass(frozen=True)
class Letter:
    """A mail to queue: to whom, about which event, and what its template needs to know; see `api.queue_each`."""

    course_key: CourseKey
    recipient_id: int
    template: str
    context: Mapping[str, Any]
    event_key: str


@dataclass(frozen=True)
class SendReport:
    """What one round of sending did, as counts of mails.

    dropped: will never be sent, because the recipient is not enrolled any more, has no address or wants none of its
    kind, or because it is not true any more. postponed: not sent, to be tried again, the first of them at `retry_at`.
    failed: not sent, and not tried again. unknown: may have been sent, and are not sent again by themselves. more:
    whether others were due beyond the limit.
    """

    sent: int = 0
    dropped: int = 0
    postponed: int = 0
    failed: int = 0
    unknown: int = 0
    more: bool = False
    retry_at: datetime | None = None

    def __add__(self, other: SendReport) -> SendReport:
        """Count two rounds together; `more` and `retry_at` are the later round's."""
        return SendReport(
            sent=self.sent + other.sent,
            dropped=self.dropped + other.dropped,
            postponed=self.postponed + other.postponed,
            failed=self.failed + other.failed,
            unknown=self.unknown + other.unknown,
            more=other.more,
            retry_at=other.retry_at or self.retry_at,
        )


__all__ = ["TOPICS", "Letter", "SendReport", "Topic"]
