"""Seats with why, in words: for those who are on a page, with what they answered, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.proposals.criteria import Measured, measure
from mentoring_xblock.proposals.data import SeatInfo
from mentoring_xblock.proposals.explaining import must, parts
from mentoring_xblock.proposals.ground import Ground
from mentoring_xblock.proposals.models import Seat
from mentoring_xblock.proposals.scene import Line, Scene
from mentoring_xblock.proposals.seating import leaders_by_group


@dataclass(frozen=True, eq=False)
class Teller:
    """Tells of the seats of a page. ground: their people, with answers. rows: the seats by primary key."""

    made: Scene
    ground: Ground
    rows: dict[int, Seat]
    broken: dict[int, tuple[str, ...]]

    def seat(self, line: Line) -> SeatInfo:
        """Return a seat with words for why."""
        people, row = self.made.people, self.rows[line.pk]
        member = self.ground.people.get(row.member_id)
        leader = self.ground.people.get(row.leader_id) if row.leader_id else None
        return SeatInfo(
            who=people.who(row.member_id),
            leader=people.who(row.leader_id) if row.leader_id else None,
            number=row.number,
            leads=row.leads,
            locked=row.locked,
            score=row.score,
            parts=parts(self.ground, self.made.brief, row.parts, member, leader),
            rank=row.rank,
            leader_rank=row.leader_rank,
            broken=self.broken.get(line.pk, ()),
        )


def teller(made: Scene, lines: Sequence[Line]) -> Teller:
    """Return who tells of these seats; a constant number of queries. Load the names of their people before."""
    rows = Seat.objects.in_bulk([line.pk for line in lines])
    coaches = leaders_by_group(made)
    concerned = {pk for line in lines for pk in (line.member_id, line.leader_id, coaches.get(line.number)) if pk}
    ground = made.read(concerned)
    return Teller(made, ground, rows, _broken(made, ground, lines))


def _broken(made: Scene, ground: Ground, lines: Iterable[Line]) -> dict[int, tuple[str, ...]]:
    """Return by seat the musts that a pair does not meet, as things are now."""
    members = {one.participant_id: one for one in made.table.members}
    leaders = {one.participant_id: one for one in made.table.leaders}
    found = [
        line
        for line in lines
        if line.leader_id
        and {line.member_id} <= ground.people.keys() & members.keys()
        and {line.leader_id} <= ground.people.keys() & leaders.keys()
    ]
    if not found:
        return {}
    left = _people(ground, (line.member_id for line in found))
    right = _people(ground, (line.leader_id for line in found))
    rows = {one.participant_id: row for row, one in enumerate(left)}
    columns = {one.participant_id: column for column, one in enumerate(right)}
    measured = measure(ground, made.brief, left, right)
    forbidden = measured.scores.forbidden
    pairs = {line.pk: (rows[line.member_id], columns[line.leader_id]) for line in found}
    return {pk: broken_words(made, measured, *pair) for pk, pair in pairs.items() if forbidden[pair]}


def _people(ground: Ground, pks: Iterable[int]) -> list[Candidate]:
    return [ground.people[pk] for pk in dict.fromkeys(pks)]


def broken_words(made: Scene, measured: Measured, row: int, column: int) -> tuple[str, ...]:
    """Say which musts a pair does not meet, and whether somebody's own word keeps it apart."""
    plan, musts = made.programme.plan, made.brief.musts
    found = [
        gettext("Does not meet a must: %(must)s") % {"must": must(plan, code, musts[code])}
        for code in measured.broken(row, column)
    ]
    if measured.scores.vetoed(row, column):
        found.append(gettext("One of them asked not to be matched with the other, or they work in one team"))
    return tuple(found)


__all__ = ["Teller", "broken_words", "teller"]
