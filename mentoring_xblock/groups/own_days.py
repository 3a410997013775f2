"""Whose reviews have other days than the round's: for jobs that look at everybody of many rounds by the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from mentoring_xblock.groups.clocks import main_circle
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import Group, State
from mentoring_xblock.groups.queries import infos_of
from mentoring_xblock.programme.data import ProgrammeInfo

#: Groups whose people are read at once.
BATCH = 500


def groups_by_person(found: Iterable[ProgrammeInfo]) -> dict[int, Mapping[int, GroupInfo]]:
    """Return for rounds, by primary key, the group that everybody has their calendar of, by account.

    It is their first group of the circle that the programme is about, those that run before those that they were in to
    the end, as on their own pages. Where no such group has days of its own, everybody goes by the round's, and nobody
    is named. Two queries, and one for each batch of groups. It asks no policy: it is for jobs.
    """
    known = list(found)
    groups: dict[int, dict[int, GroupInfo]] = {one.round.id: {} for one in known}
    for round_id, group in _groups(known):
        for person in group.people:
            groups[round_id].setdefault(person.user_id, group)
    return dict(groups)


def _groups(known: Iterable[ProgrammeInfo]) -> Iterator[tuple[int, GroupInfo]]:
    """Yield the groups of rounds in which groups have days of their own, with the round's key, in a person's order."""
    by_circle = defaultdict(list)
    for one in known:
        by_circle[main_circle(one.plan)].append(one.round.id)
    main = Q(pk__in=[])
    for circle, round_ids in by_circle.items():
        main |= Q(circle=circle, round__in=round_ids)
    rows = Group.objects.filter(main).exclude(state=State.DRAFT)
    moved = set(rows.exclude(starts_on=None, ends_on=None).values_list("round_id", flat=True).distinct())
    # Where each group begins by itself, each has days of its own, also if nobody chose them.
    moved |= {one.round.id for one in known if one.non_stop}
    if not moved:
        return
    wanted = list(rows.filter(round__in=moved).order_by("closed_at", "pk"))
    # Those that run have no end, and databases differ in where NULL sorts.
    wanted.sort(key=lambda row: row.closed_at is not None)
    for first in range(0, len(wanted), BATCH):
        some = wanted[first : first + BATCH]
        yield from zip((row.round_id for row in some), infos_of(some), strict=True)


__all__ = ["groups_by_person"]
