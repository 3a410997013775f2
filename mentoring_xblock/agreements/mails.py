"""Mails about agreements: who, which programme and which version. Not a word of what was agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from mentoring_xblock.agreements.models import AgreementVersion
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def tell_put(programme: ProgrammeInfo, version: AgreementVersion, user_ids: Iterable[int]) -> int:
    """Tell those who have to sign that somebody put a version to be signed, each of them once."""
    context = {**programmes.mail_context(programme), **put_context(version)}
    return notifications.queue(programme.course_key, user_ids, "agreement_put", context, put_key(version))


def put_context(version: AgreementVersion) -> dict[str, Any]:
    """Return what that mail says beside its frame."""
    return {"people": [version.made_by_id] if version.made_by_id else [], "number": version.number}


def put_key(version: AgreementVersion) -> str:
    """Return the key under which the outbox takes that mail once for each person."""
    return f"agreement_put:{version.public_id}"


def tell_holds(programme: ProgrammeInfo, version: AgreementVersion, user_ids: Iterable[int], since: dt.datetime) -> int:
    """Tell everybody in the group that a version holds, each of them once."""
    context = {
        **programmes.mail_context(programme),
        "number": version.number,
        "since_on": programme.plan.today(since).isoformat(),
    }
    key = f"agreement_holds:{version.public_id}"
    return notifications.queue(programme.course_key, user_ids, "agreement_holds", context, key)
