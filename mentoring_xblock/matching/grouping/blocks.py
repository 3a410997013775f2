"""Moving people who stay together: a block changes places with as many others, or takes free places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mentoring_xblock.matching.grouping.search import Search

_GROUPS = 40


def move_blocks(search: Search, blocks: Sequence[np.ndarray], keep_on: Callable[[], bool], passes: int = 3) -> bool:
    """Improve the score by moving whole blocks; return whether anything moved.

    Args:
        search: whose groups are changed.
        blocks: the people of each block that is not locked.
        keep_on: asked for every block; False stops.
        passes: at most as many rounds over all blocks.
    """
    ever = False
    for _ in range(passes):
        moved = False
        for number in search.rng.permutation(len(blocks)).tolist():
            if not keep_on():
                return ever or moved
            moved |= _move_block(search, blocks, blocks[number])
        ever |= moved
        if not moved:
            break
    return ever


def _move_block(search: Search, blocks: Sequence[np.ndarray], block: np.ndarray) -> bool:
    here = int(search.group[block[0]])
    least = search.tolerance()
    for there in search.rng.permutation(search.ground.groups)[:_GROUPS].tolist():
        if there == here:
            continue
        for back in _exchanges(search, blocks, block, here, there):
            if _gain(search, block, back, here, there) > least:
                for person in block.tolist():
                    search.move(person, there)
                for person in back.tolist():
                    search.move(person, here)
                return True
    return False


def _exchanges(
    search: Search, blocks: Sequence[np.ndarray], block: np.ndarray, here: int, there: int
) -> Iterator[np.ndarray]:
    """Yield sets of people of `there` who could come in exchange, so that both groups keep to their sizes."""
    ground, size = search.ground, len(block)
    left, met = int(search.sizes[here]) - size, int(search.sizes[there]) + size
    low, high = max(0, ground.lo - left, met - ground.hi), min(ground.hi - left, met - ground.lo)
    for other in blocks:
        if search.group[other[0]] == there and low <= len(other) <= high:
            yield other
    singles = np.flatnonzero((search.group == there) & ground.movable)
    if low <= high and len(singles) >= low:
        worth = search.sums[here, singles] - search.sums[there, singles]
        for person in block.tolist():
            worth = worth - 2 * ground.row(person)[singles]
        ranked = singles[np.argsort(-worth, kind="stable")]
        for count in {low, min(high, size, len(singles))}:
            if low <= count <= high:
                yield ranked[:count]


def _gain(search: Search, block: np.ndarray, back: np.ndarray, here: int, there: int) -> float:
    """Return what the score changes by, formed from scratch over the two groups."""
    old = [np.flatnonzero(search.group == group) for group in (here, there)]
    new = [
        np.concatenate([np.setdiff1d(old[0], block), back]),
        np.concatenate([np.setdiff1d(old[1], back), block]),
    ]
    if any(search.ground.at_odds(people) for people in new):
        return -np.inf
    return sum(_score(search, people) for people in new) - sum(_score(search, people) for people in old)


def _score(search: Search, people: np.ndarray) -> float:
    ground = search.ground
    value = float(ground.distance[np.ix_(people, people)].sum(dtype=np.float64)) / 2
    return value - ground.weight * float(sum(table.cost_of(people[None, :])[0] for table in ground.tables))
