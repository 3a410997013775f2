"""Reading groups that are open: a constant number of queries, however many groups or people there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from mentoring_xblock import host
from mentoring_xblock.groups.data import GroupInfo, State
from mentoring_xblock.groups.queries import infos_of
from mentoring_xblock.host.data import Person
from mentoring_xblock.programme.data import Role
from mentoring_xblock.signups.data import Series, Town
from mentoring_xblock.signups.models import OpenGroup, Waiting


def series_of_round(round_id: int, user_id: int | None = None) -> tuple[Series, ...]:
    """Return what was opened in a round, newest first, without groups that have closed; four queries.

    Ask policy before: who waits is for coordinators, and what was opened for those whose role it is.

    Args:
        user_id: the reader, whose own places are marked.
    """
    rows = list(
        OpenGroup.objects.filter(group__round_id=round_id, group__state=State.PUBLISHED)
        .select_related("group")
        .order_by("pk")
    )
    if not rows:
        return ()
    found = towns_of(rows, user_id)
    towns: dict[UUID, list[tuple[OpenGroup, Town]]] = defaultdict(list)
    for row in rows:
        towns[row.series].append((row, found[row.pk]))
    return tuple(_series(key, theirs) for key, theirs in reversed(towns.items()))


def towns_of(rows: Iterable[OpenGroup], user_id: int | None = None) -> dict[int, Town]:
    """Return the groups of openings by the opening's primary key; a constant number of queries. Policy as above.

    Args:
        rows: with their groups loaded.
    """
    rows = list(rows)
    infos = {info.id: info for info in infos_of([row.group for row in rows])}
    waiting = waiting_for([row.pk for row in rows])
    leaders = host.people({info.leader.user_id for info in infos.values() if info.leader})
    return {
        row.pk: _town(row, infos[row.group_id], [user for _, user in waiting[row.pk]], leaders, user_id) for row in rows
    }


def _town(
    row: OpenGroup, info: GroupInfo, line: Sequence[int], leaders: Mapping[int, Person], user_id: int | None
) -> Town:
    lead = leaders.get(info.leader.user_id) if info.leader else None
    return Town(
        public_id=row.public_id,
        group=info,
        where=row.where,
        waiting=tuple(line),
        leader=lead.full_name if lead else "",
        mine=_is_in(info, user_id),
        in_line=line.index(user_id) + 1 if user_id in line else 0,
    )


def _is_in(info: GroupInfo, user_id: int | None) -> bool:
    return user_id is not None and any(member.user_id == user_id for member in info.members)


def _series(key: UUID, found: list[tuple[OpenGroup, Town]]) -> Series:
    first = found[0][0]
    return Series(
        public_id=key,
        role=Role(first.role),
        text=first.text,
        closes_at=first.closes_at,
        ended_at=first.ended_at,
        version=first.version,
        towns=tuple(town for _, town in found),
    )


def waiting_count(round_id: int) -> int:
    """Return how many people of a round wait for a place; one query. Ask policy before: it is for coordinators."""
    rows = Waiting.objects.filter(open_group__group__round_id=round_id, open_group__group__state=State.PUBLISHED)
    return rows.filter(waits=1, participant__left_at=None).values("participant_id").distinct().count()


def waiting_for(open_pks: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return (primary key of the participant, user id) of who waits, first come first, by the opening; one query.

    Whoever has left the round is not among them.
    """
    found: dict[int, list[tuple[int, int]]] = {pk: [] for pk in open_pks}
    rows = Waiting.objects.filter(open_group__in=list(found), waits=1, participant__left_at=None)
    for pk, participant, user in rows.order_by("pk").values_list(
        "open_group_id", "participant_id", "participant__user_id"
    ):
        found[pk].append((participant, user))
    return found
