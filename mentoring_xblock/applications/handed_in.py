"""What the matching group reads: who has handed something in, and what was decided on it.

The answers themselves are `api.read_application`'s. Ask policy before calling anything here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.applications.models import Application, CallRole, Decision, Status

#: Where an application is there to be read: handed in, and not taken back.
READABLE = (Status.RECEIVED, Status.ACCEPTED, Status.RESERVE, Status.DECLINED)


@dataclass(frozen=True)
class HandedIn:
    """An application without what is in it. `id` stays inside; a browser gets `application_id`."""

    id: int
    application_id: UUID
    applicant_id: int
    role: CallRole
    status: Status
    submitted_at: dt.datetime | None


@dataclass(frozen=True)
class DecisionInfo:
    """One decision: `told` to the applicant, `reason` kept for the matching group."""

    status: Status
    told: str
    reason: str
    decided_by_id: int | None
    decided_at: dt.datetime


_FIELDS = ("pk", "public_id", "applicant_id", "role", "status", "submitted_at")


def handed_in(round_id: int) -> tuple[HandedIn, ...]:
    """Return what there is to read in a round, in the order in which it was handed in; one query."""
    rows = Application.objects.filter(round_id=round_id, status__in=READABLE).order_by("submitted_at", "pk")
    return tuple(_info(*row) for row in rows.values_list(*_FIELDS))


def handed_in_by_id(round_id: int, ids: Iterable[UUID]) -> dict[UUID, HandedIn]:
    """Return those of these applications that are there to be read, by public id; one query."""
    rows = Application.objects.filter(round_id=round_id, status__in=READABLE, public_id__in=set(ids))
    return {row[1]: _info(*row) for row in rows.values_list(*_FIELDS)}


def _info(
    pk: int, public_id: UUID, applicant_id: int, role: str, status: str, submitted_at: dt.datetime | None
) -> HandedIn:
    return HandedIn(pk, public_id, applicant_id, CallRole(role), Status(status), submitted_at)


def decisions_on(application_id: int) -> tuple[DecisionInfo, ...]:
    """Return what was decided on an application, by its primary key, the newest first; one query."""
    rows = Decision.objects.filter(application_id=application_id).order_by("-decided_at", "-pk")
    return tuple(
        DecisionInfo(Status(row.status), row.told, row.reason, row.decided_by_id, row.decided_at) for row in rows
    )
