"""What can't be paired is refused, with the field, a code and the people named."""

import numpy as np
import pytest

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing import PairingProblem, join, solve, spread


def refused(*args, **fields):
    with pytest.raises(BadInput) as caught:
        PairingProblem.checked(*args, **fields)
    return caught.value


TWO = [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"scores": [[1, 2], [3]]}, "scores", "shape"),
        ({"scores": [1, 2]}, "scores", "shape"),
        ({"scores": [["a", "b"]]}, "scores", "type"),
        ({"scores": [[0.5, 1.0]]}, "scores", "type"),
        ({"scores": [[True, False]]}, "scores", "type"),
        ({"scores": [[-1, 2]]}, "scores", "range"),
        ({"scores": [[100_001, 2]]}, "scores", "range"),
        ({"scores": TWO, "forbidden": [[True, False]]}, "forbidden", "shape"),
        ({"scores": TWO, "forbidden": [[2, 0], [0, 0]]}, "forbidden", "type"),
        ({"scores": TWO, "forbidden": [[0.0, 0.0], [0.0, 1.0]]}, "forbidden", "type"),
        ({"scores": TWO, "capacity": [1]}, "scores", "shape"),
        ({"scores": TWO, "capacity": [1, -1]}, "capacity", "range"),
        ({"scores": TWO, "capacity": [1.5, 1]}, "capacity", "type"),
        ({"scores": TWO, "capacity": [[1, 1]]}, "capacity", "shape"),
        ({"scores": TWO, "capacity": np.array([2**63, 1], dtype=np.uint64)}, "capacity", "range"),
        ({"scores": TWO, "locks": [[0, 0, 0]]}, "locks", "shape"),
        ({"scores": TWO, "locks": [0, 1]}, "locks", "shape"),
        ({"scores": TWO, "locks": [[0, 2]]}, "locks", "range"),
        ({"scores": TWO, "locks": [[-1, 0]]}, "locks", "range"),
        ({"scores": TWO, "minimum": [1]}, "minimum", "shape"),
        ({"scores": TWO, "minimum": [1, 2]}, "minimum", "above_capacity"),
        ({"scores": TWO, "mentee_ids": ["a"]}, "mentee_ids", "shape"),
        ({"scores": TWO, "mentor_ids": ["a", 1]}, "mentor_ids", "type"),
        ({"scores": TWO, "mentor_ids": ["a", "a"]}, "mentor_ids", "duplicate_ids"),
        ({"scores": TWO, "seed": "1"}, "seed", "type"),
        ({"scores": TWO, "seed": True}, "seed", "type"),
        ({"scores": TWO, "objective": "best"}, "objective", "unknown"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(fields, field, code):
    error = refused(**fields)
    assert (error.field, error.code) == (field, code)
    assert str(error).startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("locks", "reason", "named"),
    [
        ([[0, 0], [1, 1], [0, 1]], "mentee_twice", [[0, 0], [0, 1]]),
        ([[0, 0], [0, 0]], "mentee_twice", [[0, 0], [0, 0]]),
        ([[2, 0], [0, 0]], "forbidden", [[2, 0]]),
        ([[0, 1], [2, 1], [1, 0]], "capacity", [[0, 1], [2, 1]]),
    ],
)
def test_contradictory_locks_are_named(locks, reason, named):
    forbidden = [[False, False], [False, False], [True, False]]
    error = refused([[1, 2], [3, 4], [5, 6]], forbidden, [2, 1], locks)
    assert (error.field, error.code) == ("locks", "contradictory_locks")
    assert error.params == {"reason": reason, "locks": named}


def test_more_people_than_sums_can_be_exact_for_are_refused():
    wide = np.broadcast_to(np.zeros((1, 1), dtype=np.int32), (400_000, 1))
    assert refused(wide, np.zeros((1, 1), dtype=bool)).code == "too_large"


def test_a_minimum_that_locks_put_out_of_reach_is_refused():
    problem = PairingProblem.checked([[1, 1], [1, 1]], [[False, False], [True, False]], [2, 2], [[0, 0]], [2, 0])
    with pytest.raises(BadInput) as caught:
        solve(problem)
    assert (caught.value.code, caught.value.params) == ("minimum_out_of_reach", {"mentors": [0]})


@pytest.mark.parametrize(("current", "code"), [([0], "shape"), ([0, 2], "range"), ([0.5, 1.0], "type")])
def test_joining_somebody_who_is_not_there_is_refused(current, code):
    with pytest.raises(BadInput) as caught:
        join(PairingProblem.checked(TWO), np.array(current))
    assert (caught.value.field, caught.value.code) == ("current", code)


def test_joining_against_a_lock_is_refused():
    with pytest.raises(BadInput) as caught:
        join(PairingProblem.checked(TWO, locks=[[0, 1]]), np.array([0, -1]))
    assert caught.value.params == {"reason": "placed", "locks": [[0, 1]]}


@pytest.mark.parametrize(
    ("arguments", "field"),
    [((2, [1], "best"), "mode"), ((-1, [1]), "n"), ((1.5, [1]), "n"), ((1, [-1]), "capacity"), ((1, 3), "capacity")],
)
def test_spreading_what_makes_no_sense_is_refused(arguments, field):
    with pytest.raises(BadInput) as caught:
        spread(*arguments)
    assert caught.value.field == field
