"""What is to be paired: scores, what is forbidden, seats and locks, checked; and the same in an order of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.checks import ids_or_none, integers, matrix, truths

#: The largest score of a pair: a hundred per cent in thousandths of a per cent.
TOP_SCORE = 100_000
OBJECTIVES = ("fair", "total")
#: Sums of weights are exact in the solvers' float64 below this.
EXACT = 2**53
#: Rows that are looked at together: small enough for the cache, large enough for numpy.
BLOCK = 512


def _no_locks() -> np.ndarray:
    return np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class PairingProblem:
    """Mentees (rows) and mentors (columns) who wait for one another. Make one with `checked`.

    Attributes:
        scores: int32[n, m], 0..100000; how well a mentee and a mentor fit.
        forbidden: bool[n, m]; pairs that must not be, whatever their score.
        capacity: int64[m], >= 0; how many mentees a mentor takes.
        locks: int64[k, 2], rows of (mentee, mentor) that are decided already.
        minimum: int64[m] or None; a mentor has no mentee, or at least as many (small mentoring groups).
        mentee_ids, mentor_ids: texts that tell people apart, or None. With them the answer does not depend on the
            order of rows or columns.
        seed: which of several equally good answers is taken.
        objective: "fair": as many pairs as possible, then the lowest score as high as possible, then the largest
            total. "total": as many pairs as possible, then the largest total.
    """

    scores: np.ndarray
    forbidden: np.ndarray
    capacity: np.ndarray
    locks: np.ndarray = field(default_factory=_no_locks)
    minimum: np.ndarray | None = None
    mentee_ids: tuple[str, ...] | None = None
    mentor_ids: tuple[str, ...] | None = None
    seed: int = 0
    objective: str = "fair"

    @classmethod
    def checked(
        cls,
        scores: Any,
        forbidden: Any = None,
        capacity: Any = None,
        locks: Any = None,
        minimum: Any = None,
        mentee_ids: Sequence[str] | None = None,
        mentor_ids: Sequence[str] | None = None,
        seed: int = 0,
        objective: str = "fair",
    ) -> PairingProblem:
        """Return the problem in the types it is solved in.

        Args:
            scores, forbidden, capacity, locks, minimum: arrays or nested lists of the shapes above. Nothing forbidden
                when None; one seat for each mentor when capacity is None.

        Raises:
            BadInput: a field has the wrong type, shape or range, or locks contradict one another, a capacity or a
                forbidden pair (code "contradictory_locks", which names them).
        """
        seats = None if capacity is None else integers("capacity", capacity, low=0)
        table = matrix("scores", scores, columns=None if seats is None else len(seats), high=TOP_SCORE)
        n, m = table.shape
        if n * (n + 1) * TOP_SCORE >= EXACT:
            raise BadInput("scores", "too_large", f"{n} mentees are more than can be paired exactly", {"mentees": n})
        if seats is None:
            seats = np.ones(m, dtype=np.int64)
        if len(seats) != m:
            message = f"{len(seats)} capacities for {m} mentors"
            raise BadInput("capacity", "shape", message, {"expected": m, "found": len(seats)})
        if objective not in OBJECTIVES:
            raise BadInput("objective", "unknown", "must be one of fair, total", {"known": list(OBJECTIVES)})
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
            raise BadInput("seed", "type", "must be a whole number")
        problem = cls(
            scores=table,
            forbidden=truths("forbidden", forbidden, (n, m)),
            capacity=seats,
            locks=_locks(locks, n, m),
            minimum=None if minimum is None else _minimum(minimum, seats),
            mentee_ids=ids_or_none("mentee_ids", mentee_ids, n),
            mentor_ids=ids_or_none("mentor_ids", mentor_ids, m),
            seed=int(seed),
            objective=objective,
        )
        check_locks(problem)
        return problem

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of mentees and mentors."""
        return self.scores.shape[0], self.scores.shape[1]


def _locks(value: Any, n: int, m: int) -> np.ndarray:
    rows = integers("locks", [] if value is None else value, low=0, flat=False)
    if rows.size == 0:
        return _no_locks()
    if rows.ndim != 2 or rows.shape[1] != 2:
        raise BadInput("locks", "shape", "must be rows of a mentee and a mentor", {"found": list(rows.shape)})
    outside = rows[(rows[:, 0] >= n) | (rows[:, 1] >= m)]
    if len(outside):
        raise BadInput("locks", "range", "names somebody who is not there", {"locks": outside.tolist()})
    return rows


def _minimum(value: Any, capacity: np.ndarray) -> np.ndarray:
    minimum = integers("minimum", value, low=0)
    if len(minimum) != len(capacity):
        params = {"expected": len(capacity), "found": len(minimum)}
        raise BadInput("minimum", "shape", f"{len(minimum)} numbers for {len(capacity)} mentors", params)
    above = np.flatnonzero((minimum > capacity) & (capacity > 0))
    if len(above):
        message = "asks for more mentees than the mentor takes"
        raise BadInput("minimum", "above_capacity", message, {"mentors": above.tolist()})
    return minimum


def check_locks(problem: PairingProblem) -> None:
    """Refuse locks that can't all be kept, naming those that are in one another's way.

    Raises:
        BadInput: with code "contradictory_locks".
    """
    locks = problem.locks
    mentees, mentors = locks[:, 0], locks[:, 1]
    twice = np.bincount(mentees, minlength=1)[mentees] > 1 if len(locks) else np.zeros(0, dtype=bool)
    crowded = np.zeros(len(locks), dtype=bool)
    if len(locks):
        crowded = np.bincount(mentors, minlength=problem.shape[1])[mentors] > problem.capacity[mentors]
    for reason, wrong, message in (
        ("mentee_twice", twice, "locks one mentee more than once"),
        ("forbidden", problem.forbidden[mentees, mentors], "locks a forbidden pair"),
        ("capacity", crowded, "locks more mentees to a mentor than there are seats"),
    ):
        if wrong.any():
            params = {"reason": reason, "locks": locks[wrong].tolist()}
            raise BadInput("locks", "contradictory_locks", message, params)


@dataclass(frozen=True, eq=False)
class Canonical:
    """A problem in the order in which it is solved, which ids and seed alone decide where ids are given.

    Attributes:
        weights: int32[n, m]; the score, or -1 where the pair is forbidden.
        capacity, minimum, locks: as in the problem.
        mentees, mentors: int64; the given index of each row and column.
        mentee_keys, mentor_keys: uint64; random-looking numbers that belong to the people, for breaking ties.
        input_hash: sha256 of all that the answer depends on, in hexadecimal.
    """

    weights: np.ndarray
    capacity: np.ndarray
    minimum: np.ndarray | None
    locks: np.ndarray
    mentees: np.ndarray
    mentors: np.ndarray
    mentee_keys: np.ndarray
    mentor_keys: np.ndarray
    input_hash: str

    def given(self, mentor: np.ndarray) -> np.ndarray:
        """Turn an answer in this order, int64[n] with -1 for nobody, into the order that was given."""
        answer = np.full(len(mentor), -1, dtype=np.int64)
        has = mentor >= 0
        answer[self.mentees[has]] = self.mentors[mentor[has]]
        return answer

    def taken(self, mentor: np.ndarray) -> np.ndarray:
        """Turn an answer in the given order into this order; the inverse of `given`."""
        place = np.empty(len(self.mentors) + 1, dtype=np.int64)
        place[self.mentors] = np.arange(len(self.mentors))
        place[-1] = -1
        return place[mentor[self.mentees]]


def canonical(problem: PairingProblem) -> Canonical:
    """Put a problem into the order in which it is solved. Costs one int32[n, m]."""
    n, m = problem.shape
    mentee_keys = _keys(problem.seed, "mentee", problem.mentee_ids, n)
    mentor_keys = _keys(problem.seed, "mentor", problem.mentor_ids, m)
    mentees = _order(mentee_keys, problem.mentee_ids)
    mentors = _order(mentor_keys, problem.mentor_ids)
    weights = np.empty((n, m), dtype=np.int32)
    for low in range(0, n, BLOCK):
        rows = mentees[low : low + BLOCK]
        part = np.where(problem.forbidden[rows], np.int32(-1), problem.scores[rows])
        weights[low : low + BLOCK] = part if problem.mentor_ids is None else part[:, mentors]
    capacity = problem.capacity[mentors]
    minimum = None if problem.minimum is None else problem.minimum[mentors]
    locks = np.column_stack([np.argsort(mentees)[problem.locks[:, 0]], np.argsort(mentors)[problem.locks[:, 1]]])
    locks = locks[np.argsort(locks[:, 0])]
    return Canonical(
        weights=weights,
        capacity=capacity,
        minimum=minimum,
        locks=locks,
        mentees=mentees,
        mentors=mentors,
        mentee_keys=mentee_keys[mentees],
        mentor_keys=mentor_keys[mentors],
        input_hash=_digest(problem, mentees, mentors, weights, capacity, minimum, locks),
    )


def _keys(seed: int, side: str, ids: tuple[str, ...] | None, count: int) -> np.ndarray:
    names = ids if ids is not None else (str(index) for index in range(count))
    digests = (
        hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8, key=f"{seed}:{side}".encode()[:64])
        for name in names
    )
    return np.frombuffer(b"".join(one.digest() for one in digests), dtype="<u8").astype(np.uint64)


def _order(keys: np.ndarray, ids: tuple[str, ...] | None) -> np.ndarray:
    if ids is None:
        return np.arange(len(keys))
    return np.array(sorted(range(len(keys)), key=lambda index: (keys[index], ids[index])), dtype=np.int64)


def _digest(
    problem: PairingProblem,
    mentees: np.ndarray,
    mentors: np.ndarray,
    weights: np.ndarray,
    capacity: np.ndarray,
    minimum: np.ndarray | None,
    locks: np.ndarray,
) -> str:
    digest = hashlib.sha256(f"pairing 1 {weights.shape} {problem.seed} {problem.objective}".encode())
    for ids, order in ((problem.mentee_ids, mentees), (problem.mentor_ids, mentors)):
        names = None if ids is None else [ids[index] for index in order]
        digest.update(repr(names).encode("utf-8", "surrogatepass"))
    digest.update(np.ascontiguousarray(weights, dtype="<i4"))
    for rows in (capacity, locks, minimum):
        digest.update(b"none" if rows is None else np.ascontiguousarray(rows, dtype="<i8").tobytes())
    return digest.hexdigest()
