"""Worst group first: raise the smallest sum of any group, then the total."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mentoring_xblock.matching.grouping.search import Search

_SHAKES = 3


def raise_worst(search: Search, keep_on: Callable[[], bool], shakes: int) -> None:
    """Make (smallest sum of a group, total) as large as it can be made, in that order; rules and wishes stay as met.

    Args:
        search: whose groups are changed. They are never left with a smaller worst group than they had.
        keep_on: asked for every swap; False stops.
        shakes: how often to swap some people of the worst group at random and begin again from the best.
    """
    _climb(search, keep_on)
    best, best_group = _rank(search), search.group.copy()
    for _ in range(shakes):
        if not keep_on():
            break
        _shake(search)
        _climb(search, keep_on)
        if (rank := _rank(search)) > best:
            best, best_group = rank, search.group.copy()
        else:
            search.restart(best_group)
    search.restart(best_group)


def sums_of(search: Search) -> np.ndarray:
    """Return float64[g]: the sum of the distances within each group."""
    everybody = np.arange(len(search.group))
    own = search.sums[search.group, everybody].astype(np.float64)
    return np.bincount(search.group, weights=own, minlength=search.ground.groups) / 2


def _rank(search: Search) -> tuple[float, float, float]:
    return -search.cost, round(float(sums_of(search).min(initial=np.inf)), 6), search.value


def _climb(search: Search, keep_on: Callable[[], bool]) -> None:
    """Raise the worst group until no swap with it does; then take swaps that add to the total and leave it so."""
    while keep_on() and _raise_once(search):
        pass
    _polish(search, keep_on)


def _raise_once(search: Search) -> bool:
    """Take the swap with somebody of the worst group that leaves the smaller of both sums largest, if that is more."""
    sums = sums_of(search)
    if not len(sums):
        return False
    worst = int(sums.argmin())
    found, best = None, sums[worst] + search.tolerance()
    for person in np.flatnonzero((search.group == worst) & search.ground.movable).tolist():
        gain = search.offer(person)[: len(search.group)]
        low = _lower(search, person, sums)
        low[~search.ground.movable | (search.group == worst) | (gain < -search.ground.weight / 2)] = -np.inf
        other = int(low.argmax())
        if low[other] > best:
            found, best = (person, other), low[other]
    if found is None:
        return _take_in(search, worst, sums)
    search.swap(*found)
    return True


def _lower(search: Search, person: int, sums: np.ndarray) -> np.ndarray:
    """Return float64[n]: the smaller of the sums of both groups after each swap with `person`."""
    group, everybody = search.group, np.arange(len(search.group))
    own = int(group[person])
    row = search.ground.row(person)
    here = sums[own] - search.sums[own, person] + search.sums[own] - row
    there = sums[group] - search.sums[group, everybody] + search.sums[group, person] - row
    return np.minimum(here, there).astype(np.float64)


def _take_in(search: Search, worst: int, sums: np.ndarray) -> bool:
    """Give the worst group one more person, if there is a free place and both groups are better off than it was."""
    ground, group = search.ground, search.group
    if search.sizes[worst] >= ground.hi:
        return False
    everybody = np.arange(len(group))
    low = np.minimum(sums[worst] + search.sums[worst], sums[group] - search.sums[group, everybody]).astype(np.float64)
    low[~ground.movable | (group == worst) | (search.sizes[group] <= ground.lo)] = -np.inf
    for person in np.argsort(-low, kind="stable")[:20].tolist():
        if low[person] <= sums[worst] + search.tolerance():
            return False
        if search.offer(person)[len(group) + worst] > -ground.weight / 2:
            search.move(person, worst)
            return True
    return False


def _polish(search: Search, keep_on: Callable[[], bool]) -> None:
    """Add to the total by swaps after which neither group is worse off than the worst one is now."""
    changed, least = True, search.tolerance()
    while changed and keep_on():
        changed = False
        sums = sums_of(search)
        floor = sums.min(initial=np.inf) - least
        for person in search.rng.permutation(np.flatnonzero(search.ground.movable)).tolist():
            gain = search.offer(person)[: len(search.group)].copy()
            gain[_lower(search, person, sums) < floor] = -np.inf
            way = int(gain.argmax())
            if gain[way] > least and search.take(person, way):
                changed, sums = True, sums_of(search)
            if not keep_on():
                return


def _shake(search: Search) -> None:
    """Swap a few people of the worst group with others at random, where no rule is broken by it."""
    worst = int(sums_of(search).argmin())
    people = search.rng.permutation(np.flatnonzero((search.group == worst) & search.ground.movable))[:_SHAKES]
    for person in people.tolist():
        gain = search.offer(person)[: len(search.group)]
        could = np.flatnonzero(search.ground.movable & (search.group != worst) & (gain > -search.ground.weight / 2))
        if len(could):
            search.swap(person, int(could[search.rng.integers(len(could))]))
