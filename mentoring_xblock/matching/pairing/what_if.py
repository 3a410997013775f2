"""What would change, before it is done: a seat more or less, a pair that somebody asks for, two who change places."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.problem import BLOCK, PairingProblem, check_locks
from mentoring_xblock.matching.pairing.result import Pairing, figures
from mentoring_xblock.matching.pairing.solving import held_by_locks, pair
from mentoring_xblock.matching.progress import Progress


@dataclass(frozen=True)
class AddSeat:
    """A mentor takes one more."""

    mentor: int


@dataclass(frozen=True)
class RemoveSeat:
    """A mentor takes one fewer."""

    mentor: int


@dataclass(frozen=True)
class Force:
    """This pair is to be, whatever it costs the others: "why not my first wish"."""

    mentee: int
    mentor: int


@dataclass(frozen=True)
class Swap:
    """Two mentees change places; nobody else moves. One of them may have no mentor."""

    first: int
    second: int


Change = AddSeat | RemoveSeat | Force | Swap


@dataclass(frozen=True)
class Shift:
    """A mentee whose score is another afterwards; None stands for having no mentor."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True, eq=False)
class Difference:
    """What a change does to a pairing.

    Attributes:
        before, after: the pairings.
        moved: (mentee, from, to) of all whose mentor is another, -1 for nobody, in order.
        losers, winners: of those who moved, whose score falls or rises.
        matched_change, total_change: afterwards less before.
        minimum_change: likewise; None if nobody has a mentor on one side.
    """

    before: Pairing
    after: Pairing
    moved: tuple[tuple[int, int, int], ...]
    losers: tuple[Shift, ...]
    winners: tuple[Shift, ...]
    matched_change: int
    total_change: int
    minimum_change: int | None


def what_if(problem: PairingProblem, pairing: Pairing, change: Change, progress: Progress | None = None) -> Difference:
    """Return what a change would do to a pairing. Of answers that are as good, the one that moves fewest is taken.

    Args:
        problem: what the pairing is for.
        pairing: how it stands; not necessarily the best.
        change: what to try.
        progress: as for `solve`.

    Raises:
        BadInput: somebody who is not there; a mentor without a seat to remove; a pair that is forbidden, or that locks
            stand against ("contradictory_locks").
        Cancelled: `progress` said so.
    """
    _check_people(problem, change)
    if isinstance(change, Swap):
        return _difference(problem, pairing, _swapped(problem, pairing, change))
    changed = _changed(problem, change)
    check_locks(changed)
    after = pair(changed, held_by_locks(changed), progress, keep=pairing.mentor)
    return _difference(problem, pairing, after)


def _check_people(problem: PairingProblem, change: Change) -> None:
    n, m = problem.shape
    for name, value in dataclasses.asdict(change).items():
        if not 0 <= value < (m if name == "mentor" else n):
            raise BadInput("change", "range", "names somebody who is not there", {name: value})


def _changed(problem: PairingProblem, change: AddSeat | RemoveSeat | Force) -> PairingProblem:
    """Return the problem as it would be."""
    if isinstance(change, Force):
        wanted = np.array([[change.mentee, change.mentor]], dtype=np.int64)
        if (problem.locks == wanted).all(axis=1).any():
            return problem
        return dataclasses.replace(problem, locks=np.concatenate([problem.locks, wanted]))
    capacity = problem.capacity.copy()
    capacity[change.mentor] += 1 if isinstance(change, AddSeat) else -1
    if capacity[change.mentor] < 0:
        raise BadInput("change", "no_seat", "the mentor has no seat to give up", {"mentor": change.mentor})
    minimum = problem.minimum
    if minimum is not None and isinstance(change, RemoveSeat):
        # Whoever takes fewer than would make a group has nobody.
        capacity = np.where((capacity < minimum) & (np.arange(len(capacity)) == change.mentor), 0, capacity)
    return dataclasses.replace(problem, capacity=capacity)


def _swapped(problem: PairingProblem, pairing: Pairing, change: Swap) -> Pairing:
    people = np.array([change.first, change.second])
    mentor = pairing.mentor.copy()
    mentor[people] = mentor[people[::-1]]
    locked = np.flatnonzero(np.isin(problem.locks[:, 0], people))
    if len(locked) and (mentor[problem.locks[locked, 0]] != problem.locks[locked, 1]).any():
        params = {"reason": "swap", "locks": problem.locks[locked].tolist()}
        raise BadInput("locks", "contradictory_locks", "locks somebody who is to change places", params)
    placed = people[mentor[people] >= 0]
    wrong = placed[problem.forbidden[placed, mentor[placed]]]
    if len(wrong):
        pairs = [[int(mentee), int(mentor[mentee])] for mentee in wrong]
        raise BadInput("change", "forbidden", "makes a forbidden pair", {"pairs": pairs})
    matched, total, minimum = figures(problem.scores, mentor)
    return Pairing(mentor, matched, total, minimum, pairing.objective, pairing.input_hash, proved=False)


def _difference(problem: PairingProblem, before: Pairing, after: Pairing) -> Difference:
    moved = np.flatnonzero(before.mentor != after.mentor)
    shifts = [
        Shift(
            int(mentee), _score(problem, mentee, before.mentor[mentee]), _score(problem, mentee, after.mentor[mentee])
        )
        for mentee in moved
    ]
    known = before.minimum is not None and after.minimum is not None
    return Difference(
        before=before,
        after=after,
        moved=tuple((int(mentee), int(before.mentor[mentee]), int(after.mentor[mentee])) for mentee in moved),
        losers=tuple(one for one in shifts if _height(one.after) < _height(one.before)),
        winners=tuple(one for one in shifts if _height(one.after) > _height(one.before)),
        matched_change=after.matched - before.matched,
        total_change=after.total - before.total,
        minimum_change=after.minimum - before.minimum if known else None,
    )


def _score(problem: PairingProblem, mentee: int, mentor: int) -> int | None:
    return int(problem.scores[mentee, mentor]) if mentor >= 0 else None


def _height(score: int | None) -> int:
    """Return a score for comparing: to have nobody is less than any score."""
    return -1 if score is None else score


@dataclass(frozen=True, eq=False)
class Ranks:
    """Where each pair stands in either's list of those they may have; equals share the better rank.

    Attributes:
        of_mentor: int64[n]; the rank of the mentor in the mentee's list, from 1; 0 for those who have none.
        of_mentee: int64[n]; the rank of the mentee in the mentor's list, likewise.
    """

    of_mentor: np.ndarray
    of_mentee: np.ndarray


def ranks(problem: PairingProblem, mentor: np.ndarray) -> Ranks:
    """Return where each pair stands in the lists that the scores make.

    Args:
        problem: scores, and who may have whom.
        mentor: int64[n], -1 for nobody.
    """
    n, m = problem.shape
    of_mentor, of_mentee = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    held = np.flatnonzero(mentor >= 0)
    own = problem.scores[held, mentor[held]]
    for low in range(0, len(held), BLOCK):
        part, score = held[low : low + BLOCK], own[low : low + BLOCK]
        better = (problem.scores[part] > score[:, None]) & ~problem.forbidden[part]
        of_mentor[part] = better.sum(axis=1) + 1
    for column in range(m):
        theirs = mentor[held] == column
        if theirs.any():
            allowed = np.sort(problem.scores[~problem.forbidden[:, column], column])
            of_mentee[held[theirs]] = len(allowed) - np.searchsorted(allowed, own[theirs], side="right") + 1
    return Ranks(of_mentor, of_mentee)
