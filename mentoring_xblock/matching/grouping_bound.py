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

Every y >= 0 gives a bound; good ones are found by subgradient steps, since the bound is convex in y (it is the dual of
the problem in which everybody picks partners, and nobody asks whether partners agree among themselves).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_ROWS = 256
_STEPS = 120
#: Candidates a person in the sparse subgradient: this many for each place in a group.
_PER_PLACE = 8
#: People up to whom steps look at every pair.
_DENSE = 600


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


def prices(distance: np.ndarray, places: np.ndarray, target: float, keep_on: Callable[[], bool]) -> np.ndarray:
    """Return float64[n] prices that make the bound small.

    Args:
        distance, places: as in `bound_at`.
        target: the value of a grouping that is known, which steers the steps.
        keep_on: asked at every step; False stops, and the best prices so far are returned.
    """
    n = len(distance)
    partners = round(float(places.mean())) if n else 0
    if n < 2 or partners < 1:
        return np.zeros(n)
    first, second, gain, price = _candidates(distance, partners)
    best, best_price, pace, stale = np.inf, price.copy(), 1.0, 0
    for _ in range(_STEPS):
        if not keep_on():
            break
        over = gain - price[first] - price[second]
        taken = over > 0
        order = np.argsort(-price, kind="stable")
        slope = np.empty(n)
        slope[order] = places
        bound = float(price[order] @ places) + float(over[taken].sum())
        slope -= np.bincount(first[taken], minlength=n) + np.bincount(second[taken], minlength=n)
        if bound < best:
            best, best_price, stale = bound, price.copy(), 0
        else:
            stale += 1
            if stale == 5:
                pace, stale, price = pace / 2, 0, best_price.copy()
                continue
        steep = float(slope @ slope)
        if steep == 0 or best <= target:
            break
        # Polyak's step, towards a value between what is known to be reached and what is proved.
        price = np.maximum(0, price - pace * (bound - (target + best) / 2) / steep * slope)
    return best_price


def _candidates(distance: np.ndarray, partners: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs worth looking at as (i, j, d_ij) with each pair once, and prices to begin with.

    A person's first price is half the distance to the last partner that they would pick for themselves.
    """
    n = len(distance)
    keep = n - 1 if n <= _DENSE else min(n - 1, _PER_PLACE * partners + 8)
    place = min(partners, keep) - 1
    rows, columns, gains = [], [], []
    price = np.empty(n)
    for start in range(0, n, _ROWS):
        block = distance[start : start + _ROWS].astype(np.float32 if distance.itemsize < 8 else np.float64)
        own = np.arange(start, start + len(block))
        block[own - start, own] = -np.inf
        best = np.argpartition(block, n - keep, axis=1)[:, n - keep :] if keep < n - 1 else _others(own, n)
        found = np.take_along_axis(block, best, axis=1)
        price[own] = np.maximum(0, np.partition(found, keep - 1 - place, axis=1)[:, keep - 1 - place]) / 2
        rows.append(np.repeat(own, keep))
        columns.append(best.reshape(-1))
        gains.append(found.reshape(-1))
    first, second, gain = np.concatenate(rows), np.concatenate(columns), np.concatenate(gains)
    once = np.unique(np.minimum(first, second) * n + np.maximum(first, second), return_index=True)[1]
    return first[once], second[once], gain[once].astype(np.float64), price


def _others(own: np.ndarray, n: int) -> np.ndarray:
    """Return int64[r, n - 1]: all people but each row's own."""
    return (own[:, None] + 1 + np.arange(n - 1)) % n
