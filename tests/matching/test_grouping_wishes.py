"""Wishes that contradict are named, rules that can be met are met, and rules that can't are named."""

import numpy as np
import pytest

from demo.benchmarks.grouping_instances import distances, witnessed
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping import GroupingProblem, Rule, group


def asked(people=8, **more):
    given = {"distance": np.ones((people, people)), "sizes": (2, 2), "groups": people // 2}
    return GroupingProblem.checked(**given | more)


def refused(**more):
    """The field, code and people that are named."""
    with pytest.raises(BadInput) as caught:
        group(asked(**more))
    return caught.value.field, caught.value.code, caught.value.params.get("people")


CONTRADICTIONS = {
    "apart who share": (
        {"together": [(0, 1)], "apart": [(1, 0)]},
        ("apart", "contradicts_together", [[0, 1]]),
    ),
    "apart who share through a third": (
        {"together": [(0, 1), (1, 2)], "apart": [(0, 2)], "sizes": (2, 4), "groups": 3},
        ("apart", "contradicts_together", [[0, 2]]),
    ),
    "locked in two groups": (
        {"together": [(0, 1)], "fixed": [0, 1, -1, -1, -1, -1, -1, -1]},
        ("together", "contradicts_fixed", [0, 1]),
    ),
    "apart and locked in one group": (
        {"apart": [(0, 1)], "fixed": [0, 0, -1, -1, -1, -1, -1, -1]},
        ("apart", "contradicts_together", [[0, 1]]),
    ),
    "too many share": ({"together": [(0, 1, 2)]}, ("together", "block_too_large", [0, 1, 2])),
    "too many locked": ({"fixed": [1, 1, 1, -1, -1, -1, -1, -1]}, ("fixed", "group_too_full", [0, 1, 2])),
    "more apart than groups": ({"apart": [(0, 1, 2, 3, 4)]}, ("apart", "more_than_groups", [0, 1, 2, 3, 4])),
    "no way to seat them": (
        {"people": 6, "groups": 2, "sizes": (3, 3), "together": [(0, 1), (2, 3), (4, 5)]},
        ("together", "cannot_be_met", [0, 1, 2, 3, 4, 5]),
    ),
    "three colours are needed": (
        {"people": 6, "groups": 2, "sizes": (3, 3), "apart": [(0, 1), (1, 2), (0, 2)]},
        ("apart", "cannot_be_met", [0, 1, 2]),
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions_name_the_people(case):
    more, expected = CONTRADICTIONS[case]
    assert refused(**more) == expected


def test_people_are_named_by_their_rows_when_there_are_ids():
    ids = [f"p{number}" for number in reversed(range(8))]
    assert refused(together=[(0, 1, 2)], ids=ids) == ("together", "block_too_large", [0, 1, 2])


WRONG = {
    "too few seats": ({"groups": 3}, "sizes", "too_few_seats"),
    "too few people": ({"groups": 5}, "sizes", "too_few_people"),
    "sizes turned round": ({"sizes": (3, 2)}, "sizes", "not_a_range"),
    "one size": ({"sizes": (3,)}, "sizes", "not_a_range"),
    "not square": ({"distance": np.ones((8, 7))}, "distance", "not_square"),
    "not symmetric": ({"distance": np.arange(64).reshape(8, 8)}, "distance", "not_symmetric"),
    "not a number": ({"distance": np.full((8, 8), np.nan)}, "distance", "not_finite"),
    "text": ({"distance": [["a"] * 8] * 8}, "distance", "not_numbers"),
    "ragged": ({"distance": [[0, 1], [0]]}, "distance", "ragged"),
    "nobody of that number": ({"together": [(0, 8)]}, "together", "out_of_range"),
    "half a person": ({"apart": [(0, 1.5)]}, "apart", "out_of_range"),
    "no such group": ({"fixed": [4] + [-1] * 7}, "fixed", "out_of_range"),
    "too short": ({"fixed": [0]}, "fixed", "wrong_shape"),
    "two with one id": ({"ids": ["a"] * 8}, "ids", "not_unique"),
    "one id": ({"ids": ["a"]}, "ids", "wrong_length"),
    "unknown objective": ({"objective": "best"}, "objective", "unknown"),
    "negative seconds": ({"seconds": -1}, "seconds", "out_of_range"),
    "negative seed": ({"seed": -1}, "seed", "out_of_range"),
    "unknown rule": ({"rules": [Rule("same", np.zeros(8, int))]}, "rules[0].kind", "unknown"),
    "short rule": ({"rules": [Rule("mix", np.zeros(7, int))]}, "rules[0].values", "wrong_shape"),
    "level below": ({"rules": [Rule("mix", np.full(8, -2))]}, "rules[0].values", "out_of_range"),
    "columns": ({"rules": [Rule("common", np.ones((8, 2), bool), 3)]}, "rules[0].minimum", "out_of_range"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_names_the_field(case):
    more, field, code = WRONG[case]
    with pytest.raises(BadInput) as caught:
        asked(**more)
    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.once
@pytest.mark.parametrize("family", ["roles", "towns", "languages", "fields"])
@pytest.mark.parametrize("seed", [0, 1])
def test_rules_that_can_be_met_are_met(family, seed):
    given = witnessed(family, 100, 5, seed)
    # By a budget and not by the clock, so that it is the same answer on every machine.
    found = group(GroupingProblem(distances("survey", 100, seed), (5, 5), 20, rules=given.rules))
    assert found.broken == ()


def test_people_who_stay_together_are_moved_as_one():
    # Two pairs and four others: each pair has good partners in the group where it doesn't start.
    distance = np.zeros((100, 100), dtype=np.int64)
    pairs = [(2 * number, 2 * number + 1) for number in range(10)]
    for number, (one, other) in enumerate(pairs):
        friends = [20 + 3 * number + more for more in range(3)]
        for friend in friends:
            distance[[one, other, friend, friend], [friend, friend, one, other]] = 50
    found = group(GroupingProblem.checked(distance=distance, sizes=(5, 5), groups=20, together=pairs))
    assert found.value == 10 * 6 * 50
    assert all(found.of[one] == found.of[other] for one, other in pairs)


def test_rules_that_cannot_be_met_are_named_with_the_people():
    # Three people of a kind in four groups of two: "alike" leaves somebody of another kind beside one of them.
    level = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    found = group(asked(rules=[Rule("alike", level)]))
    (broken,) = found.broken
    people = found.groups[broken.group]
    assert (broken.rule, broken.kind, broken.level) == (0, "alike", None)
    assert set(broken.people) < set(people)
    assert {int(level[person]) for person in people} == {0, 1}
    alone = group(asked(rules=[Rule("not_alone", np.array([0, 1, 1, 1, 1, 1, 1, 1]))])).broken
    assert [(one.people, one.level) for one in alone if one.level == 0] == [((0,), 0)]
    none = group(asked(rules=[Rule("common", np.eye(8, dtype=bool))])).broken
    assert sorted(person for one in none for person in one.people) == list(range(8))
    assert all(one.kind == "common" and one.level is None for one in none)


def test_levels_begin_in_whole_groups_filled_up_with_those_who_did_not_say():
    """13, 9 and 4 of three levels and 4 unknown: six groups of 5 are alike before any search."""
    levels = np.random.default_rng(1).permutation(np.repeat([0, 1, 2, -1], [13, 9, 4, 4]))
    found = group(GroupingProblem(distances("RanInt", 30, 1), (5, 5), 6, rules=(Rule("alike", levels),), seconds=0.0))
    assert found.broken == ()
