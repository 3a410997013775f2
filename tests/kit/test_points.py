"""The most points of a block: read from whatever its fields hold, and the same wherever it is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.points import FIELDS, maximum, read_rubric

pytestmark = pytest.mark.once

RUBRIC = [
    {"id": "measure", "levels": [{"points": 0}, {"points": 3}, {"points": 1}]},
    {"id": "step", "levels": [{"points": 2}, {"points": 0}]},
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "levels", "points", "words"]), inner)
    ),
    max_leaves=25,
)


@pytest.mark.parametrize(
    ("fields", "most"),
    [
        ({}, 0),
        ({"points": 7}, 7),
        ({"points": 7, "rubric": RUBRIC}, 5),
        ({"points": 0, "rubric": RUBRIC, "graded_by": "mentor"}, 5),
        ({"points": 7, "rubric": RUBRIC, "graded_by": "part", "part_goal_points": 4, "part_review_points": -2}, 4),
        ({"points": 7, "graded_by": "part"}, 0),
        ({"points": True, "rubric": [{"id": "x", "levels": [{"points": 4}]}]}, 0),
    ],
)
def test_taking_part_goes_before_a_rubric_and_a_rubric_before_a_number(fields, most):
    assert maximum(fields) == most


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_an_import_left_there_the_maximum_is_whole(fields):
    assert maximum(fields) >= 0
    for _criterion, levels in read_rubric(fields.get("rubric")).values():
        assert 2 <= len(levels) <= 6
        assert 0 < max(levels) <= 100


def test_what_is_damaged_is_passed_over_and_ids_never_clash():
    authored = [*RUBRIC, None, {"id": " "}, {"levels": RUBRIC[0]["levels"]}, RUBRIC[1], RUBRIC[1]]
    assert list(read_rubric(authored)) == ["measure", "step", "step-2", "step-3"]
    same = [{"id": "a", "levels": [{"points": 1, "words": "first"}, {"points": 1}, {"points": 101}, {"points": 0}]}]
    assert read_rubric(same)["a"][1] == {1: {"points": 1, "words": "first"}, 0: {"points": 0}}
