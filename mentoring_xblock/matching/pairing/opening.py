"""Which mentors are to have a group when there are too many of them to prove it: close, then try to open again."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.pairing.exact import Optimum, first_cells, optimum
from mentoring_xblock.matching.pairing.fairness import Flow, best_threshold, most_pairs
from mentoring_xblock.matching.pairing.market import NEVER, ScoreMarket
from mentoring_xblock.matching.progress import Progress, tell

#: How long mentors are tried out, in seconds, and how many at most.
_LONGEST = 20.0
_TRIES = 60
_NONE = np.empty(0, dtype=np.int64)
_EVERY = slice(None)


@dataclass(frozen=True, eq=False)
class RoomMarket:
    """A market in which each mentor stands twice: seats that make the group, which must be filled, and further ones.

    Attributes:
        market: the pairs; its seats are those of open mentors.
        need: int64[m]; how many of the seats must be filled.
        fill: what it is worth to fill one of those.
    """

    market: ScoreMarket
    need: np.ndarray
    fill: int

    @property
    def n(self) -> int:
        return self.market.n

    @property
    def m(self) -> int:
        return 2 * self.market.m

    @property
    def seats(self) -> np.ndarray:
        return np.concatenate([self.need, self.market.seats - self.need])

    @property
    def mentee_keys(self) -> np.ndarray:
        return self.market.mentee_keys

    @property
    def mentor_keys(self) -> np.ndarray:
        return np.tile(self.market.mentor_keys, 2)

    def block(self, rows: slice | np.ndarray, columns: slice | np.ndarray = _EVERY) -> np.ndarray:
        wanted = np.arange(self.m)[columns]
        worth = self.market.block(rows, wanted % self.market.m)
        return np.where(worth > 0, worth + self.fill * (wanted < self.market.m), NEVER)

    def cells(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        worth = self.market.cells(rows, columns % self.market.m)
        return np.where(worth > 0, worth + self.fill * (columns < self.market.m), NEVER)


def _room(market: ScoreMarket, need: np.ndarray) -> RoomMarket:
    """Return the market with seats that must be filled, worth as much as sums that stay exact allow."""
    top = max(0, int(market.weights.max())) if market.weights.size else 0
    length = min(market.n, 2 * market.m) + 2
    bonus = length * top + 1
    most = 2**52 // max(1, market.n) - bonus - top
    fill = min(length * (bonus + top) + 1, most)
    return RoomMarket(dataclasses.replace(market, bonus=bonus), np.where(market.seats > 0, need, 0), fill)


def open_and_close(
    market: ScoreMarket,
    need: np.ndarray,
    begun: np.ndarray,
    lowest: int | None,
    objective: str,
    progress: Progress | None = None,
) -> np.ndarray:
    """Return good pairs in which no mentor has fewer than needed: int64[n], -1 for nobody.

    Args:
        market: pairs, and seats.
        need: int64[m]; the fewest a mentor may have, unless nobody.
        begun: bool[m]; mentors who can't have nobody.
        lowest: the lowest score of those who are placed already.
        objective: "fair" or "total".
        progress: told "groups".

    Raises:
        Cancelled: `progress` said so.
    """
    seats = _closed_until_met(market, need, begun, progress)
    best = _solved(market, seats, need)
    value = _value(market, best)
    until = time.monotonic() + _LONGEST
    shut = np.flatnonzero((market.seats > 0) & (seats == 0))
    # Those whose seats would be worth most come first.
    for number, mentor in enumerate(shut[np.argsort(-best.prices[shut], kind="stable")][:_TRIES]):
        tell(progress, "groups", 0.5 + 0.4 * number / min(_TRIES, len(shut)))
        if time.monotonic() > until:
            break
        wider = seats.copy()
        wider[mentor] = market.seats[mentor]
        tried = _solved(market, wider, need)
        if _met(tried, wider, need) and _value(market, tried) > value:
            seats, best, value = wider, tried, _value(market, tried)
    if objective == "fair":
        best = _fairest(market, seats, need, lowest, best, progress)
    return np.where(best.mentor >= 0, best.mentor % market.m, -1)


def _closed_until_met(
    market: ScoreMarket, need: np.ndarray, begun: np.ndarray, progress: Progress | None
) -> np.ndarray:
    """Close mentors who are sought least until all others have as many as they need; return the seats."""
    seats = market.seats.copy()
    while True:
        tell(progress, "groups", 0.3)
        found = _solved(market, seats, need)
        if _met(found, seats, need):
            return seats
        # Without any need to fill, the pairing shows whom people would choose.
        sought = _solved(market, seats, np.where(begun, need, 0))
        load = np.bincount(sought.mentor[sought.mentor >= 0] % market.m, minlength=market.m)
        short = np.flatnonzero((seats > 0) & (load < need) & ~begun)
        if len(short) == 0:
            short = np.flatnonzero((seats > 0) & (need > 0) & ~begun)
        order = short[np.lexsort((sought.prices[short], load[short] - need[short]))]
        seats[order[: max(1, len(order) // 8)]] = 0


def _solved(market: ScoreMarket, seats: np.ndarray, need: np.ndarray) -> Optimum:
    room = _room(dataclasses.replace(market, seats=seats), need)
    return optimum(room, first_cells(room))


def _met(found: Optimum, seats: np.ndarray, need: np.ndarray) -> bool:
    load = np.bincount(found.mentor[found.mentor >= 0] % len(seats), minlength=len(seats))
    return bool(((load >= need) | (seats == 0)).all())


def _value(market: ScoreMarket, found: Optimum) -> tuple[int, int]:
    held = np.flatnonzero(found.mentor >= 0)
    return len(held), int(market.weights[held, found.mentor[held] % market.m].sum(dtype=np.int64))


def _fairest(
    market: ScoreMarket,
    seats: np.ndarray,
    need: np.ndarray,
    lowest: int | None,
    best: Optimum,
    progress: Progress | None,
) -> Optimum:
    """Return the best pairs of these open mentors with the lowest score as high as possible.

    As many pairs as possible that fill what must be filled exist just when what must be filled can be, and as many
    pairs can be: a flow that fills the first can be widened to the second without emptying a seat.
    """
    held = np.flatnonzero(best.mentor >= 0)
    if len(held) == 0:
        return best
    opened = dataclasses.replace(market, seats=seats)
    needed = np.where(seats > 0, need, 0)
    cap = None if lowest is None else lowest + market.bonus
    threshold, _ = best_threshold(opened, _flow(opened, len(held)), cap, progress)
    if needed.any():
        only_needed = dataclasses.replace(market, seats=needed)
        threshold = min(threshold, best_threshold(only_needed, _flow(only_needed, None), cap, progress)[0])
    room = _room(dataclasses.replace(opened, floor=max(0, threshold - market.bonus)), need)
    return optimum(room, first_cells(room), progress)


def _flow(market: ScoreMarket, matched: int | None) -> Flow:
    flow = most_pairs(market, first_cells(market))
    assert matched is None or flow.matched == matched  # noqa: S101 - a flow and an assignment count the same pairs
    return flow
