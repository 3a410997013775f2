"""The best pairs there are: an assignment over candidates, prices of seats, and a search for what was left out.

The pairs are those of Kuhn's assignment problem with several seats a mentor (b-matching), solved by shortest augmenting
paths on sparse candidates (Jonker and Volgenant 1987, as in scipy's `min_weight_full_bipartite_matching`). The prices
of the seats are the dual of the linear programme; a pair that nobody looked at can only matter when it is worth more
than what its mentee gets and its seat costs, so all pairs are held against the prices, a block of rows at a time, and
those that do are added. When there are none, the answer is the best over all pairs, and the prices prove it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.pairing.assignment import assign
from mentoring_xblock.matching.pairing.market import Market, candidates, row_blocks
from mentoring_xblock.matching.progress import Progress, tell

#: How many of the best to look at first, for each mentee and each mentor.
CANDIDATES = 20
#: How many of the pairs that were left out are added at once for a mentee.
_ADDED = 8


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best pairs, and their proof.

    Attributes:
        mentor: int64[n], -1 for nobody.
        prices: int64[m] >= 0; what a seat is worth to whoever does not have it. As low as they can be.
        surplus: int64[n] >= 0; what a mentee has above the price of their seat.
        value: the sum of worths; equals sum(seats * prices) + sum(surplus), and nothing can be more than that.
        cells: int64; the cells (row * m + column) that were looked at in the end.
    """

    mentor: np.ndarray
    prices: np.ndarray
    surplus: np.ndarray
    value: int
    cells: np.ndarray


def optimum(market: Market, cells: np.ndarray, progress: Progress | None = None) -> Optimum:
    """Return pairs of the largest sum of worths.

    Args:
        market: what is to be paired; n times the largest worth must be below 2**53.
        cells: cells (row * m + column) to begin with, sorted, such as `first_cells`; those that are not allowed are
            passed over.
        progress: told "rounds" and "checking".

    Raises:
        Cancelled: `progress` said so.
    """
    n, m = market.n, market.m
    rounds = 0
    while True:
        rows, columns = np.divmod(cells, max(1, m))
        worth = market.cells(rows, columns)
        allowed = (worth > 0) & (market.seats[columns] > 0)
        cells, rows, columns, worth = cells[allowed], rows[allowed], columns[allowed], worth[allowed]
        tell(progress, "rounds", 1 - 0.8**rounds)
        mentor = assign(rows, columns, worth, n, market.seats)
        tell(progress, "rounds", 1 - 0.8 ** (rounds + 0.7))
        own = _own(mentor, rows, columns, worth)
        prices = seat_prices(mentor, own, rows, columns, worth, m)
        surplus = np.where(mentor >= 0, own - prices[mentor], 0) if m else np.zeros(n, dtype=np.int64)
        missing = _left_out(market, prices, surplus, progress)
        if len(missing) == 0:
            break
        cells = np.union1d(cells, missing)
        rounds += 1
    closed = np.flatnonzero(market.seats <= 0)
    if len(closed):
        prices[closed] = _closed_prices(market, surplus, closed)
    return Optimum(mentor, prices, surplus, int(own.sum()), cells)


def first_cells(market: Market) -> np.ndarray:
    """Return the cells to begin with when nothing is known: the best of each mentee and of each mentor."""
    return candidates(market, CANDIDATES)


def _own(mentor: np.ndarray, rows: np.ndarray, columns: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """Return int64[n]: the worth of each mentee's pair, 0 for those who have none."""
    own = np.zeros(len(mentor), dtype=np.int64)
    taken = mentor[rows] == columns
    own[rows[taken]] = worth[taken]
    return own


def seat_prices(
    mentor: np.ndarray, own: np.ndarray, rows: np.ndarray, columns: np.ndarray, worth: np.ndarray, m: int
) -> np.ndarray:
    """Return the lowest prices at which everybody is content with the seat they have, among these cells.

    A seat costs at least what an unmatched mentee would gain from it, and at least as much more than another mentor's
    seat as one of that mentor's mentees would gain by the change: longest paths, by Bellman and Ford.

    Args:
        mentor: int64[n], pairs of the largest sum over these cells.
        own: int64[n], what each of those is worth, 0 for those who have none.
        rows, columns, worth: int64, the cells.
        m: number of mentors.

    Raises:
        RuntimeError: the pairs are not of the largest sum, which no solver here has a reason for.
    """
    prices = np.zeros(m, dtype=np.int64)
    source = mentor[rows]
    waiting = source < 0
    np.maximum.at(prices, columns[waiting], worth[waiting])
    moving = ~waiting & (source != columns)
    gain = (worth - own[rows])[moving]
    arc = columns[moving] * m + source[moving]
    order = np.lexsort((gain, arc))
    arc, gain = arc[order], gain[order]
    best = np.append(arc[1:] != arc[:-1], True)[: len(arc)]
    target, source = np.divmod(arc[best], max(1, m))
    gain = gain[best]
    starts = np.flatnonzero(np.append(True, target[1:] != target[:-1])[: len(target)])
    reached = target[starts]
    # The longest path meets each mentor once; one that goes on would mean that the pairs are not the best.
    for _ in range(m + 1 if len(starts) else 0):
        raised = np.maximum(prices[reached], np.maximum.reduceat(prices[source] + gain, starts))
        if (raised == prices[reached]).all():
            return prices
        prices[reached] = raised
    if len(starts):
        raise RuntimeError("the solver's pairs are not the best over the cells it was given")
    return prices


def _left_out(market: Market, prices: np.ndarray, surplus: np.ndarray, progress: Progress | None) -> np.ndarray:
    """Return cells worth more than their mentee's surplus and their seat's price, the worst few of each row."""
    found = [np.empty(0, dtype=np.int64)]
    shut = market.seats <= 0
    for rows in row_blocks(market):
        over = market.block(rows)
        over -= np.where(over > 0, prices, 0)
        over -= surplus[rows, None]
        if shut.any():
            over[:, shut] = 0
        wrong = np.flatnonzero((over > 0).any(axis=1)) if market.m else []
        if len(wrong):
            part = over[wrong]
            count = min(_ADDED, market.m)
            columns = np.argpartition(part, market.m - count, axis=1)[:, -count:]
            at, place = np.nonzero(np.take_along_axis(part, columns, axis=1) > 0)
            found.append((wrong[at] + rows.start) * market.m + columns[at, place])
        if progress is not None:
            tell(progress, "checking", rows.stop / market.n)
    return np.concatenate(found)


def _closed_prices(market: Market, surplus: np.ndarray, closed: np.ndarray) -> np.ndarray:
    """Return what a first seat of mentors who have none would be worth: the most that somebody would gain from it."""
    prices = np.zeros(len(closed), dtype=np.int64)
    for rows in row_blocks(market):
        worth = market.block(rows, closed)
        prices = np.maximum(prices, (worth - surplus[rows, None]).max(axis=0))
    return prices
