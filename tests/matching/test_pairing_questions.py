"""What if, who would lose, where each stands, and why there are too few seats."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.benchmarks.pairing_instances import instance
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing import (
    AddSeat,
    Force,
    PairingProblem,
    RemoveSeat,
    Shift,
    Swap,
    ranks,
    shortages,
    solve,
    what_if,
)
from tests.matching.pairing_cases import allowed, height, problems


@settings(max_examples=100, deadline=None)
@given(problem=problems(most=6), data=st.data())
def test_a_seat_more_or_less_is_told_before_it_is_done(problem, data):
    if problem.shape[1] == 0:
        return
    mentor = data.draw(st.integers(0, problem.shape[1] - 1))
    found = solve(problem)
    more = what_if(problem, found, AddSeat(mentor))
    assert height(problem, more.after.mentor) >= height(problem, found.mentor)
    if height(problem, more.after.mentor) == height(problem, found.mentor):
        assert more.moved == more.losers == more.winners == ()
    taken = np.count_nonzero(problem.locks[:, 1] == mentor)
    if problem.capacity[mentor] > taken:
        less = what_if(problem, found, RemoveSeat(mentor))
        assert height(problem, less.after.mentor) <= height(problem, found.mentor)
        assert less.total_change == less.after.total - found.total


def test_asking_for_another_mentor_tells_who_would_lose():
    """The second mentee has the seat that the first would like, and would fall from 90 to 20."""
    problem = PairingProblem.checked([[60, 80], [20, 90]], objective="total")
    found = solve(problem)
    told = what_if(problem, found, Force(0, 1))
    assert told.moved == ((0, 0, 1), (1, 1, 0))
    assert told.losers == (Shift(1, 90, 20),)
    assert told.winners == (Shift(0, 60, 80),)
    assert (told.matched_change, told.total_change, told.minimum_change) == (0, -50, -40)
    assert told.after.gap == 0


def test_who_would_lose_their_place_has_nobody_afterwards():
    told_problem = PairingProblem.checked([[5], [9]])
    told = what_if(told_problem, solve(told_problem), Force(0, 0))
    assert told.losers == (Shift(1, 9, None),)
    assert told.winners == (Shift(0, None, 5),)


def test_two_change_places_and_nobody_else_moves():
    problem = instance("structured", 40, seed=1)
    problem = replace(problem, forbidden=np.zeros_like(problem.forbidden))
    found = solve(problem)
    first, second = 0, int(np.flatnonzero(found.mentor != found.mentor[0])[0])
    told = what_if(problem, found, Swap(first, second))
    assert {one[0] for one in told.moved} == {first, second}
    assert told.after.total == found.total + told.total_change
    assert allowed(problem, told.after.mentor) and not told.after.proved
    assert what_if(problem, told.after, Swap(second, first)).after.mentor.tolist() == found.mentor.tolist()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (AddSeat(2), "change", "range"),
        (Force(3, 0), "change", "range"),
        (Swap(0, -1), "change", "range"),
        (RemoveSeat(1), "change", "no_seat"),
        (Force(0, 1), "locks", "contradictory_locks"),
        (Force(2, 0), "locks", "contradictory_locks"),
        (Force(1, 1), "locks", "contradictory_locks"),
        (RemoveSeat(0), None, None),
        (Swap(0, 2), "locks", "contradictory_locks"),
        (Swap(1, 2), "change", "forbidden"),
    ],
)
def test_what_can_not_be_is_refused(change, field, code):
    forbidden = [[False, False], [False, False], [True, False]]
    problem = PairingProblem.checked([[1, 2], [3, 4], [5, 6]], forbidden, [2, 0], [[0, 0]])
    found = solve(problem)
    if field is None:
        assert what_if(problem, found, change).moved == ((1, 0, -1),)
        return
    with pytest.raises(BadInput) as caught:
        what_if(problem, found, change)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_a_lock_that_stands_already_changes_nothing():
    problem = PairingProblem.checked([[1, 2], [3, 4]], locks=[[0, 1]])
    assert what_if(problem, solve(problem), Force(0, 1)).moved == ()


def test_a_seat_less_than_makes_a_group_leaves_the_mentor_with_nobody():
    problem = PairingProblem.checked([[9, 1]] * 4, None, [2, 4], minimum=[2, 0])
    told = what_if(problem, solve(problem), RemoveSeat(0))
    assert told.after.mentor.tolist() == [1, 1, 1, 1]


@settings(max_examples=100, deadline=None)
@given(problem=problems(most=6))
def test_shortages_account_for_everybody_who_must_stay_unmatched(problem):
    found = shortages(problem)
    locked = set(problem.locks[:, 0].tolist())
    left = problem.capacity - np.bincount(problem.locks[:, 1], minlength=problem.shape[1])
    assert sum(len(one.mentees) - one.seats for one in found) == problem.shape[0] - solve(problem).matched
    for one in found:
        assert len(one.mentees) > one.seats == left[list(one.mentors)].sum()
        assert not locked & set(one.mentees)
        reach = (~problem.forbidden[list(one.mentees)]).any(axis=0)
        assert np.flatnonzero(reach).tolist() == list(one.mentors)
    people = [mentee for one in found for mentee in one.mentees]
    assert len(people) == len(set(people))


def test_mentees_who_share_too_few_seats_are_told_apart_from_the_rest():
    forbidden = np.zeros((9, 4), dtype=bool)
    forbidden[:5, 1:] = True
    forbidden[5:, :1] = True
    (one,) = shortages(PairingProblem.checked(np.ones((9, 4), dtype=int), forbidden, [3, 2, 2, 2]))
    assert (one.mentees, one.mentors, one.seats) == ((0, 1, 2, 3, 4), (0,), 3)


def test_ranks_are_those_of_either_list():
    problem = PairingProblem.checked([[5, 7, 9], [5, 5, 5], [1, 8, 2]], [[False, False, True]] + [[False] * 3] * 2)
    found = ranks(problem, np.array([0, 2, -1]))
    assert found.of_mentor.tolist() == [2, 1, 0]
    assert found.of_mentee.tolist() == [1, 1, 0]
    assert ranks(problem, np.array([0, 1, 1])).of_mentee.tolist() == [1, 3, 1]
