"""The best grouping of few people, proved: set partitioning over every group that there could be.

All groups that keep to wishes and rules are listed and valued. The linear relaxation (pick groups so that everybody is
in one) is solved by column generation; it gives a bound and prices. With a grouping that is known, a group whose
reduced cost is larger than the gap can't be in a better one and is left out (reduced cost fixing), and the few that
remain are a small integer programme for HiGHS.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from mentoring_xblock.matching.grouping.rules import Table

#: People, and possible groups, up to which all groups are listed.
PEOPLE, COLUMNS = 40, 700_000
_ROUNDS, _NEW = 80, 400
#: Groups that the integer programme may choose from, and nodes it may look at.
LEFT, _NODES = 20_000, 2_000
#: What the integer programme gets of the time that is left, and the share of all time below which it is not begun.
_SHARE, _WORTH = 0.5, 0.15
#: Seconds for each group to choose from, below which neither.
_EACH = 0.001
_TIME_IS_OVER = 1


@dataclass(frozen=True, eq=False)
class Proved:
    """What is known: `group` int64[n] is the best (None if nothing better than what was known was found in time, or
    if no grouping meets the rules), no grouping is better than `bound`, and `proved` tells whether that settles it."""

    group: np.ndarray | None
    bound: float
    proved: bool


class Columns:
    """Every group of `lo` to `hi` people that keeps to wishes and rules, with its value."""

    def __init__(self, distance: np.ndarray, sizes: tuple[int, int]):
        n, (lo, hi) = len(distance), sizes
        self.people = n
        self.rows: list[np.ndarray] = []
        values = []
        for size in range(max(lo, 1), min(hi, n) + 1):
            listed = np.fromiter(chain.from_iterable(combinations(range(n), size)), np.int8, math.comb(n, size) * size)
            rows = listed.reshape(-1, size).astype(np.int64)
            values.append(
                sum((distance[rows[:, i], rows[:, j]] for i, j in combinations(range(size), 2)), np.zeros(len(rows)))
            )
            self.rows.append(rows)
        self.value = np.concatenate(values) if values else np.zeros(0)

    def keep_to(self, block: np.ndarray, pairs: np.ndarray, fixed: np.ndarray, tables: Sequence[Table]) -> None:
        """Leave out groups that break a wish or a rule. See `blocks_of`, `apart_pairs`; `fixed` is int64[n]."""
        allowed = []
        for rows in self.rows:
            inside = np.zeros((len(rows), self.people), dtype=bool)
            np.put_along_axis(inside, rows, True, axis=1)
            fine = np.ones(len(rows), dtype=bool)
            for first in range(self.people):
                others = np.flatnonzero(block == first)
                if len(others) > 1:
                    fine &= inside[:, others].all(axis=1) | ~inside[:, others].any(axis=1)
            for one, other in pairs.tolist():
                fine &= ~(inside[:, one] & inside[:, other])
            labels = np.unique(fixed[fixed >= 0])
            fine &= sum((inside[:, fixed == label].any(axis=1) for label in labels), np.zeros(len(rows), np.int64)) <= 1
            for table in tables:
                fine &= table.cost_of(rows) <= 0
            allowed.append(fine)
        self.only(np.concatenate(allowed) if allowed else np.zeros(0, dtype=bool))

    def only(self, which: np.ndarray) -> None:
        """Keep those columns only: bool[c]."""
        ends = np.cumsum([len(rows) for rows in self.rows])[:-1]
        self.rows = [rows[some] for rows, some in zip(self.rows, np.split(which, ends), strict=True)]
        self.value = self.value[which]

    def priced(self, price: np.ndarray) -> np.ndarray:
        """Return float64[c]: the value of each column less the prices of its people and of a group (the last price)."""
        return self.value - np.concatenate([price[rows].sum(axis=1) for rows in self.rows]) - price[-1]

    def matrix(self, which: np.ndarray) -> csc_array:
        """Return [n + 1, len(which)]: who is in each of some columns, and a row of ones. `which` ascends."""
        ends = np.cumsum([0, *(len(rows) for rows in self.rows)])
        lists = [
            rows[which[(which >= low) & (which < high)] - low]
            for rows, low, high in zip(self.rows, ends, ends[1:], strict=False)
        ]
        who = [np.hstack([rows, np.full((len(rows), 1), self.people)]) for rows in lists]
        starts = np.concatenate([[0], np.cumsum(np.concatenate([np.full(len(rows), rows.shape[1]) for rows in who]))])
        where = np.concatenate([rows.reshape(-1) for rows in who])
        return csc_array((np.ones(len(where)), where, starts), shape=(self.people + 1, len(which)))

    def chosen(self, which: np.ndarray) -> np.ndarray:
        """Return int64[n]: the number of the column, in order, that each person is in."""
        group, number = np.full(self.people, -1, dtype=np.int64), 0
        for rows, some in zip(
            self.rows, np.split(which, np.cumsum([len(rows) for rows in self.rows])[:-1]), strict=True
        ):
            for people in rows[some]:
                group[people] = number
                number += 1
        return group


def fits(people: int, sizes: tuple[int, int], groups: int) -> bool:
    """Tell whether all groups can be listed. Groups may not be empty: an empty one is in no list."""
    if not 0 < people <= PEOPLE or groups < 1 or sizes[0] < 1:
        return False
    return listed(people, sizes) <= COLUMNS


def listed(people: int, sizes: tuple[int, int]) -> int:
    """Return how many groups of these sizes there are."""
    return sum(math.comb(people, size) for size in range(sizes[0], min(sizes[1], people) + 1))


def relaxed(columns: Columns, groups: int, left: Callable[[], float]) -> tuple[float, np.ndarray] | None:
    """Return the value of the linear relaxation and float64[n + 1] prices that prove it, or None if it has no solution.

    The prices are made to cover every column, so that the value is a bound however exact the solver is, and though it
    was stopped before the end. `left` tells how many seconds there are.

    Raises:
        TimeoutError: time was over before there were any prices.
    """
    n = columns.people
    need = np.ones(n + 1)
    need[-1] = groups
    # Slack at a loss that no group makes good, so that a restricted problem always has a solution.
    loss = 10 * n * (float(np.abs(columns.value).max(initial=0)) + 1)
    which, price, done = np.sort(np.argsort(-columns.value)[:_NEW]), None, False
    for _ in range(_ROUNDS):
        if (seconds := left()) <= 0:
            break
        matrix = columns.matrix(which)
        answer = linprog(
            np.concatenate([-columns.value[which], np.full(n + 2, loss)]),
            A_eq=_with_slack(matrix, n),
            b_eq=need,
            bounds=(0, None),
            method="highs",
            options={"time_limit": seconds} if math.isfinite(seconds) else {},
        )
        if answer.status == _TIME_IS_OVER:
            break
        price = -answer.eqlin.marginals
        over = columns.priced(price)
        if not len(over) or over.max() <= 1e-9 * loss:
            done = True
            break
        new = np.argsort(-over)[:_NEW]
        which = np.union1d(which, new[over[new] > 0])
    if price is None:
        raise TimeoutError
    if done and (len(which) == 0 or answer.x[len(which) :].sum() > 1e-7):
        return None
    price[:n] += max(0.0, float(over.max(initial=0)))
    return float(price @ need), price


def _with_slack(matrix: csc_array, n: int) -> csc_array:
    """Return the matrix with n + 2 columns more: each single person, one group, and one group fewer."""
    data = np.concatenate([matrix.data, np.ones(n + 1), [-1.0]])
    where = np.concatenate([matrix.indices, np.arange(n + 1), [n]])
    starts = np.concatenate([matrix.indptr, matrix.indptr[-1] + 1 + np.arange(n + 2)])
    return csc_array((data, where, starts), shape=(n + 1, matrix.shape[1] + n + 2))


def best_partition(columns: Columns, groups: int, known: float, seconds: float | None) -> Proved:
    """Return the best choice of `groups` columns that has everybody in one.

    Args:
        columns: after `keep_to`.
        groups: how many.
        known: the value of a grouping that meets all rules, or -inf.
        seconds: for the integer programme; None for a budget of nodes alone, which is the same everywhere.
    """
    end = math.inf if seconds is None else time.monotonic() + seconds

    def left() -> float:
        return end - time.monotonic()

    try:
        answer = relaxed(columns, groups, left)
    except TimeoutError:
        return Proved(None, math.inf, False)
    if answer is None:
        return Proved(None, -math.inf, True)
    bound, price = answer
    tiny = 1e-9 * max(1.0, abs(bound))
    if known >= bound - tiny:
        return Proved(None, max(bound, known), True)
    kept = (
        columns.priced(price) >= -(bound - known) - tiny if math.isfinite(known) else np.ones(len(columns.value), bool)
    )
    if int(kept.sum()) > LEFT:
        return Proved(None, bound, False)
    columns.only(kept)
    matrix = columns.matrix(np.arange(len(columns.value)))
    need = np.ones(columns.people + 1)
    need[-1] = groups
    limits: dict[str, float] = {"mip_rel_gap": 0.0, "node_limit": _NODES}
    if seconds is not None:
        # The solver looks at its clock now and then only, and the more groups the less often.
        if left() < max(_WORTH * seconds, _EACH * len(columns.value)):
            return Proved(None, bound, False)
        limits["time_limit"] = _SHARE * left()
    found = milp(
        -columns.value,
        integrality=np.ones(len(columns.value)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, need, need),
        options=limits,
    )
    if found.x is None:
        return Proved(None, known if found.status == 2 else bound, found.status == 2)
    chosen = found.x > 0.5
    value, proved = float(columns.value[chosen].sum()), found.status == 0
    # Stopped before the end, the solver may have nothing that is as good as what was known.
    group = columns.chosen(chosen) if value > known else None
    return Proved(group, max(value, known) if proved else bound, proved)
