"""Those who come late get the best places there are, and nobody moves for them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping import GroupingProblem, Rule, join_groups


def instance(seed, groups=4, here=3, coming=3):
    """Distances, and a full list of who is where with -1 for those who come."""
    rng = np.random.default_rng(seed)
    people = groups * here + coming
    upper = np.triu(rng.integers(0, 100, (people, people)), 1)
    return upper + upper.T, np.concatenate([np.arange(groups * here) % groups, np.full(coming, -1)])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(0, 5), st.integers(0, 2), st.booleans())
def test_nobody_moves_and_everybody_has_a_place(seed, groups, coming, room, with_rule):
    distance, current = instance(seed, groups, 2, coming)
    hi = 2 + room
    rules = (Rule("mix", np.arange(len(current)) % 2),) if with_rule else ()
    problem = GroupingProblem(distance, (1, hi), groups, rules=rules)
    if groups * room < coming:
        with pytest.raises(BadInput) as caught:
            join_groups(problem, current)
        assert caught.value.code == "too_few_seats"
        return
    found = join_groups(problem, current)
    assert (found.of[current >= 0] == current[current >= 0]).all()
    assert all(2 <= len(people) <= hi for people in found.groups)
    assert sum(len(people) for people in found.groups) == len(current)
    value = sum(int(distance[pair]) for people in found.groups for pair in combinations(people, 2))
    assert found.value == value <= found.bound


@pytest.mark.parametrize("seed", range(5))
def test_one_free_place_a_group_is_filled_in_the_best_way(seed):
    distance, current = instance(seed, groups=8, here=4, coming=6)
    found = join_groups(GroupingProblem(distance, (4, 5), 8), current)
    assert found.value == pytest.approx(found.bound)


def test_groups_that_are_too_small_are_filled_first():
    distance, current = instance(1, groups=3, here=3, coming=1)
    current[[0, 3]] = 1
    found = join_groups(GroupingProblem(distance, (2, 6), 3), current)
    assert found.of[-1] == 0


def test_a_group_that_is_too_large_takes_nobody():
    distance, current = instance(1, groups=2, here=3, coming=1)
    distance[-1, current == 0] = distance[current == 0, -1] = 1000
    current[1] = 0
    found = join_groups(GroupingProblem(distance, (2, 3), 2), current)
    assert found.of[-1] == 1
    assert len(found.groups[0]) == 4


def test_wishes_of_those_who_come_are_kept():
    distance, current = instance(2, groups=4, here=3, coming=4)
    problem = GroupingProblem(distance, (3, 5), 4, together=((12, 13), (14, 0)), apart=((15, 1), (15, 2), (12, 3)))
    found = join_groups(problem, current)
    assert found.of[12] == found.of[13] != found.of[3]
    assert found.of[14] == found.of[0]
    assert found.of[15] not in (found.of[1], found.of[2])


def test_wishes_that_leave_no_place_are_named():
    distance, current = instance(2, groups=2, here=3, coming=1)
    with pytest.raises(BadInput) as caught:
        join_groups(GroupingProblem(distance, (3, 4), 2, apart=((6, 0), (6, 1))), current)
    assert (caught.value.field, caught.value.code) == ("apart", "not_found")
    assert caught.value.params["people"] == [6]


def test_somebody_who_wants_to_be_with_people_of_two_groups_is_told():
    distance, current = instance(2, groups=2, here=3, coming=1)
    with pytest.raises(BadInput) as caught:
        join_groups(GroupingProblem(distance, (3, 4), 2, together=((6, 0), (6, 1))), current)
    assert caught.value.code == "contradicts_fixed"


@pytest.mark.parametrize(("current", "code"), [([0, 0, 2], "out_of_range"), ([0, 0], "wrong_shape")])
def test_who_is_where_is_looked_at(current, code):
    with pytest.raises(BadInput) as caught:
        join_groups(GroupingProblem(np.zeros((3, 3)), (1, 3), 2), np.array(current))
    assert (caught.value.field, caught.value.code) == ("current", code)
