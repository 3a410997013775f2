"""Free choice on both sides: pairs that no mentee and mentor would both leave for one another.

Deferred acceptance with capacities (Gale and Shapley 1962, the hospitals and residents problem). Of equal scores the
one that luck prefers counts as the higher, so that everybody has a strict list.
"""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.checks import integers, matrix
from mentoring_xblock.matching.pairing.market import scattered
from mentoring_xblock.matching.pairing.problem import BLOCK, TOP_SCORE, PairingProblem, canonical
from mentoring_xblock.matching.pairing.result import Pairing, figures
from mentoring_xblock.matching.progress import Progress, tell

SIDES = ("mentees", "mentors")
_BITS = 20


def stable(
    problem: PairingProblem,
    mentee_scores: Any,
    mentor_scores: Any,
    proposing: str = "mentees",
    progress: Progress | None = None,
) -> Pairing:
    """Return pairs without a blocking pair: the best stable ones for the side that proposes.

    Mentees who are locked, and their seats, are left out of the choosing.

    Args:
        problem: who may be paired with whom, seats, locks, ids and seed; its scores only make up the figures.
        mentee_scores: int[n, m], 0..100000; what mentees think of mentors.
        mentor_scores: int[n, m], 0..100000; what mentors think of mentees.
        proposing: "mentees" or "mentors".
        progress: told "choosing".

    Returns:
        A pairing of objective "stable".

    Raises:
        BadInput: scores of another shape or range, or an unknown side.
        Cancelled: `progress` said so.
    """
    if proposing not in SIDES:
        raise BadInput("proposing", "unknown", "must be mentees or mentors", {"known": list(SIDES)})
    left, right = _tables(problem, mentee_scores, mentor_scores)
    tell(progress, "choosing", 0.0)
    order = canonical(problem)
    allowed = order.weights >= 0
    allowed[order.locks[:, 0]] = False
    seats = order.capacity - np.bincount(order.locks[:, 1], minlength=len(order.capacity))
    luck = scattered(order.mentee_keys, order.mentor_keys, _BITS)
    left = (left[np.ix_(order.mentees, order.mentors)].astype(np.int64) << _BITS) + luck
    right = (right[np.ix_(order.mentees, order.mentors)].astype(np.int64) << _BITS) + luck
    if proposing == "mentees":
        mentor = _mentees_propose(left, right, allowed, seats, progress)
    else:
        mentor = _mentors_propose(left, right, allowed, seats, progress)
    mentor[order.locks[:, 0]] = order.locks[:, 1]
    given = order.given(mentor)
    return Pairing(given, *figures(problem.scores, given), "stable", order.input_hash)


def _tables(problem: PairingProblem, mentee_scores: Any, mentor_scores: Any) -> tuple[np.ndarray, np.ndarray]:
    tables = []
    for field, value in (("mentee_scores", mentee_scores), ("mentor_scores", mentor_scores)):
        table = matrix(field, value, problem.shape[1], TOP_SCORE)
        if table.shape != problem.shape:
            params = {"expected": list(problem.shape), "found": list(table.shape)}
            raise BadInput(field, "shape", f"is {table.shape} and not {problem.shape}", params)
        tables.append(table)
    return tables[0], tables[1]


def _mentees_propose(
    left: np.ndarray, right: np.ndarray, allowed: np.ndarray, seats: np.ndarray, progress: Progress | None
) -> np.ndarray:
    """Each mentee asks one mentor after the other; a mentor keeps the best who asked, as many as there are seats."""
    n, _ = left.shape
    lists = np.argsort(-np.where(allowed, left, -1), axis=1, kind="stable")
    lengths = allowed.sum(axis=1).tolist()
    asked = [0] * n
    kept: list[list[tuple[int, int]]] = [[] for _ in range(len(seats))]
    room = seats.tolist()
    free = list(range(n - 1, -1, -1))
    turns = 0
    while free:
        mentee = free.pop()
        turns += 1
        if turns % 4096 == 0:
            tell(progress, "choosing", 1 - len(free) / n)
        while asked[mentee] < lengths[mentee]:
            mentor = int(lists[mentee, asked[mentee]])
            asked[mentee] += 1
            if room[mentor] == 0:
                continue
            offer = (int(right[mentee, mentor]), mentee)
            if len(kept[mentor]) < room[mentor]:
                heappush(kept[mentor], offer)
                break
            refused = heappushpop(kept[mentor], offer)[1]
            if refused != mentee:
                free.append(refused)
                break
    return _seated(kept, n)


def _mentors_propose(
    left: np.ndarray, right: np.ndarray, allowed: np.ndarray, seats: np.ndarray, progress: Progress | None
) -> np.ndarray:
    """Each mentor with a free seat asks one mentee after the other; a mentee keeps the best mentor who asked."""
    n, m = left.shape
    lists = np.argsort(-np.where(allowed, right, -1).T, axis=1, kind="stable")
    lengths = allowed.sum(axis=0).tolist()
    mentor_of = [-1] * n
    asked = [0] * m
    room = seats.tolist()
    free = [mentor for mentor in range(m) if room[mentor] > 0]
    turns = 0
    while free:
        mentor = free[-1]
        turns += 1
        if turns % 4096 == 0:
            tell(progress, "choosing", 0.5)
        if room[mentor] == 0 or asked[mentor] >= lengths[mentor]:
            free.pop()
            continue
        mentee = int(lists[mentor, asked[mentor]])
        asked[mentor] += 1
        before = mentor_of[mentee]
        if before >= 0 and left[mentee, before] >= left[mentee, mentor]:
            continue
        mentor_of[mentee] = mentor
        room[mentor] -= 1
        if before >= 0:
            room[before] += 1
            if room[before] == 1:
                free.insert(0, before)
    return np.array(mentor_of, dtype=np.int64)


def _seated(kept: list[list[tuple[int, int]]], n: int) -> np.ndarray:
    mentor_of = np.full(n, -1, dtype=np.int64)
    for mentor, offers in enumerate(kept):
        for _, mentee in offers:
            mentor_of[mentee] = mentor
    return mentor_of


def blocking_pairs(problem: PairingProblem, mentor: Any, mentee_scores: Any, mentor_scores: Any) -> np.ndarray:
    """Return pairs who would both rather have one another: each strictly prefers it to what they have.

    Somebody without a mentor prefers anybody allowed; so does a mentor with a free seat. Who is locked stays.

    Args:
        problem: who may be paired with whom, seats and locks.
        mentor: int64[n], -1 for nobody.
        mentee_scores, mentor_scores: int[n, m], as for `stable`.

    Returns:
        int64[k, 2], rows of (mentee, mentor) in order.

    Raises:
        BadInput: another shape or range.
    """
    n, m = problem.shape
    left, right = _tables(problem, mentee_scores, mentor_scores)
    mentor = integers("mentor", mentor, low=-1, high=m - 1)
    if len(mentor) != n:
        raise BadInput("mentor", "shape", f"{len(mentor)} mentors for {n} mentees", {"expected": n})
    held = np.flatnonzero(mentor >= 0)
    own = np.full(n, -1, dtype=np.int64)
    own[held] = left[held, mentor[held]]
    # What a mentor thinks of the least of those they could send away; nobody is too little for a free seat.
    locked = np.zeros(n, dtype=bool)
    locked[problem.locks[:, 0]] = True
    least = np.full(m, TOP_SCORE + 1, dtype=np.int64)
    loose = held[~locked[held]]
    np.minimum.at(least, mentor[loose], right[loose, mentor[loose]])
    least[np.bincount(mentor[held], minlength=m) < problem.capacity] = -1
    found = [np.empty((0, 2), dtype=np.int64)]
    for low in range(0, n if m else 0, BLOCK):
        rows = np.arange(low, min(low + BLOCK, n))
        wanted = (left[rows] > own[rows, None]) & (right[rows] > least) & ~problem.forbidden[rows] & ~locked[rows, None]
        at, column = np.nonzero(wanted)
        found.append(np.column_stack([rows[at], column]))
    return np.concatenate(found)
