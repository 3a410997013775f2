"""Late joiners move nobody; spreading looks at no score; small groups are none or large enough."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.benchmarks.pairing_instances import instance
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing import MODES, PairingProblem, join, small_groups, solve, spread
from tests.matching.pairing_cases import allowed, best_of_all, height, problems


@settings(max_examples=100, deadline=None)
@given(problem=problems(most=5, locks=False), data=st.data())
def test_nobody_who_has_a_mentor_moves_and_newcomers_get_the_best(problem, data):
    current = solve(problem).mentor
    left = data.draw(st.lists(st.sampled_from(range(len(current))), unique=True)) if len(current) else []
    current[left] = -1
    found = join(problem, current)
    held = np.flatnonzero(current >= 0)
    assert found.mentor[held].tolist() == current[held].tolist()
    locked = replace(problem, locks=np.column_stack([held, current[held]]))
    assert allowed(locked, found.mentor)
    assert height(problem, found.mentor) == best_of_all(locked)


def test_who_is_placed_stays_even_where_it_is_forbidden_or_full_by_now():
    problem = PairingProblem.checked([[1, 5], [2, 6], [3, 7]], [[True, False]] + [[False, False]] * 2, [1, 1])
    assert join(problem, np.array([0, 0, -1])).mentor.tolist() == [0, 0, 1]


@settings(max_examples=60, deadline=None)
@given(problem=problems(most=5))
@pytest.mark.parametrize("mode", MODES)
def test_spreading_places_as_many_as_can_be_and_evenly(mode, problem):
    n, m = problem.shape
    found = spread(n, problem.capacity, mode, problem.seed, problem.locks, problem.forbidden)
    assert allowed(problem, found)
    flat = replace(problem, scores=np.zeros((n, m), dtype=np.int32), objective="total")
    assert np.count_nonzero(found >= 0) == solve(flat).matched
    if mode == "even":
        load = np.bincount(found[found >= 0], minlength=m)
        for mentee in np.flatnonzero(found >= 0):
            fewer = load < load[found[mentee]] - 1
            free = ~problem.forbidden[mentee] & fewer & (load < problem.capacity)
            assert mentee in problem.locks[:, 0] or not free.any()


def test_spreading_evenly_draws_who_gets_whom_and_leaves_nobody_with_two_fewer():
    answers = [spread(10, [9, 9, 9, 1], "even", seed) for seed in range(5)]
    assert all(sorted(np.bincount(found)) == [1, 3, 3, 3] for found in answers)
    assert len({tuple(found) for found in answers}) == 5
    assert spread(10, [9, 9, 9, 1], "even", 0).tolist() == answers[0].tolist()


def test_spreading_evenly_moves_people_on_where_that_evens_out():
    """Only the first mentee may have the third mentor, so somebody else has to make room."""
    forbidden = [[False, False, False], [False, True, True], [False, False, True], [False, True, True]]
    for seed in range(10):
        found = spread(4, [4, 4, 4], "even", seed, forbidden=forbidden)
        assert sorted(np.bincount(found, minlength=3)) == [1, 1, 2]


def test_spreading_by_the_alphabet_fills_one_mentor_after_the_other():
    assert spread(5, [2, 2, 9], "alphabetical").tolist() == [0, 0, 1, 1, 2]
    assert spread(3, [1, 1], "alphabetical").tolist() == [0, 1, -1]
    only_first = [[False, False], [False, True]]
    assert spread(2, [1, 1], "alphabetical", forbidden=only_first).tolist() == [1, 0]


def test_spreading_with_ids_does_not_depend_on_the_order_of_rows():
    people, mentors = [f"mentee {number}" for number in range(12)], ["a", "b", "c"]
    for mode in ("even", "random"):
        first = spread(12, [4, 5, 6], mode, 1, mentee_ids=people, mentor_ids=mentors)
        second = spread(12, [6, 5, 4], mode, 1, mentee_ids=people[::-1], mentor_ids=mentors[::-1])
        assert (2 - second[::-1]).tolist() == first.tolist()


@settings(max_examples=60, deadline=None)
@given(problem=problems(most=5, minimum=True))
def test_a_mentor_has_nobody_or_enough_and_nothing_is_better(problem):
    best = best_of_all(problem)
    if best is None:
        with pytest.raises(BadInput):
            solve(problem)
        return
    found = solve(problem)
    assert allowed(problem, found.mentor)
    assert found.proved
    assert height(problem, found.mentor) == best


@settings(max_examples=60, deadline=None)
@given(problem=problems(most=5, minimum=True, locks=False))
def test_without_proof_groups_still_keep_everything(problem):
    limit = small_groups.MOST_CELLS
    small_groups.MOST_CELLS = -1
    try:
        found = solve(problem)
    finally:
        small_groups.MOST_CELLS = limit
    assert allowed(problem, found.mentor)
    assert height(problem, found.mentor) <= best_of_all(problem)
    assert not found.proved or not (problem.minimum > 1).any()


@pytest.mark.once
@pytest.mark.parametrize("objective", ["fair", "total"])
def test_groups_without_proof_come_close(objective, monkeypatch):
    problem = instance("structured", 100, seed=1, objective=objective)
    problem = replace(problem, capacity=np.full(25, 6), minimum=np.full(25, 3))
    exact = solve(problem)
    monkeypatch.setattr(small_groups, "MOST_CELLS", -1)
    near = solve(problem)
    assert exact.proved and not near.proved
    assert allowed(problem, near.mentor)
    assert near.matched == exact.matched
    assert near.total >= 0.98 * exact.total
