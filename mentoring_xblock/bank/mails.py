"""Mails about the bank: who, and which programme. What somebody wrote in a profile is read on the page only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def tell_welcome(programme: ProgrammeInfo, user_ids: Iterable[int]) -> int:
    """Tell people that they may join the bank; once a round, however often a coordinator asks."""
    key = f"bank_welcome:{programme.round.public_id if programme.round else programme.public_id}"
    return notifications.queue(programme.course_key, user_ids, "bank_welcome", programmes.mail_context(programme), key)


def tell_invited(programme: ProgrammeInfo, user_id: int, key: str, until: dt.date) -> int:
    """Tell somebody of the bank that they are asked to mentor in this round, and until when they can answer."""
    context = {**programmes.mail_context(programme), "answer_on": until.isoformat()}
    return notifications.queue(programme.course_key, [user_id], "bank_invited", context, f"bank_invited:{key}")


def tell_answered(programme: ProgrammeInfo, user_id: int, key: str, *, accepted: bool) -> int:
    """Tell the coordinators what somebody of the bank has answered."""
    return _to_coordinators(programme, "bank_answered", user_id, f"bank_answered:{key}", accepted=accepted)


def tell_wanted(programme: ProgrammeInfo, user_id: int, by: int, key: str) -> int:
    """Tell the coordinators that a line manager would like somebody of the bank as a mentor for their people."""
    return _to_coordinators(programme, "bank_wanted", user_id, f"bank_wanted:{key}", asking={"people": [by]})


def _to_coordinators(programme: ProgrammeInfo, template: str, user_id: int, key: str, **more: object) -> int:
    recipients = [person.id for person in programmes.coordinators(programme.id)]
    context = {**programmes.mail_context(programme), "people": [user_id], **more}
    return notifications.queue(programme.course_key, recipients, template, context, key)
