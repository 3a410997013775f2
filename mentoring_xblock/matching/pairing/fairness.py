"""As many pairs as possible, and the lowest score among them as high as possible: flows, and the cuts that prove them.

The largest number of pairs is a maximum flow from mentees to seats. It is found on a few cells and then held against
all cells: the people on the mentees' side of the minimum cut have no cell that leads out of it, or such cells are added
(Ford and Fulkerson 1956; the flow is Dinic's, from scipy). The bottleneck is the highest threshold at which as many
pairs remain; a cut that stands in the way tells how far the threshold has to fall.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from mentoring_xblock.matching.pairing.market import Market, row_blocks
from mentoring_xblock.matching.progress import Progress, tell

_ADDED = 8


@dataclass(frozen=True, eq=False)
class Flow:
    """As many pairs as there can be, and the proof that there can't be more.

    Attributes:
        mentor: int64[n], -1 for nobody.
        matched: how many have a mentor.
        stuck_mentees: bool[n]; those on the near side of the minimum cut: the unmatched, and whose mentors they need.
        stuck_mentors: bool[m]; the only mentors whom those may have, all of them full.
        cells: int64; the cells that were looked at in the end.
    """

    mentor: np.ndarray
    matched: int
    stuck_mentees: np.ndarray
    stuck_mentors: np.ndarray
    cells: np.ndarray


def most_pairs(market: Market, cells: np.ndarray, least: int = 0, progress: Progress | None = None) -> Flow:
    """Return as many pairs as there can be.

    Args:
        market: what is to be paired.
        cells: cells (row * m + column) to begin with; may be empty.
        least: only cells that are worth at least this much.
        progress: told "flow".

    Raises:
        Cancelled: `progress` said so.
    """
    lowest = max(1, least)
    while True:
        tell(progress, "flow", 0.5)
        rows, columns = np.divmod(cells, max(1, market.m))
        allowed = (market.cells(rows, columns) >= lowest) & (market.seats[columns] > 0)
        flow = _flow(rows[allowed], columns[allowed], market.n, market.seats, cells)
        out = _ways_out(market, flow, lowest)
        if len(out) == 0:
            return flow
        cells = np.union1d(cells, out)


def _flow(rows: np.ndarray, columns: np.ndarray, n: int, seats: np.ndarray, cells: np.ndarray) -> Flow:
    """Return a maximum flow through these cells alone."""
    m = len(seats)
    mentor = np.full(n, -1, dtype=np.int64)
    stuck = np.ones(n, dtype=bool)
    if len(rows) == 0:
        return Flow(mentor, 0, stuck, np.zeros(m, dtype=bool), cells)
    # Nodes: the source, mentees, mentors, the sink.
    sink = n + m + 1
    taken = np.minimum(np.bincount(columns, minlength=m), seats)
    start = np.concatenate([np.zeros(n), rows + 1, np.arange(n + 1, sink)]).astype(np.int32)
    end = np.concatenate([np.arange(1, n + 1), columns + n + 1, np.full(m, sink)]).astype(np.int32)
    room = np.concatenate([np.ones(n + len(rows)), taken]).astype(np.int32)
    network = csr_array((room, (start, end)), shape=(sink + 1, sink + 1))
    found = maximum_flow(network, 0, sink, method="dinic")
    carried = csr_array(found.flow)
    pairs = carried[1 : n + 1, n + 1 : sink].tocoo()
    used = pairs.data > 0
    mentor[pairs.row[used]] = pairs.col[used]
    left = csr_array(network - carried)
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    near = np.zeros(sink + 1, dtype=bool)
    near[breadth_first_order(left, 0, return_predecessors=False)] = True
    return Flow(mentor, int(found.flow_value), near[1 : n + 1], near[n + 1 : sink], cells)


def _ways_out(market: Market, flow: Flow, lowest: int) -> np.ndarray:
    """Return cells that lead from the near side of the cut to mentors on the far side, a few for each mentee."""
    found = [np.empty(0, dtype=np.int64)]
    mentees = np.flatnonzero(flow.stuck_mentees)
    far = np.flatnonzero(~flow.stuck_mentors & (market.seats > 0))
    if flow.matched == market.n or len(far) == 0:
        return found[0]
    count = min(_ADDED, len(far))
    for rows in row_blocks(market):
        part = mentees[np.searchsorted(mentees, rows.start) : np.searchsorted(mentees, rows.stop)]
        if len(part) == 0:
            continue
        worth = market.block(part, far)
        columns = np.argpartition(worth, len(far) - count, axis=1)[:, -count:]
        at, place = np.nonzero(np.take_along_axis(worth, columns, axis=1) >= lowest)
        found.append(part[at] * market.m + far[columns[at, place]])
    return np.concatenate(found)


def best_threshold(
    market: Market, flow: Flow, cap: int | None = None, progress: Progress | None = None
) -> tuple[int, Flow]:
    """Return the highest worth such that as many pairs as in `flow` remain among cells worth at least that.

    Args:
        market: what is to be paired.
        flow: as many pairs as there can be, at least one.
        cap: a threshold above this is of no use; None for no limit.
        progress: told "threshold".

    Returns:
        The threshold, and a flow of as many pairs that keeps it.

    Raises:
        Cancelled: `progress` said so.
    """
    kept = flow
    low = _least(market, flow)
    high = _most_that_could_be(market, flow.matched)
    if cap is not None:
        high = min(high, cap)
    cells = flow.cells
    while low < high:
        tell(progress, "threshold", 1 / (1 + (high - low).bit_length()))
        middle = (low + high + 1) // 2
        tried = most_pairs(market, cells, middle, progress)
        cells = np.union1d(cells, tried.cells)
        if tried.matched == flow.matched:
            kept, low = tried, max(middle, min(high, _least(market, tried)))
        else:
            high = min(middle - 1, _next_step(market, tried, middle))
    return (low if cap is None else min(low, cap)), kept


def _least(market: Market, flow: Flow) -> int:
    """Return the lowest worth among the pairs of a flow."""
    held = np.flatnonzero(flow.mentor >= 0)
    return int(market.cells(held, flow.mentor[held]).min())


def _most_that_could_be(market: Market, matched: int) -> int:
    """Return a threshold that can't be exceeded: fewer than `matched` mentees have anything better."""
    best = np.zeros(market.n, dtype=np.int64)
    shut = market.seats <= 0
    for rows in row_blocks(market):
        worth = market.block(rows)
        worth[:, shut] = 0
        best[rows] = worth.max(axis=1)
    return int(np.partition(best, market.n - matched)[market.n - matched])


def _next_step(market: Market, tried: Flow, threshold: int) -> int:
    """Return the highest threshold at which a cut that is too narrow at `threshold` has a further way out."""
    mentees = np.flatnonzero(tried.stuck_mentees)
    far = np.flatnonzero(~tried.stuck_mentors & (market.seats > 0))
    best = 0
    if len(far) == 0:
        return best
    for low in range(0, len(mentees), 512):
        worth = market.block(mentees[low : low + 512], far)
        best = max(best, int(np.where(worth < threshold, worth, 0).max()))
    return best
