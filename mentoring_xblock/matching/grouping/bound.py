"""How good any grouping can be at most: a bound on the sum of distances within groups, that anybody can check.

Let s be the sizes of the groups, each between lo and hi, and y >= 0 a price for each person. For any grouping

    sum of d_ij over pairs in a group  <=  sum of (y_i + y_j) over those pairs  +  sum of max(0, d_ij - y_i - y_j)
                                        =  sum over i of (s(i) - 1) y_i         +  …

where s(i) is the size of the group of i, and the last sum only grows when it goes over all pairs of people. When all
groups have S people the first sum is (S - 1) sum y. When sizes may differ it is at most sum over ranks r of
c_r y_(r), with y sorted from the largest and c = (hi - 1 for the people of as many groups of hi as there is room for,
then one group in between, then lo - 1): giving the c largest places to the largest prices is the best assignment, and
moving one person's place from a smaller to a larger group never makes a sum of the m largest (s(i) - 1) smaller (of c_h
people counted of a group of s_h <= s_g, the sum changes by 2 s_g - s_h - c_h + 2 > 0, and by c_g if c_h = 0), while
such moves lead from any sizes to these. Hence the bound holds for every grouping of sizes lo to hi, whatever its rules.

Every y >= 0 gives a bound; it is convex in y, the dual of the problem in which everybody picks partners and nobody asks
whether partners agree among themselves. Good prices come from a smoothed bound (Nesterov 2005) over those pairs that
matter, minimised by L-BFGS-B with the subgradient's own limits; then all pairs are read again for some that matter now.
What is reported is the bound itself, over all pairs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

_ROWS = 256
#: How smooth the bound is made, from first to last, as a share of the largest distance.
_SMOOTH = (0.03, 0.01, 0.002, 0.0005)
#: Times that all pairs are read, at most.
_READS = 10
_STEPS = 60
#: Pairs a person that are looked at, and people on whom the threshold for that is measured.
_PAIRS, _SAMPLE = 48, 200


def places_of(people: int, sizes: tuple[int, int], groups: int) -> np.ndarray:
    """Return float64[n]: how many partners people have, from the most, when groups are as unequal as sizes allow."""
    lo, hi = sizes
    if groups == 0:
        return np.zeros(people)
    counts = np.full(groups, lo)
    spare = people - lo * groups
    for number in range(groups):
        more = min(spare, hi - lo)
        counts[number] += more
        spare -= more
        if not spare:
            break
    return np.repeat(counts - 1, counts).astype(np.float64)


def bound_at(distance: np.ndarray, places: np.ndarray, price: np.ndarray) -> float:
    """Return the bound for prices.

    Args:
        distance: [n, n], symmetric; the diagonal is not read. Read in blocks of rows.
        places: float64[n] of `places_of`.
        price: float64[n], 0 or more.
    """
    total = float(np.sort(price)[::-1] @ places)
    half = 0.0
    for start in range(0, len(price), _ROWS):
        rows = distance[start : start + _ROWS]
        over = rows - price[start : start + _ROWS, None] - price[None, :]
        np.maximum(over, 0, out=over)
        own = np.arange(start, start + len(rows))
        over[own - start, own] = 0
        half += float(over.sum())
    return total + half / 2


def best_bound(distance: np.ndarray, places: np.ndarray, keep_on: Callable[[], bool]) -> tuple[float, np.ndarray]:
    """Return a bound as small as there is time to make it, and its prices, float64[n].

    Args:
        distance, places: as in `bound_at`.
        keep_on: asked at every step; False stops, and the best so far is returned.
    """
    n = len(distance)
    partners = round(float(places.mean())) if n else 0
    if n < 2 or partners < 1:
        return bound_at(distance, places, np.zeros(n)), np.zeros(n)
    price = _first_prices(distance, min(partners, n - 1))
    best, best_price = bound_at(distance, places, price), price
    scale = max(abs(float(distance.max())), abs(float(distance.min())))
    known, stage = np.zeros(0, dtype=np.int64), 0
    for _ in range(_READS):
        if stage == len(_SMOOTH) or scale == 0 or not keep_on():
            break
        pairs, threshold = _pairs_that_matter(distance, price)
        # Pairs once seen stay: they are what keeps prices from falling back.
        known = np.union1d(known, pairs)
        price = _lowered(distance, places, price, known, _SMOOTH[stage] * scale, keep_on)
        bound = bound_at(distance, places, price)
        if bound < best:
            best, best_price = bound, price
        # As long as pairs outside could be over their prices, the next reading is worth more than a sharper bound.
        stage += threshold <= 0
    return best, best_price


def _first_prices(distance: np.ndarray, partners: int) -> np.ndarray:
    """Return float64[n]: half the distance to the last partner that each person would pick for themselves."""
    n = len(distance)
    price = np.empty(n)
    for start in range(0, n, _ROWS):
        rows = distance[start : start + _ROWS].astype(_kind(distance))
        own = np.arange(start, start + len(rows))
        rows[own - start, own] = -np.inf
        price[own] = np.partition(rows, n - partners, axis=1)[:, n - partners] / 2
    return np.maximum(0, price)


def _kind(distance: np.ndarray) -> type[np.floating]:
    """Return the type that blocks of rows are read in."""
    return np.float64 if distance.dtype == np.float64 else np.float32


def _pairs_that_matter(distance: np.ndarray, price: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the pairs most above, or least below, their prices as i * n + j with i < j, and the least such excess."""
    n = len(price)
    some = np.linspace(0, n - 1, min(n, _SAMPLE)).astype(np.int64)
    over = distance[some] - price[some, None] - price[None, :]
    over[np.arange(len(some)), some] = -np.inf
    rank = over.size - len(some) * min(n - 1, _PAIRS)
    threshold = float(np.partition(over.reshape(-1), rank)[rank])
    low = price.astype(_kind(distance))
    found = []
    for start in range(0, n, _ROWS):
        rows = distance[start : start + _ROWS] - low[start : start + _ROWS, None] - low[None, :]
        first, second = np.nonzero(rows >= threshold)
        first += start
        once = second > first
        found.append(first[once] * n + second[once])
    return np.concatenate(found), threshold


def _lowered(
    distance: np.ndarray,
    places: np.ndarray,
    price: np.ndarray,
    pairs: np.ndarray,
    smooth: float,
    keep_on: Callable[[], bool],
) -> np.ndarray:
    """Return prices at which the bound over some pairs is smallest, with every max(0, t) rounded off below `smooth`."""
    n = len(price)
    first, second = np.divmod(pairs, n)
    gain = distance[first, second].astype(np.float64)

    def smoothed(price: np.ndarray) -> tuple[float, np.ndarray]:
        over = gain - price[first] - price[second]
        share = np.clip(over / smooth, 0, 1)
        order = np.argsort(-price, kind="stable")
        slope = np.empty(n)
        slope[order] = places
        slope -= np.bincount(first, share, n) + np.bincount(second, share, n)
        return float(price[order] @ places) + float((share * (over - share * smooth / 2)).sum()), slope

    def stop(_price: np.ndarray) -> None:
        if not keep_on():
            raise StopIteration

    answer = minimize(
        smoothed, price, jac=True, method="L-BFGS-B", bounds=[(0, None)] * n, callback=stop, options={"maxiter": _STEPS}
    )
    return np.maximum(0, answer.x)
