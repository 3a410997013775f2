"""Who came into a round when it was on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring_xblock.programme.models import Participant, Role


@dataclass(frozen=True)
class Newcomer:
    """Somebody who takes part in a role since `came_at`, and took part in the roles `before` already."""

    public_id: UUID
    round_id: int
    user_id: int
    role: Role
    came_at: datetime
    before: frozenset[Role]


def newcomers(since: Mapping[int, datetime]) -> list[Newcomer]:
    """Return who came into rounds after a moment of each, in the order in which they came; two queries.

    It asks no policy: it is for jobs.

    Args:
        since: by the round's primary key.
    """
    if not since:
        return []
    active = Participant.objects.filter(round__in=list(since), left_at=None)
    recent = active.filter(created_at__gt=min(since.values())).order_by("created_at", "pk")
    late = [row for row in recent if row.created_at > since[row.round_id]]
    theirs = active.filter(user__in={row.user_id for row in late}) if late else []
    parts = sorted(theirs, key=lambda row: (row.created_at, row.pk))
    return [
        Newcomer(
            public_id=row.public_id,
            round_id=row.round_id,
            user_id=row.user_id,
            role=Role(row.role),
            came_at=row.created_at,
            before=frozenset(
                Role(one.role)
                for one in parts
                if (one.round_id, one.user_id) == (row.round_id, row.user_id)
                and (one.created_at, one.pk) < (row.created_at, row.pk)
            ),
        )
        for row in late
    ]


__all__ = ["Newcomer", "newcomers"]
