"""Mails about declared pairs: who, and which programme. Nobody is told why somebody said no."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring_xblock.declared.models import Declaration
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def tell_named(programme: ProgrammeInfo, row: Declaration, user_id: int) -> int:
    """Tell somebody who says that the two of them have found each other."""
    return _tell(programme, row, "declared_asked", [user_id], [row.asked_by_id])


def tell_refused(programme: ProgrammeInfo, row: Declaration) -> int:
    """Tell who has named somebody that it does not come about."""
    return _tell(programme, row, "declared_refused", [row.asked_by_id], [])


def tell_agreed(programme: ProgrammeInfo, row: Declaration) -> int:
    """Tell the coordinators that two people wait for them."""
    recipients = [person.id for person in programmes.coordinators(programme.id)]
    return _tell(programme, row, "declared_agreed", recipients, [row.mentee_id, row.mentor_id])


def tell_declined(programme: ProgrammeInfo, row: Declaration) -> int:
    """Tell the two that the coordinators do not make them a pair."""
    told = _tell(programme, row, "declared_declined", [row.mentee_id], [row.mentor_id])
    return told + _tell(programme, row, "declared_declined", [row.mentor_id], [row.mentee_id])


def _tell(
    programme: ProgrammeInfo, row: Declaration, template: str, recipients: Iterable[int], people: list[int]
) -> int:
    context = {**programmes.mail_context(programme), "people": people}
    return notifications.queue(programme.course_key, recipients, template, context, f"{template}:{row.public_id}")
