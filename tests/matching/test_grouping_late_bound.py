"""With two free places a group, the bound for people who come late is above every placing, and near the best."""

from itertools import product

import numpy as np
import pytest

from mentoring_xblock.matching.grouping import GroupingProblem, join_groups
from mentoring_xblock.matching.grouping.join import towards
from mentoring_xblock.matching.grouping.late_bound import bound_for_two

GROUPS, HERE, COMING = 3, 6, 5


def scene(seed):
    """Return the distances of everybody, symmetric and partly negative, and who is where."""
    draw = np.random.default_rng(seed)
    distance = np.triu(draw.integers(-20, 101, (HERE + COMING, HERE + COMING)), 1)
    return distance + distance.T, np.concatenate([np.arange(HERE) % GROUPS, np.full(COMING, -1)])


def values(distance, current, room):
    """Return what every placing of those who come adds."""
    found = []
    for places in product(range(GROUPS), repeat=COMING):
        if (np.bincount(places, minlength=GROUPS) <= room).all():
            group = np.concatenate([current[:HERE], places])
            share = np.triu(group[:, None] == group[None, :], 1)
            share[:HERE, :HERE] = False
            found.append(int(distance[share].sum()))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_placing_is_above_the_bound(seed):
    distance, current = scene(seed)
    room = np.array([2, 2, 1]) if seed % 2 else np.array([2, 2, 2])
    problem = GroupingProblem(distance, (0, 4), GROUPS)
    near = towards(problem, current, np.arange(HERE, HERE + COMING))
    among = distance[HERE:, HERE:].astype(float)
    bound = bound_for_two(near, among, room, lambda: True)
    best = max(values(distance, current, room))
    assert best <= bound + 1e-6
    assert bound <= best + 40


@pytest.mark.parametrize("seed", range(6))
def test_an_answer_has_the_bound(seed):
    distance, current = scene(seed)
    found = join_groups(GroupingProblem(distance, (2, 4), GROUPS), current)
    there = sum(distance[one, other] for one in range(HERE) for other in range(one) if (one - other) % GROUPS == 0)
    best = there + max(values(distance, current, np.full(GROUPS, 2)))
    assert found.value <= best <= found.bound + 1e-6
    assert found.value == best or not found.proved


def test_without_time_nothing_is_said():
    assert bound_for_two(np.ones((2, 1)), np.ones((2, 2)), np.array([2]), lambda: False) == np.inf
