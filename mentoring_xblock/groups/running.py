"""Every group that works together now, a batch at a time: for jobs that look at all of them by the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import Group, State
from mentoring_xblock.groups.queries import infos_of

#: Groups in one batch.
BATCH = 500


@dataclass(frozen=True)
class Running:
    """A published group of a round that is not over."""

    group: GroupInfo
    programme_id: int


def running_groups(batch: int = BATCH) -> Iterator[tuple[Running, ...]]:
    """Yield all of them in batches, of every course; two queries a batch. It asks no policy: it is for jobs."""
    rows = Group.objects.filter(state=State.PUBLISHED, round__closed_at=None).select_related("round").order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last)[:batch]):
        programme_of = {row.pk: row.round.programme_id for row in found}
        yield tuple(Running(group, programme_of[group.id]) for group in infos_of(found))
        last = found[-1].pk


def running_among(group_pks: Collection[int]) -> dict[int, Running]:
    """Return those of some groups that work together now, by primary key; two queries. It asks no policy, either."""
    rows = Group.objects.filter(pk__in=group_pks, state=State.PUBLISHED, round__closed_at=None).select_related("round")
    found = list(rows.order_by("pk"))
    return {row.pk: Running(info, row.round.programme_id) for row, info in zip(found, infos_of(found), strict=True)}


__all__ = ["BATCH", "Running", "running_among", "running_groups"]
