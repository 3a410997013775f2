"""The bound for distances of points holds for all groups, and is near where the dual bound is far."""

import math

import numpy as np

from mentoring_xblock.matching.grouping import GroupingProblem, group
from mentoring_xblock.matching.grouping.points import bound_of_points


def far_apart(people, dimensions, seed):
    points = np.random.default_rng(seed).random((people, dimensions))
    return np.sqrt(((points[:, None] - points[None, :]) ** 2).sum(axis=-1))


def keep_on():
    return True


def test_the_best_groups_of_points_are_not_above_it_also_when_distances_are_a_little_wrong():
    for seed in range(8):
        distance = far_apart(9, 2, seed)
        if seed % 2:
            wrong = np.triu(np.random.default_rng(seed).normal(0, 0.002, (9, 9)), 1)
            distance = distance + wrong + wrong.T
        best = group(GroupingProblem(distance, (3, 3), 3, seed=seed))
        assert best.proved
        assert best.value <= bound_of_points(distance, 3, 9, keep_on)


def test_groups_of_points_are_shown_to_be_near_the_best():
    found = group(GroupingProblem(far_apart(60, 6, 0), (5, 5), 12))
    assert found.value >= 0.95 * found.bound


def test_distances_that_are_of_no_points_have_no_such_bound():
    upper = np.triu(np.random.default_rng(0).random((60, 60)), 1)
    assert bound_of_points(upper + upper.T, 5, 120, keep_on) == math.inf
    assert bound_of_points(far_apart(60, 3, 0), 5, 120, lambda: False) == math.inf
