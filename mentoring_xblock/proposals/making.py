"""From people and a brief to seats: asks the engine, and keeps what it said. No table is read or written here."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.matching import pairing
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.problem import canonical
from mentoring_xblock.matching.progress import Progress
from mentoring_xblock.proposals import findings
from mentoring_xblock.proposals.brief import Brief, Mode
from mentoring_xblock.proposals.criteria import Measured, measure
from mentoring_xblock.proposals.data import Step
from mentoring_xblock.proposals.ground import Ground
from mentoring_xblock.proposals.refusals import refused
from mentoring_xblock.proposals.table import Table

#: Told which step a run is at, and how much of that step is done (0.0 to 1.0); returns False to cancel.
Teller = Callable[[Step, float], bool]


@dataclass(frozen=True)
class Place:
    """Where somebody sits, by primary keys of participants; see `models.Seat` for the fields."""

    member: int
    leader: int | None = None
    number: int | None = None
    leads: bool = False
    locked: bool = False
    score: int | None = None
    parts: tuple[tuple[str, int, int], ...] = ()
    rank: int | None = None
    leader_rank: int | None = None


@dataclass(frozen=True)
class Draft:
    """What a run came to: everybody's place, the report (see `findings.py`) and the hash of what it was made from."""

    places: tuple[Place, ...]
    report: Mapping[str, Any]
    input_hash: str


@dataclass(frozen=True)
class Lock:
    """Somebody whose place is decided: with a leader, or in a peer group."""

    member: int
    leader: int | None = None
    number: int | None = None


@dataclass(frozen=True, eq=False)
class Setting:
    """A pairing problem with the people behind its rows and columns, and their scores in parts."""

    ground: Ground
    brief: Brief
    members: tuple[Candidate, ...]
    leaders: tuple[Candidate, ...]
    measured: Measured
    problem: pairing.PairingProblem
    dropped: tuple[int, ...] = ()
    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)

    def place(self, row: int, column: int, *, locked: bool = False, scored: bool = True) -> Place:
        """Return somebody's place with a leader, or without one for column -1; ranks are put in later."""
        if column < 0:
            return Place(self.members[row].participant_id)
        who = {"member": self.members[row].participant_id, "leader": self.leaders[column].participant_id}
        if not scored:
            return Place(**who, locked=locked)
        parts = tuple((code.value, part.points, part.most) for code, part in self.measured.parts(row, column))
        return Place(**who, locked=locked, score=sum(points for _, points, _ in parts), parts=parts)


def setting(
    ground: Ground,
    brief: Brief,
    table: Table,
    locks: Sequence[Lock] = (),
    progress: Progress | None = None,
    extra: Mapping[int, int] | None = None,
) -> Setting:
    """Return the pairing problem of a brief for pairs or small groups.

    Args:
        locks: those whose member or leader is not there any more are dropped, and named by the setting.
        extra: places by leader, other than the table's.
    Raises:
        Refused: locks contradict one another, a must or a number of places.
    """
    members, leaders = table.members, table.leaders
    if brief.mode is Mode.ALPHABETICAL:
        members, leaders = (tuple(sorted(people, key=_by_name(ground))) for people in (members, leaders))
    rows = {one.participant_id: row for row, one in enumerate(members)}
    columns = {one.participant_id: column for column, one in enumerate(leaders)}
    here = [lock for lock in locks if lock.member in rows and lock.leader in columns]
    kept = [(rows[lock.member], columns[lock.leader]) for lock in here]
    dropped = tuple(lock.member for lock in locks if lock not in here)
    measured = measure(ground, brief, members, leaders, progress)
    places = {**table.places, **(extra or {})}
    capacity = np.array([places[one.participant_id] for one in leaders], dtype=np.int64)
    small = brief.kind is Kind.SMALL_GROUP
    try:
        problem = pairing.PairingProblem.checked(
            scores=measured.scores.scores,
            forbidden=measured.scores.forbidden,
            capacity=capacity,
            locks=np.array(kept, dtype=np.int64).reshape(-1, 2),
            minimum=np.minimum(brief.sizes[0], capacity) if small else None,
            mentee_ids=tuple(str(one.participant) for one in members),
            mentor_ids=tuple(str(one.participant) for one in leaders),
            seed=brief.seed,
            objective=brief.objective.value,
        )
    except BadInput as error:
        raise refused(error, members, leaders) from None
    return Setting(ground, brief, members, leaders, measured, problem, dropped, rows, columns)


def _by_name(ground: Ground) -> Callable[[Candidate], tuple[str, int]]:
    return lambda one: (ground.name(one.participant_id).casefold(), one.participant_id)


def make_pairs(ground: Ground, brief: Brief, table: Table, locks: Sequence[Lock], teller: Teller) -> Draft:
    """Give mentees to mentors, in pairs or small groups.

    Raises:
        Refused: see `setting`; or small groups can't be made as large as they have to be around the locks.
        Cancelled: the teller said so.
    """
    asked = brief if brief.scored else replace(brief, weights={})
    made = setting(ground, asked, table, locks, lambda _, done: teller(Step.SCORING, done))
    began = time.monotonic()
    try:
        found = solved(made, lambda _, done: teller(Step.SOLVING, done))
    except BadInput as error:
        raise refused(error, made.members, made.leaders) from None
    seconds = time.monotonic() - began
    teller(Step.EXPLAINING, 0.0)
    locked = {int(row) for row in made.problem.locks[:, 0]}
    places = [
        made.place(row, int(column), locked=row in locked, scored=brief.scored)
        for row, column in enumerate(found.mentor)
    ]
    if brief.scored:
        places = ranked(made, places)
    teller(Step.EXPLAINING, 0.5)
    report = findings.of_pairs(made, found, table, seconds)
    return Draft(tuple(places), report, found.input_hash)


def solved(made: Setting, progress: Progress | None = None) -> pairing.Pairing:
    """Return the pairing that a brief's mode asks for."""
    problem, mode = made.problem, made.brief.mode
    if mode is Mode.BEST:
        return pairing.solve(problem, progress)
    if mode is Mode.STABLE:
        return pairing.stable(problem, problem.scores, problem.scores)
    mentor = pairing.spread(
        problem.shape[0],
        _opened(made),
        mode.value,
        problem.seed,
        problem.locks,
        problem.forbidden,
        problem.mentee_ids,
        problem.mentor_ids,
    )
    held = np.flatnonzero(mentor >= 0)
    return pairing.Pairing(mentor, len(held), 0, None, mode.value, canonical(problem).input_hash)


def _opened(made: Setting) -> np.ndarray:
    """Return the places to fill without scores: for small groups of as few mentors as everybody fits in.

    So no group is smaller than it may be, as far as there are enough people for that.
    """
    capacity = made.problem.capacity
    if made.problem.minimum is None:
        return capacity
    people, low = made.problem.shape[0], made.brief.sizes[0]
    order = np.argsort(-capacity, kind="stable")
    needed = int(np.searchsorted(np.cumsum(capacity[order]), people)) + 1
    most = max(1, people // max(1, low))
    opened = np.zeros_like(capacity)
    chosen = order[: min(needed, most, len(order))]
    opened[chosen] = capacity[chosen]
    # Whoever has somebody locked to them leads in any case.
    held = np.unique(made.problem.locks[:, 1])
    opened[held] = capacity[held]
    return opened


def ranked(made: Setting, places: Sequence[Place]) -> list[Place]:
    """Return the places with where each of two comes in the other's list."""
    scores, forbidden = made.problem.scores, made.problem.forbidden
    found = []
    for place in places:
        if place.leader is None:
            found.append(place)
            continue
        row, column = made.rows[place.member], made.columns[place.leader]
        rank = rank_in(scores[row], forbidden[row], column)
        leader_rank = rank_in(scores[:, column], forbidden[:, column], row)
        found.append(replace(place, rank=rank, leader_rank=leader_rank))
    return found


def rank_in(scores: np.ndarray, forbidden: np.ndarray, index: int) -> int:
    """Return where one comes in a list of scores, from 1: after all that are better and allowed."""
    return 1 + int(np.count_nonzero((scores > scores[index]) & ~forbidden))


__all__ = ["Draft", "Lock", "Place", "Setting", "Teller", "make_pairs", "rank_in", "ranked", "setting", "solved"]
