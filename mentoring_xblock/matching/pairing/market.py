"""What pairs are worth to the exact solver, a block at a time: no table larger than the scores is ever made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

#: A pair that must not be.
NEVER = -1
#: Cells that are looked at together.
_CELLS = 1_300_000
_EVERY = slice(None)


class Market(Protocol):
    """Mentees, mentors with seats, and what each pair is worth."""

    n: int
    m: int
    seats: np.ndarray  # int64[m]
    mentee_keys: np.ndarray  # uint64[n]
    mentor_keys: np.ndarray  # uint64[m]

    def block(self, rows: slice | np.ndarray, columns: slice | np.ndarray = _EVERY) -> np.ndarray:
        """Return int64 worths of the rows and columns: > 0, or NEVER."""

    def cells(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return int64 worths of single cells."""


@dataclass(frozen=True, eq=False)
class ScoreMarket:
    """Pairs are worth their score and a bonus for being a pair at all; those below the floor must not be.

    Attributes:
        weights: int32[n, m]; a score, or -1 where the pair is forbidden.
        seats: int64[m].
        bonus: at least 1.
        floor: the lowest score that a pair may have, at least 0.
        mentee_keys, mentor_keys: uint64; numbers that belong to the people.
    """

    weights: np.ndarray
    seats: np.ndarray
    bonus: int
    mentee_keys: np.ndarray
    mentor_keys: np.ndarray
    floor: int = 0

    @property
    def n(self) -> int:
        return self.weights.shape[0]

    @property
    def m(self) -> int:
        return self.weights.shape[1]

    def block(self, rows: slice | np.ndarray, columns: slice | np.ndarray = _EVERY) -> np.ndarray:
        part = self.weights[rows][:, columns]
        worth = part.astype(np.int64)
        worth += self.bonus
        worth[part < self.floor] = NEVER
        return worth

    def cells(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        score = self.weights[rows, columns]
        return np.where(score < self.floor, np.int64(NEVER), score + np.int64(self.bonus))


def row_blocks(market: Market) -> Iterator[slice]:
    """Yield slices that cover all rows, so many that a block of worths stays small."""
    height = max(1, _CELLS // max(1, market.m))
    for low in range(0, market.n, height):
        yield slice(low, min(low + height, market.n))


def column_blocks(market: Market) -> Iterator[slice]:
    """Yield slices that cover all columns, likewise."""
    width = max(1, _CELLS // max(1, market.n))
    for low in range(0, market.m, width):
        yield slice(low, min(low + width, market.m))


def scattered(row_keys: np.ndarray, column_keys: np.ndarray, bits: int) -> np.ndarray:
    """Return random-looking int64[rows, columns] below 2**bits that depend on the two keys of a cell alone.

    The finaliser of splitmix64 (Steele, Lea and Flood 2014) over the sum of one key and the other, multiplied.
    """
    mixed = row_keys[:, None] + column_keys[None, :] * np.uint64(0x9E3779B97F4A7C15)
    return finished(mixed, bits)


def finished(mixed: np.ndarray, bits: int) -> np.ndarray:
    """Scatter uint64 values in place and return their top bits as int64."""
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def _best_columns(worth: np.ndarray, noise: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of the `count` largest allowed cells of each row; the noise decides among equals."""
    order = (worth << 9) | noise
    if count < worth.shape[1]:
        columns = np.argpartition(order, worth.shape[1] - count, axis=1)[:, -count:]
    else:
        columns = np.broadcast_to(np.arange(worth.shape[1]), worth.shape)
    rows, place = np.nonzero(np.take_along_axis(worth, columns, axis=1) >= 0)
    return rows, columns[rows, place]


def candidates(market: Market, count: int) -> np.ndarray:
    """Return the cells worth looking at first, as sorted unique row * m + column: int64.

    Those are the best `count` of each mentee and the best of each mentor, at least as many as there are seats.
    """
    n, m = market.n, market.m
    if n == 0 or m == 0:
        return np.empty(0, dtype=np.int64)
    seats = int(min(n, np.median(market.seats[market.seats > 0]))) if (market.seats > 0).any() else 1
    found = []
    for rows in row_blocks(market):
        noise = _noise(market, rows, _EVERY)
        at, column = _best_columns(market.block(rows), noise, min(count, m))
        found.append((at + rows.start) * m + column)
    for columns in column_blocks(market):
        noise = _noise(market, _EVERY, columns)
        worth = market.block(_EVERY, columns)
        at, row = _best_columns(np.ascontiguousarray(worth.T), noise.T, min(max(count, 2 * seats), n))
        found.append(row * m + at + columns.start)
    return np.unique(np.concatenate(found))


def _noise(market: Market, rows: slice, columns: slice) -> np.ndarray:
    """Return int64 cells below 512 that differ from mentee to mentor, so that equals are not all the same people."""
    left = (market.mentee_keys[rows] >> np.uint64(32)).astype(np.uint32)[:, None]
    right = (market.mentor_keys[columns] >> np.uint64(32)).astype(np.uint32)[None, :]
    mixed = (left ^ right) * np.uint32(0x9E3779B1)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x85EBCA77)
    return (mixed >> np.uint32(23)).astype(np.int64)
