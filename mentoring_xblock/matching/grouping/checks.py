"""Wishes that contradict: found before the search, and named."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping.problem import GroupingProblem


def blocks_of(problem: GroupingProblem) -> np.ndarray:
    """Return int64[n]: the smallest index of everybody who has to share a group, by union-find.

    People share when `together` says so, directly or through others, or when they are locked in the same group.
    """
    parent = list(range(problem.people))

    def root(person: int) -> int:
        while parent[person] != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    def join(first: int, second: int) -> None:
        low, high = sorted((root(first), root(second)))
        parent[high] = low

    for people in problem.together:
        for person in people[1:]:
            join(people[0], person)
    keepers: dict[int, int] = {}
    for person, group in enumerate(problem.locked().tolist()):
        if group >= 0:
            join(keepers.setdefault(group, person), person)
    return np.array([root(person) for person in range(problem.people)], dtype=np.int64)


def apart_pairs(problem: GroupingProblem) -> np.ndarray:
    """Return int64[k, 2]: every two people who may not share a group, each once, in order."""
    pairs = {(min(pair), max(pair)) for people in problem.apart for pair in combinations(sorted(set(people)), 2)}
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def check_wishes(problem: GroupingProblem, block: np.ndarray, pairs: np.ndarray) -> None:
    """Look for wishes that no grouping can meet and that show without a search.

    Args:
        problem: as given, already looked at by `check`.
        block: int64[n], of `blocks_of`.
        pairs: int64[k, 2], of `apart_pairs`.

    Raises:
        BadInput: with the people concerned. "contradicts_fixed": people who share are locked in two groups;
            "contradicts_together": people kept apart have to share; "block_too_large", "group_too_full": more people
            have to share than a group holds; "more_than_groups": more people kept apart than there are groups.
    """
    fixed, (_lo, hi) = problem.locked(), problem.sizes
    roots, counts = np.unique(block, return_counts=True)
    for first in roots[counts > 1].tolist():
        people = np.flatnonzero(block == first).tolist()
        wanted = sorted({int(fixed[person]) for person in people} - {-1})
        if len(wanted) > 1:
            params = {"people": [person for person in people if fixed[person] >= 0], "groups": wanted}
            raise BadInput("together", "contradicts_fixed", "People who share are locked in two groups.", params)
        if len(people) > hi:
            name, code = ("fixed", "group_too_full") if wanted else ("together", "block_too_large")
            raise BadInput(name, code, f"{len(people)} people have to share, {hi} fit.", {"people": people, "most": hi})
    torn = pairs[block[pairs[:, 0]] == block[pairs[:, 1]]]
    if len(torn):
        raise BadInput("apart", "contradicts_together", "People kept apart have to share.", {"people": torn.tolist()})
    for people in problem.apart:
        if len(set(people)) > problem.groups:
            params = {"people": sorted({int(person) for person in people}), "groups": int(problem.groups)}
            raise BadInput("apart", "more_than_groups", "More people are kept apart than there are groups.", params)
