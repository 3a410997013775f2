"""A second implementation of what the engine claims, written apart from it: it shares no line and no data class.

Everything here works on the dense table with a column for each seat, in plain steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching


class Broken(Exception):
    """An answer that breaks a capacity, a must or a lock."""


def gap(
    scores: np.ndarray,
    forbidden: np.ndarray,
    capacity: np.ndarray,
    mentor: np.ndarray,
    prices: np.ndarray,
    bonus: int,
) -> int:
    """Return how far a pairing may be from the best, going by its prices; for problems without locks.

    Raises:
        Broken: it is no pairing at all, or a price is below 0.
    """
    taken = [0] * len(capacity)
    value = 0
    for mentee, chosen in enumerate(mentor.tolist()):
        if chosen < 0:
            continue
        if forbidden[mentee, chosen]:
            raise Broken(f"{mentee} must not have {chosen}")
        taken[chosen] += 1
        value += int(scores[mentee, chosen]) + bonus
    if any(have > most for have, most in zip(taken, capacity.tolist(), strict=True)):
        raise Broken("more mentees than seats")
    if any(price < 0 for price in prices.tolist()):
        raise Broken("a price below 0")
    bound = sum(most * price for most, price in zip(capacity.tolist(), prices.tolist(), strict=True))
    for row, never in zip(scores, forbidden, strict=True):
        left = row.astype(np.int64)[~never] + bonus - prices[~never]
        if left.size and left.max() > 0:
            bound += int(left.max())
    return bound - value


@dataclass(frozen=True)
class Best:
    """The best there is: how many pairs, and the largest total among as many."""

    matched: int
    total: int


def dense(scores: np.ndarray, forbidden: np.ndarray, capacity: np.ndarray) -> Best:
    """Return the best by scipy's dense assignment, over a column for each seat."""
    most = int(scores.max(initial=0)) * len(scores) + 1
    worth = np.where(forbidden, 0, scores + float(most))
    seat_of = np.repeat(np.arange(len(capacity)), capacity)
    rows, seats = linear_sum_assignment(worth[:, seat_of], maximize=True)
    kept = ~forbidden[rows, seat_of[seats]]
    return Best(int(kept.sum()), int(scores[rows[kept], seat_of[seats[kept]]].sum(dtype=np.int64)))


def most_pairs(allowed: np.ndarray, capacity: np.ndarray) -> int:
    """Return the largest number of pairs, by Hopcroft and Karp over a column for each seat."""
    seat_of = np.repeat(np.arange(len(capacity)), capacity)
    if len(seat_of) == 0 or len(allowed) == 0:
        return 0
    found = maximum_bipartite_matching(csr_array(allowed[:, seat_of]), perm_type="column")
    return int((found >= 0).sum())


def bottleneck(scores: np.ndarray, forbidden: np.ndarray, capacity: np.ndarray) -> int | None:
    """Return the highest lowest score that as many pairs as possible can have; None when there are no pairs."""
    count = most_pairs(~forbidden, capacity)
    if count == 0:
        return None
    steps = np.unique(scores[~forbidden])
    low, high = 0, len(steps)
    while high - low > 1:
        middle = (low + high) // 2
        if most_pairs(~forbidden & (scores >= steps[middle]), capacity) == count:
            low = middle
        else:
            high = middle
    return int(steps[low])
