"""Free choice leaves no blocking pair, and is the one that the choosing side likes best."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.benchmarks.pairing_instances import strict_lists
from mentoring_xblock.matching.errors import BadInput, Cancelled
from mentoring_xblock.matching.pairing import PairingProblem, blocking_pairs, stable
from tests.matching.pairing_cases import allowed, problems


def table(draw, shape, top):
    return np.array([draw(st.integers(0, top)) for _ in range(shape[0] * shape[1])], dtype=int).reshape(shape)


@settings(max_examples=150, deadline=None)
@given(problem=problems(most=6), data=st.data(), proposing=st.sampled_from(["mentees", "mentors"]))
def test_no_pair_would_both_rather_have_one_another(problem, data, proposing):
    left = table(data.draw, problem.shape, 3)
    right = table(data.draw, problem.shape, 3)
    found = stable(problem, left, right, proposing)
    assert allowed(problem, found.mentor)
    assert blocking_pairs(problem, found.mentor, left, right).tolist() == []
    assert found.objective == "stable"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1000))
def test_each_side_gets_its_best_stable_pairs_when_it_proposes(seed):
    luck = np.random.default_rng(seed)
    left = luck.permuted(np.tile(np.arange(1, 3), (4, 1)), axis=1)
    right = luck.permuted(np.tile(np.arange(1, 5)[:, None], (1, 2)), axis=0)
    problem = PairingProblem.checked(left, None, [2, 1])
    every = (np.array(one) for one in product(range(-1, 2), repeat=4))
    steady = [one for one in every if allowed(problem, one) and len(blocking_pairs(problem, one, left, right)) == 0]
    places = [np.where(one >= 0, left[np.arange(4), one], 0) for one in steady]
    for proposing, best in (("mentees", np.max), ("mentors", np.min)):
        mentor = stable(problem, left, right, proposing).mentor
        mine = np.where(mentor >= 0, left[np.arange(4), mentor], 0)
        assert mine.tolist() == best(places, axis=0).tolist()


def test_blocking_pairs_are_found():
    """Both mentees would rather have the other's mentor, and so would the mentors."""
    left = [[1, 2], [2, 1]]
    problem = PairingProblem.checked(left)
    assert blocking_pairs(problem, [0, 1], left, left).tolist() == [[0, 1], [1, 0]]
    assert blocking_pairs(problem, [1, 0], left, left).tolist() == []
    assert blocking_pairs(problem, [-1, -1], left, left).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    locked = PairingProblem.checked(left, locks=[[0, 0]])
    assert blocking_pairs(locked, [0, 1], left, left).tolist() == []


def test_a_thousand_people_choose_at_once():
    left, right = strict_lists(1_000, 1)
    problem = PairingProblem.checked(left, None, np.full(250, 4))
    for proposing in ("mentees", "mentors"):
        found = stable(problem, left, right, proposing)
        assert found.matched == 1_000
        assert len(blocking_pairs(problem, found.mentor, left, right)) == 0
    with pytest.raises(Cancelled):
        stable(problem, left, right, "mentees", lambda stage, done: False)


@pytest.mark.parametrize(
    ("left", "right", "proposing", "field"),
    [
        ([[1, 2]], [[1]], "mentees", "mentor_scores"),
        ([[1]], [[1, 2]], "mentees", "mentee_scores"),
        ([[1, 2]], [[1, -2]], "mentees", "mentor_scores"),
        ([[1, 2]], [[1, 2]], "coordinators", "proposing"),
    ],
)
def test_what_is_no_list_is_refused(left, right, proposing, field):
    with pytest.raises(BadInput) as caught:
        stable(PairingProblem.checked([[0, 0]]), left, right, proposing)
    assert caught.value.field == field
    with pytest.raises(BadInput):
        blocking_pairs(PairingProblem.checked([[0, 0]]), [0, 0], [[1, 2]], [[1, 2]])
