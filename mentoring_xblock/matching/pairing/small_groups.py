"""Small mentoring groups: a mentor has nobody, or at least as many as make a group.

Which mentors are to be open is a hard problem (it holds set packing), so it is a mixed integer programme with one
yes-or-no variable a mentor: given those, pairs are whole numbers by themselves. HiGHS proves the answer where the
problem is small enough; else mentors are closed and opened one after another around an exact pairing, and the answer
says that it is not proved.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.fairness import most_pairs
from mentoring_xblock.matching.pairing.market import ScoreMarket
from mentoring_xblock.matching.pairing.opening import open_and_close
from mentoring_xblock.matching.pairing.problem import Canonical
from mentoring_xblock.matching.progress import Progress, tell

#: With more pairs than this, or a longer search for one step (seconds), the proof is given up.
MOST_CELLS = 40_000
LONGEST = 20.0

_NONE = np.empty(0, dtype=np.int64)
_INFEASIBLE = 2


@dataclass(frozen=True, eq=False)
class Groups:
    """Attributes:
    market: the pairs of those who are free, and the seats that are left.
    need: int64[m]; how many more a mentor needs to have a group.
    begun: bool[m]; mentors who must reach their minimum, because somebody is placed with them.
    """

    market: ScoreMarket
    need: np.ndarray
    begun: np.ndarray


class _Unproved(Exception):
    """HiGHS ran out of time."""


def pair_in_groups(
    order: Canonical,
    free: ScoreMarket,
    placed: np.ndarray,
    lowest: int | None,
    objective: str,
    progress: Progress | None = None,
) -> tuple[np.ndarray, bool]:
    """Return the best pairs in which no mentor has fewer than their minimum, and whether that is proved.

    Args:
        order: the problem, with `minimum`.
        free: the market of those who are not placed.
        placed: int64[n]; the mentor of those who are, -1 for the others.
        lowest: the lowest score of those who are placed.
        objective: "fair" or "total".
        progress: told "groups".

    Returns:
        int64[n], the mentor of each who is free, -1 for nobody; and bool.

    Raises:
        BadInput: a mentor whom somebody is locked to can't reach the minimum.
        Cancelled: `progress` said so.
    """
    load = np.bincount(placed[placed >= 0], minlength=free.m)
    need = np.maximum(0, order.minimum - load)
    begun = (load > 0) & (need > 0)
    # Whoever can't reach the minimum is closed from the start.
    seats = np.where((free.seats < need) & ~begun, 0, free.seats)
    groups = Groups(dataclasses.replace(free, seats=seats), need, begun)
    _check_reachable(order, groups)
    if np.count_nonzero(free.weights >= 0) <= MOST_CELLS:
        try:
            return _by_programme(groups, lowest, objective, progress), True
        except _Unproved:
            tell(progress, "groups", 0.5)
    return open_and_close(groups.market, need, begun, lowest, objective, progress), False


def _check_reachable(order: Canonical, groups: Groups) -> None:
    wanted = np.where(groups.begun, groups.need, 0)
    flow = most_pairs(dataclasses.replace(groups.market, seats=wanted), _NONE)
    short = groups.begun & (np.bincount(flow.mentor[flow.mentor >= 0], minlength=len(wanted)) < wanted)
    if short.any() or (wanted > groups.market.seats).any():
        mentors = sorted(order.mentors[short | (wanted > groups.market.seats)].tolist())
        message = "locks somebody to a mentor who then can't have a group of the minimum"
        raise BadInput("locks", "minimum_out_of_reach", message, {"mentors": mentors})


def _by_programme(groups: Groups, lowest: int | None, objective: str, progress: Progress | None) -> np.ndarray:
    """Return the best pairs, step by step: as many as possible, the lowest score, the total."""
    market = groups.market
    rows, columns = np.nonzero((market.weights >= 0) & (market.seats > 0))
    score = market.weights[rows, columns].astype(np.int64)
    tell(progress, "groups", 0.05)
    chosen = _best(groups, rows, columns, np.ones(len(rows)))
    count = len(chosen)
    if count and objective == "fair":
        steps = np.unique(score)
        low, high = int(np.searchsorted(steps, score[chosen].min())), len(steps) - 1
        if lowest is not None:
            high = min(high, max(low, int(np.searchsorted(steps, lowest))))
        while low < high:
            tell(progress, "groups", 0.8 - 0.7 / (1 + len(steps) / (high - low + 1)))
            middle = (low + high + 1) // 2
            part = np.flatnonzero(score >= steps[middle])
            tried = part[_best(groups, rows[part], columns[part], np.ones(len(part)))]
            if len(tried) == count:
                low, chosen = int(np.searchsorted(steps, score[tried].min())), tried
                low = min(low, high)
            else:
                high = middle - 1
        floor = steps[low] if lowest is None else min(steps[low], lowest)
        part = np.flatnonzero(score >= floor)
        rows, columns, score = rows[part], columns[part], score[part]
    tell(progress, "groups", 0.85)
    mentor = np.full(market.n, -1, dtype=np.int64)
    if count:
        chosen = _best(groups, rows, columns, score.astype(float), count)
        mentor[rows[chosen]] = columns[chosen]
    return mentor


def _best(
    groups: Groups, rows: np.ndarray, columns: np.ndarray, worth: np.ndarray, count: int | None = None
) -> np.ndarray:
    """Return which cells are chosen so that their worth is largest; of exactly `count` cells if given.

    None are chosen where mentors who must reach their minimum can't, among these cells.

    Raises:
        _Unproved: there was not enough time.
    """
    n, m, cells = groups.market.n, groups.market.m, len(rows)
    if cells == 0:
        return _NONE
    at = np.arange(cells)
    one, mentors = np.ones(cells), np.arange(m)
    each_once = csr_array((one, (rows, at)), shape=(n, cells + m))
    load = csr_array((one, (columns, at)), shape=(m, cells + m))
    most = load - csr_array((groups.market.seats.astype(float), (mentors, cells + mentors)), shape=load.shape)
    least = load - csr_array((groups.need.astype(float), (mentors, cells + mentors)), shape=load.shape)
    only_open = csr_array((np.ones(2 * cells), (np.tile(at, 2), np.concatenate([at, cells + columns]))))
    only_open.data[only_open.indices >= cells] = -1
    only_open.resize((cells, cells + m))
    limits = [
        LinearConstraint(vstack([each_once, most, only_open]), ub=np.concatenate([np.ones(n), np.zeros(m + cells)])),
        LinearConstraint(least, lb=np.zeros(m)),
    ]
    if count is not None:
        limits.append(LinearConstraint(np.concatenate([one, np.zeros(m)])[None, :], lb=count, ub=count))
    found = milp(
        -np.concatenate([worth, np.zeros(m)]),
        # Pairs are whole at every corner once it is known who is open, but HiGHS may stop between corners.
        integrality=np.ones(cells + m),
        bounds=Bounds(np.concatenate([np.zeros(cells), groups.begun]), np.ones(cells + m)),
        constraints=limits,
        # Without presolve: HiGHS 1.8 (in scipy 1.15) breaks limits with it where a minimum equals the capacity.
        options={"time_limit": LONGEST, "mip_rel_gap": 0.0, "presolve": False},
    )
    if found.status == _INFEASIBLE:
        return _NONE
    if found.status != 0:
        raise _Unproved
    return np.flatnonzero(found.x[:cells] > 0.5)
