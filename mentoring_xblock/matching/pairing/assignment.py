"""An assignment over a list of cells, by whichever solver suits: OR-Tools where it is installed, else scipy."""

from __future__ import annotations

import importlib.util

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

#: More copies of seats than this take more memory than a flow that knows of capacities.
MOST_COPIES = 6_000_000
_HAS_ORTOOLS = importlib.util.find_spec("ortools") is not None


def assign(rows: np.ndarray, columns: np.ndarray, worth: np.ndarray, n: int, seats: np.ndarray) -> np.ndarray:
    """Return the pairs of the largest sum of worths among these cells: each row once at most, columns within seats.

    Args:
        rows, columns: int64, sorted by row, then column, no cell twice.
        worth: int64 > 0; n * worth.max() must be below 2**53.
        n: number of rows.
        seats: int64[m] >= 0; columns without seats must not be among the cells.

    Returns:
        int64[n], the column of each row or -1.
    """
    mentor = np.full(n, -1, dtype=np.int64)
    if len(rows) == 0:
        return mentor
    if _HAS_ORTOOLS:
        from mentoring_xblock.matching.pairing.ortools_flow import flow

        return flow(rows, columns, worth, n, seats)
    degree = np.bincount(columns, minlength=len(seats))
    # A mentor with a seat for everybody who could come is never full: each of those has a seat of their own.
    roomy = degree <= seats
    copies = np.where(roomy, 1, seats)[columns]
    if copies.sum() > MOST_COPIES:
        return _by_programme(rows, columns, worth, n, seats)
    return _by_copies(rows, columns, worth, n, np.where(roomy, degree, seats), roomy, copies)


def _by_copies(
    rows: np.ndarray,
    columns: np.ndarray,
    worth: np.ndarray,
    n: int,
    places: np.ndarray,
    roomy: np.ndarray,
    copies: np.ndarray,
) -> np.ndarray:
    """Give each mentor a column for each seat and each mentee a column of their own for being unmatched.

    Args:
        places: int64[m], the number of columns of each mentor.
        roomy: bool[m], whether each cell of the mentor has a column of its own.
        copies: int64, the number of columns that each cell reaches.
    """
    ends = np.cumsum(places)
    first = ends - places
    order = np.argsort(columns, kind="stable")
    turn = np.empty(len(rows), dtype=np.int64)
    turn[order] = np.arange(len(rows)) - np.repeat(first_of(columns[order]), run_lengths(columns[order]))
    start = first[columns] + np.where(roomy[columns], turn, 0)
    # Positions in the matrix: the copies of a row's cells one after another, then the column for being unmatched.
    counts = np.bincount(rows, weights=copies, minlength=n).astype(np.int64) + 1
    indptr = np.concatenate([[0], np.cumsum(counts)])
    before = np.cumsum(copies) - copies
    within = np.arange(int(copies.sum())) - np.repeat(before, copies)
    position = np.repeat(before + rows, copies) + within
    top = int(worth.max()) + 1
    indices = np.empty(indptr[-1], dtype=np.int32)
    data = np.empty(indptr[-1], dtype=np.float64)
    indices[position] = np.repeat(start, copies) + within
    data[position] = np.repeat(top - worth, copies)
    total = int(ends[-1])
    indices[indptr[1:] - 1] = total + np.arange(n)
    data[indptr[1:] - 1] = top
    graph = csr_array((data, indices, indptr.astype(np.int32)), shape=(n, total + n))
    _, taken = min_weight_full_bipartite_matching(graph)
    mentor = np.searchsorted(ends, taken, side="right").astype(np.int64)
    mentor[taken >= total] = -1
    return mentor


def _by_programme(rows: np.ndarray, columns: np.ndarray, worth: np.ndarray, n: int, seats: np.ndarray) -> np.ndarray:
    """Solve the linear programme, whose vertices are whole numbers: rows and columns of a bipartite graph."""
    cells = np.arange(len(rows))
    used = np.concatenate([rows, n + columns]), np.concatenate([cells, cells])
    table = csr_array((np.ones(2 * len(rows)), used), shape=(n + len(seats), len(rows)))
    limits = np.concatenate([np.ones(n), seats])
    found = linprog(-worth.astype(float), A_ub=table, b_ub=limits, bounds=(0, 1), method="highs-ds")
    mentor = np.full(n, -1, dtype=np.int64)
    chosen = found.x > 0.5
    mentor[rows[chosen]] = columns[chosen]
    return mentor


def run_lengths(values: np.ndarray) -> np.ndarray:
    """Return how often each value stands in a row: int64, for sorted values."""
    starts = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
    return np.diff(np.append(starts, len(values)))


def first_of(values: np.ndarray) -> np.ndarray:
    """Return where each run of equal values starts: int64, for sorted values."""
    return np.flatnonzero(np.append(True, values[1:] != values[:-1]))
