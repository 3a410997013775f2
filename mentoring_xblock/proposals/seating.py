"""Putting people into seats: scores, parts and ranks follow from where they sit; places are never more than there are.

A spot is where somebody sits, as JSON keeps it: `[leader, number, locked]`, primary keys and numbers or null. The
coach of a peer group is kept under "g" and its number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Full, Invalid
from mentoring_xblock.proposals.criteria import measure
from mentoring_xblock.proposals.making import Place, rank_in
from mentoring_xblock.proposals.making_groups import circle, scored
from mentoring_xblock.proposals.models import Seat
from mentoring_xblock.proposals.scene import Line, Scene

_BATCH = 500
_FIELDS = ("leader", "number", "locked", "score", "parts", "rank", "leader_rank")


@dataclass(frozen=True)
class Spot:
    """Where somebody sits, by primary keys."""

    leader: int | None = None
    number: int | None = None
    locked: bool = False

    def to_list(self) -> list:
        """Return it as JSON values."""
        return [self.leader, self.number, self.locked]

    @property
    def placed(self) -> bool:
        """Whether it is a place."""
        return self.leader is not None or self.number is not None


def spots(scene: Scene) -> dict[int, Spot]:
    """Return where the members of a proposal sit, by primary key."""
    return {line.member_id: Spot(line.leader_id, line.number, line.locked) for line in scene.seats if not line.leads}


def seat(scene: Scene, wanted: Mapping[int, Spot]) -> None:
    """Put members into other seats and store them, with what follows from it; queries by batches of seats.

    Raises:
        Full: a leader has fewer places, or a peer group would be too large.
    """
    here = {one.participant_id: one for one in scene.table.members}
    before = spots(scene)
    # Somebody who has left since can't come back to a place by undoing: they stay without one.
    wanted = {pk: spot if pk in here else Spot() for pk, spot in wanted.items()}
    after = {**before, **wanted}
    moved = {pk for pk, spot in wanted.items() if _place(spot) != _place(before.get(pk, Spot()))}
    _require_room(scene, before, after, moved)
    touched = _in_groups(scene, before, after, moved) if scene.peers else moved
    concerned = {*touched, *wanted}
    found = Seat.objects.filter(proposal=scene.row, leads=False, member__in=concerned)
    rows = {one.member_id: one for one in found.order_by("pk")}
    stored = list(rows.values())
    new = [Seat(proposal=scene.row, member_id=pk) for pk in wanted if pk not in rows]
    rows |= {one.member_id: one for one in new}
    for pk, spot in wanted.items():
        row = rows[pk]
        row.leader_id, row.number, row.locked = spot.leader, spot.number, spot.locked
    _score(scene, [rows[pk] for pk in touched])
    Seat.objects.bulk_update(stored, _FIELDS, batch_size=_BATCH)
    Seat.objects.bulk_create(new, batch_size=_BATCH)


def _place(spot: Spot) -> tuple[int | None, int | None]:
    return spot.leader, spot.number


def _require_room(scene: Scene, before: Mapping[int, Spot], after: Mapping[int, Spot], moved: Iterable[int]) -> None:
    """Go on only if nobody who gains by this has more people than places."""
    gaining = {_place(after[pk]) for pk in moved if after[pk].placed}
    taken = Counter(_place(spot) for spot in after.values())
    for leader, number in gaining:
        if number is not None:
            if taken[leader, number] > scene.brief.sizes[1] and taken[leader, number] > _was(before, leader, number):
                raise Full(
                    gettext("Group %(number)s is full: it can have %(count)s people.")
                    % {"number": number, "count": scene.brief.sizes[1]}
                )
            continue
        places = scene.table.places.get(leader)
        if places is None:
            raise Invalid(
                gettext("%(name)s doesn’t take part in this round any more.") % {"name": scene.people.who(leader).name}
            )
        if taken[leader, None] > places and taken[leader, None] > _was(before, leader, None):
            raise Full(
                ngettext(
                    "%(name)s has %(count)s place, and it is taken. Move somebody away first.",
                    "%(name)s has %(count)s places, and all are taken. Move somebody away first.",
                    places,
                )
                % {"name": scene.people.who(leader).name, "count": places}
            )


def _was(before: Mapping[int, Spot], leader: int | None, number: int | None) -> int:
    return sum(_place(spot) == (leader, number) for spot in before.values())


def _in_groups(scene: Scene, before: Mapping[int, Spot], after: Mapping[int, Spot], moved: Iterable[int]) -> set[int]:
    """Return everybody in the peer groups that this changes: each one's score is with the others of their group."""
    numbers = {spot.number for pk in moved for spot in (before.get(pk, Spot()), after[pk])} - {None}
    return {pk for pk, spot in after.items() if spot.number in numbers} | set(moved)


def _score(scene: Scene, rows: list[Seat]) -> None:
    """Give seats their scores; without a place, or where nobody is scored, there is none."""
    for row in rows:
        row.score, row.parts, row.rank, row.leader_rank = None, [], None, None
    placed = [row for row in rows if row.leader_id is not None or row.number is not None]
    if not placed or not scene.brief.scored:
        return
    if scene.peers:
        _score_groups(scene, placed)
    else:
        _score_pairs(scene, placed)


def _score_pairs(scene: Scene, rows: list[Seat]) -> None:
    members = {one.participant_id: one for one in scene.table.members}
    leaders = {one.participant_id: one for one in scene.table.leaders}
    rows = [row for row in rows if row.member_id in members and row.leader_id in leaders]
    mine: list[Candidate] = [members[pk] for pk in dict.fromkeys(row.member_id for row in rows)]
    theirs: list[Candidate] = [leaders[pk] for pk in dict.fromkeys(row.leader_id for row in rows)]
    if not rows:
        return
    # Those who moved with all leaders, and all members with the leaders whom they came to: enough for both ranks.
    across = measure(scene.ground, scene.brief, mine, scene.table.leaders)
    down = measure(scene.ground, scene.brief, scene.table.members, theirs)
    row_of = {one.participant_id: index for index, one in enumerate(mine)}
    column_of = {one.participant_id: index for index, one in enumerate(scene.table.leaders)}
    row_down = {one.participant_id: index for index, one in enumerate(scene.table.members)}
    column_down = {one.participant_id: index for index, one in enumerate(theirs)}
    for seat_ in rows:
        row, column = row_of[seat_.member_id], column_of[seat_.leader_id]
        seat_.parts = [[code.value, part.points, part.most] for code, part in across.parts(row, column)]
        seat_.score = sum(points for _, points, _ in seat_.parts)
        seat_.rank = rank_in(across.scores.scores[row], across.scores.forbidden[row], column)
        below = column_down[seat_.leader_id]
        seat_.leader_rank = rank_in(
            down.scores.scores[:, below], down.scores.forbidden[:, below], row_down[seat_.member_id]
        )


def _score_groups(scene: Scene, rows: list[Seat]) -> None:
    here = {one.participant_id for one in scene.table.members}
    places = [Place(row.member_id, number=row.number) for row in rows if row.member_id in here]
    # Nobody's score but theirs changes, so nobody else is compared.
    among = {place.member for place in places}
    few = replace(scene.table, members=tuple(one for one in scene.table.members if one.participant_id in among))
    made = circle(scene.ground, scene.brief, few, groups=scene.row.report.get("groups") or 1)
    found = {place.member: place for place in scored(made, places)}
    for row in rows:
        if row.member_id in found:
            row.score = found[row.member_id].score
            row.parts = [list(part) for part in found[row.member_id].parts]


def leaders_by_group(scene: Scene) -> dict[int, int]:
    """Return the coach of each peer group, by number; primary keys."""
    return {one.number: one.member_id for one in scene.seats if one.leads}


def members_of_leaders(scene: Scene) -> dict[int, list[Line]]:
    """Return the seats with each leader, by primary key."""
    found: dict[int, list[Line]] = defaultdict(list)
    for one in scene.seats:
        if one.leader_id is not None:
            found[one.leader_id].append(one)
    return found


def size_problems(scene: Scene) -> list[int]:
    """Return the leaders of small groups that have fewer people than they should, by primary key."""
    if scene.brief.kind is not Kind.SMALL_GROUP:
        return []
    return [leader for leader, rows in members_of_leaders(scene).items() if len(rows) < scene.brief.sizes[0]]
