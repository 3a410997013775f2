"""A bound for distances that are those of points in a few dimensions.

With m points x in a group and their mean c, the squares of their distances add up to m times the sum of |x - c|^2, and
no more than that comes from any other point in place of c (Huygens and Steiner; Späth 1986). So over all groups of at
most `hi` people the squares come to no more than hi times the sum of |x - mean of all|^2. A sum of p numbers is at most
the root of p times the sum of their squares (Cauchy and Schwarz): that bounds the sum of the distances, and is reached
by groups whose people are all equally far from each other, and whose means are that of all.

Nobody says that distances are of that kind, so points are looked for: those of some people by their distances from each
other, those of the rest by their distances from these (Gower 1966; de Silva and Tenenbaum 2004). Then all distances are
held against the points. What a square is larger than between the points is added for each pair: so the bound holds
whatever points were found, and is of use if they fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

#: People whose points are found first, and dimensions, at most.
_LANDMARKS, _DIMENSIONS = 100, 50
#: Of the largest eigenvalue: what counts as a dimension, and how far below zero none may be.
_NONE, _WRONG = 1e-4, 1e-3
_ROWS = 256


def bound_of_points(distance: np.ndarray, hi: int, pairs: float, keep_on: Callable[[], bool]) -> float:
    """Return what the sum of distances within groups is at most; infinite if no points fit, or time is over.

    Args:
        distance: [n, n], symmetric; the diagonal is not read.
        hi: the most people in a group.
        pairs: how many pairs share a group, at most.
        keep_on: asked for every block of rows; False stops.
    """
    points = _points(distance)
    if points is None:
        return math.inf
    squares = (points**2).sum(axis=1)
    most, over = hi * float(squares.sum()), 0.0
    for start in range(0, len(points), _ROWS):
        if not keep_on():
            return math.inf
        rows = slice(start, start + _ROWS)
        more = distance[rows].astype(np.float64) ** 2
        more += 2 * points[rows] @ points.T
        more -= squares[rows, None]
        more -= squares
        own = np.arange(start, start + len(more))
        more[own - start, own] = 0
        over = max(over, float(more.max()))
    # Sums of this many numbers are exact to far better than a millionth.
    return math.sqrt(pairs * (most + pairs * over)) * (1 + 1e-9)


def _points(distance: np.ndarray) -> np.ndarray | None:
    """Return float64[n, d] around their mean, or None if some people's distances show that there are no such points."""
    n = len(distance)
    if n < 3:
        return None
    some = np.unique(np.linspace(0, n - 1, min(n, _LANDMARKS)).astype(np.int64))
    squares = distance[some].astype(np.float64) ** 2
    among = squares[:, some]
    np.fill_diagonal(among, 0)
    squares[np.arange(len(some)), some] = 0
    mean = among.mean(axis=0)
    size, axes = np.linalg.eigh((mean[:, None] + mean[None, :] - mean.mean() - among) / 2)
    if size[-1] <= 0 or size[0] < -_WRONG * size[-1]:
        return None
    used = size > _NONE * size[-1]
    if used.sum() > min(_DIMENSIONS, len(some) // 2):
        return None
    found = (mean[:, None] - squares).T @ (axes[:, used] / (2 * np.sqrt(size[used])))
    return found - found.mean(axis=0)
