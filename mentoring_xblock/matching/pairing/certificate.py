"""Proof that a pairing is the best, which anybody can check with nothing but the scores and the prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.checks import integers
from mentoring_xblock.matching.pairing.problem import BLOCK, PairingProblem


@dataclass(frozen=True)
class Certificate:
    """Attributes:
    upper_bound: no pairing of this problem has a larger sum of score + bonus.
    value: the sum of score + bonus that this pairing has.
    gap: the difference; 0 proves that nothing is better.
    """

    upper_bound: int
    value: int
    gap: int


def certify(problem: PairingProblem, mentor: np.ndarray, prices: np.ndarray, bonus: int) -> Certificate:
    """Hold a pairing against prices.

    For any prices v >= 0, by weak duality of the assignment problem, no pairing is worth more than
    `sum_j seats_j v_j + sum_i max(0, max_j(w_ij - v_j))`, where w is score + bonus of the pairs that are allowed.
    Mentees who are locked are taken out, with their seats, and count what their pair is worth.

    Args:
        problem: what was solved.
        mentor: int64[n], -1 for nobody.
        prices: int64[m], >= 0.
        bonus: what being a pair is worth.

    Raises:
        BadInput: the pairing breaks a lock, a capacity or a must (field "mentor"), or a price is negative.
    """
    n, m = problem.shape
    mentor = integers("mentor", mentor, low=-1, high=m - 1)
    prices = integers("prices", prices, low=0)
    if mentor.shape != (n,) or prices.shape != (m,):
        raise BadInput("mentor", "shape", "the pairing and its prices are for another problem")
    held = np.flatnonzero(mentor >= 0)
    _check_kept(problem, mentor, held)
    value = int(problem.scores[held, mentor[held]].sum(dtype=np.int64)) + bonus * len(held)
    locked = np.zeros(n, dtype=bool)
    locked[problem.locks[:, 0]] = True
    seats = problem.capacity - np.bincount(problem.locks[:, 1], minlength=m)
    bound = int(problem.scores[problem.locks[:, 0], problem.locks[:, 1]].sum(dtype=np.int64))
    bound += bonus * len(problem.locks) + sum(int(seat) * int(price) for seat, price in zip(seats, prices, strict=True))
    free = np.flatnonzero(~locked)
    for low in range(0, len(free) if m else 0, BLOCK):
        rows = free[low : low + BLOCK]
        gain = np.where(problem.forbidden[rows], 0, problem.scores[rows] + np.int64(bonus) - prices)
        bound += int(np.maximum(gain.max(axis=1), 0).sum())
    return Certificate(bound, value, bound - value)


def _check_kept(problem: PairingProblem, mentor: np.ndarray, held: np.ndarray) -> None:
    broken = mentor[problem.locks[:, 0]] != problem.locks[:, 1]
    if broken.any():
        raise BadInput("mentor", "broken_locks", "breaks a lock", {"locks": problem.locks[broken].tolist()})
    forbidden = held[problem.forbidden[held, mentor[held]]]
    if len(forbidden):
        raise BadInput("mentor", "broken_musts", "has a forbidden pair", {"mentees": forbidden.tolist()})
    crowded = np.flatnonzero(np.bincount(mentor[held], minlength=problem.shape[1]) > problem.capacity)
    if len(crowded):
        raise BadInput("mentor", "over_capacity", "fills more seats than there are", {"mentors": crowded.tolist()})
