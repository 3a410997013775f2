"""Mails about groups that people sign up to. Who gets a place or gives one back hears it from the groups room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.signups.data import Town


def tell_opened(
    programme: ProgrammeInfo, series: UUID, role: Role, answer_on: dt.date | None, besides: Collection[int]
) -> int:
    """Tell everybody in a role that they can sign up to a group, and until when.

    Args:
        besides: user ids of who leads it, and does not sign up.
    """
    context = {**programmes.mail_context(programme), "answer_on": answer_on.isoformat() if answer_on else None}
    people = {person.user_id for person in programmes.everybody(programme.round.id, role)} - set(besides)
    key = f"signup_opened:{series}"
    return notifications.queue(programme.course_key, sorted(people), "signup_opened", context, key)


def tell_waiting(programme: ProgrammeInfo, user_id: int, name: str, in_line: int, waiting: UUID) -> int:
    """Tell somebody that they wait for a place, as which in line.

    Args:
        name: of the group. waiting: the public id of their wait, which tells it from another time that they wait.
    """
    context = {**programmes.mail_context(programme), "name": name, "in_line": in_line}
    key = f"signup_waiting:{waiting}"
    return notifications.queue(programme.course_key, [user_id], "signup_waiting", context, key)


def letter_who_comes(
    programme: ProgrammeInfo, frame: Mapping[str, Any], user_id: int, towns: Sequence[Town], key: str
) -> Letter:
    """Return the mail to whoever leads groups for which signing up is over: how many come, and nobody by name.

    Args:
        frame: `programmes.mail_context` of the programme.
    """
    groups = [
        {
            "name": town.group.name,
            "taken": len(town.group.members),
            "places": town.group.capacity,
            "waiting": len(town.waiting),
        }
        for town in towns
    ]
    return Letter(programme.course_key, user_id, "signup_over", {**frame, "groups": groups}, key)
