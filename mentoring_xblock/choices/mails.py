"""Mails about requests: who, and which programme. What was written in a request is read on the page only."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring_xblock.choices.models import MentorRequest
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def tell_asked(programme: ProgrammeInfo, row: MentorRequest, mentor_user: int, mentee_user: int) -> int:
    """Tell a mentor that somebody asks them, and until when an answer is waited for."""
    context = {
        **programmes.mail_context(programme),
        "people": [mentee_user],
        "answer_on": programme.plan.today(row.expires_at).isoformat(),
    }
    return notifications.queue(
        programme.course_key, [mentor_user], "request_received", context, f"request_received:{row.public_id}"
    )


def tell_ended(programme: ProgrammeInfo, rows: Iterable[MentorRequest], template: str) -> int:
    """Tell those who asked that a request has ended: `request_declined`, `request_expired` or `request_taken`.

    One mail a person, however many of their requests ended by the same event.
    """
    about: dict[int, list[int]] = {}
    keys: dict[int, str] = {}
    for row in rows:
        about.setdefault(row.mentee.user_id, []).append(row.mentor.user_id)
        keys.setdefault(row.mentee.user_id, str(row.public_id))
    if not about:
        return 0
    frame = programmes.mail_context(programme)
    return notifications.queue_each(
        programme.course_key,
        template,
        {user_id: {**frame, "people": mentors} for user_id, mentors in about.items()},
        f"{template}:{min(keys.values())}",
    )


def tell_no_longer_asked(programme: ProgrammeInfo, rows: Iterable[MentorRequest]) -> int:
    """Tell mentors that somebody who asked them has found another one."""
    rows = list(rows)
    if not rows:
        return 0
    frame = programmes.mail_context(programme)
    return notifications.queue_each(
        programme.course_key,
        "request_over",
        {row.mentor.user_id: {**frame, "people": [row.mentee.user_id]} for row in rows},
        f"request_over:{min(str(row.public_id) for row in rows)}",
    )
