"""Which of several equally good answers is taken: the one that luck, drawn from ids and seed, likes best.

Coarse scores have many optima, and which one a solver meets first depends on the order of rows, on the solver and on
its version. All optima use only cells where worth, price and surplus balance, fill every seat that has a price and
place every mentee who has a surplus. So a second assignment on those cells, with random numbers that belong to the
people as worths, picks one optimum, the same whatever the order was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.pairing.assignment import assign
from mentoring_xblock.matching.pairing.exact import Optimum, first_cells, optimum
from mentoring_xblock.matching.pairing.market import NEVER, Market, finished, row_blocks
from mentoring_xblock.matching.progress import Progress

#: With so many balanced cells at most, all are given to the solver at once.
_FEW = 400_000
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_LIMIT = 2**52


@dataclass(frozen=True, eq=False)
class TieMarket:
    """The balanced cells of a solved market, worth random numbers, above which stand: to stay, and to stay optimal.

    Attributes:
        market, solved: what was solved, and how.
        keep: int64[n], the mentor that a mentee had before or -1; as many as possible stay. None when nobody counts.
    """

    market: Market
    solved: Optimum
    keep: np.ndarray | None = None

    @property
    def n(self) -> int:
        return self.market.n

    @property
    def m(self) -> int:
        return self.market.m

    @property
    def seats(self) -> np.ndarray:
        return self.market.seats

    @property
    def mentee_keys(self) -> np.ndarray:
        return self.market.mentee_keys

    @property
    def mentor_keys(self) -> np.ndarray:
        return self.market.mentor_keys

    @property
    def steps(self) -> tuple[int, int, int]:
        """Bits of luck, what staying is worth, and what a place that must be filled is worth.

        Two answers differ by paths that meet each mentor once, so a step has to exceed m + 1 of the step below.
        """
        length = self.m + 2
        stays = 0 if self.keep is None else length
        most = _LIMIT // max(1, self.n) // (1 + stays + 2 * length * (1 + stays) + 2)
        bits = min(40, max(1, most.bit_length() - 1))
        stay = stays << bits
        return bits, stay, length * ((1 << bits) + stay + 1)

    def cells(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        bits, stay, fill = self.steps
        mixed = self.mentee_keys[rows] + self.mentor_keys[columns] * _GOLDEN
        worth = finished(mixed, bits) + 1
        worth += fill * (self.solved.surplus[rows] > 0).astype(np.int64)
        worth += fill * (self.solved.prices[columns] > 0).astype(np.int64)
        if self.keep is not None:
            worth += stay * (self.keep[rows] == columns)
        slack = self.market.cells(rows, columns) - self.solved.prices[columns] - self.solved.surplus[rows]
        return np.where((slack == 0) & (self.seats[columns] > 0), worth, NEVER)

    def balanced(self, rows: slice | np.ndarray, columns: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Return which cells of a block may be part of an optimum: bool."""
        slack = self.market.block(rows, columns)
        never = slack == NEVER
        slack -= self.solved.prices[columns]
        return (slack == self.solved.surplus[rows, None]) & ~never & (self.seats[columns] > 0)

    def block(self, rows: slice | np.ndarray, columns: slice | np.ndarray = slice(None)) -> np.ndarray:
        balanced = self.balanced(rows, columns)
        worth = np.full(balanced.shape, NEVER, dtype=np.int64)
        at, place = np.nonzero(balanced)
        worth[at, place] = self.cells(np.arange(self.n)[rows][at], np.arange(self.m)[columns][place])
        return worth


def settle(
    market: Market, solved: Optimum, keep: np.ndarray | None = None, progress: Progress | None = None
) -> np.ndarray:
    """Return the optimum that luck picks among all that are as good: int64[n], -1 for nobody.

    Args:
        market, solved: what was solved, and an optimum of it.
        keep: int64[n] or None; of all optima, take one that leaves as many as possible with these mentors.
        progress: told "ties".

    Raises:
        Cancelled: `progress` said so.
    """
    drawn = TieMarket(market, solved, keep)
    cells: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    count = 0
    for rows in row_blocks(market):
        at, column = np.nonzero(drawn.balanced(rows))
        cells.append((at + rows.start) * market.m + column)
        count += len(at)
        if count > _FEW:
            held = np.flatnonzero(solved.mentor >= 0)
            known = held * market.m + solved.mentor[held]
            return optimum(drawn, np.union1d(first_cells(drawn), known), progress).mentor
    if count == np.count_nonzero(solved.mentor >= 0):
        return solved.mentor
    at, column = np.divmod(np.concatenate(cells), max(1, market.m))
    return assign(at, column, drawn.cells(at, column), market.n, market.seats)
