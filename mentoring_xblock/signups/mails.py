"""Mails about groups that people sign up to. Who gets a place or gives one back hears it from the groups room."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role


def tell_opened(programme: ProgrammeInfo, series: UUID, role: Role, answer_on: dt.date | None) -> int:
    """Tell everybody in a role that they can sign up to a group, and until when."""
    context = {**programmes.mail_context(programme), "answer_on": answer_on.isoformat() if answer_on else None}
    people = [person.user_id for person in programmes.everybody(programme.round.id, role)]
    return notifications.queue(programme.course_key, people, "signup_opened", context, f"signup_opened:{series}")
