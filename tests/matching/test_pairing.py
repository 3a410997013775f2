"""Pairs are the best of all, keep what must be kept, prove it, and do not depend on the order of rows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.benchmarks import pairing_checker as checker
from demo.benchmarks.pairing_instances import FAMILIES, instance
from mentoring_xblock.matching import pairing
from mentoring_xblock.matching.errors import BadInput, Cancelled
from mentoring_xblock.matching.pairing import PairingProblem, assignment, certify, fairness, solve, ties
from tests.matching.pairing_cases import allowed, best_of_all, height, problems


@settings(max_examples=150, deadline=None)
@given(problem=problems(most=4))
def test_nothing_is_better_and_everything_is_kept(problem):
    found = solve(problem)
    assert allowed(problem, found.mentor)
    assert height(problem, found.mentor) == best_of_all(problem)
    figures = (found.matched, found.total) if problem.objective == "total" else None
    assert figures in (None, height(problem, found.mentor))
    assert found.pairs.tolist() == [[i, j] for i, j in enumerate(found.mentor.tolist()) if j >= 0]


@settings(max_examples=150, deadline=None)
@given(problem=problems(most=9, objective="total"))
def test_prices_prove_that_nothing_is_better(problem):
    found = solve(problem)
    proof = certify(problem, found.mentor, found.prices, found.bonus)
    assert (proof.gap, found.gap) == (0, 0)
    assert proof.value == proof.upper_bound == found.total + found.bonus * found.matched
    if len(problem.locks) == 0:
        given_ = problem.scores, problem.forbidden, problem.capacity
        assert checker.gap(*given_, found.mentor, found.prices, found.bonus) == 0


@settings(max_examples=150, deadline=None)
@given(problem=problems(most=9, ids=True), luck=st.randoms(use_true_random=False))
def test_with_ids_the_order_of_rows_is_irrelevant(problem, luck):
    n, m = problem.shape
    rows, columns = luck.sample(range(n), n), luck.sample(range(m), m)
    shuffled = replace(
        problem,
        scores=problem.scores[rows][:, columns],
        forbidden=problem.forbidden[rows][:, columns],
        capacity=problem.capacity[columns],
        locks=np.array([[rows.index(i), columns.index(j)] for i, j in problem.locks[::-1]], dtype=int).reshape(-1, 2),
        mentee_ids=tuple(problem.mentee_ids[row] for row in rows),
        mentor_ids=tuple(problem.mentor_ids[column] for column in columns),
    )
    one, other = solve(problem), solve(shuffled)
    assert np.array([*columns, -1])[other.mentor].tolist() == one.mentor[rows].tolist()
    assert other.input_hash == one.input_hash


@settings(max_examples=100, deadline=None)
@given(problem=problems(most=7), data=st.data())
def test_a_further_seat_never_makes_anything_worse(problem, data):
    if problem.shape[1] == 0:
        return
    capacity = problem.capacity.copy()
    capacity[data.draw(st.integers(0, problem.shape[1] - 1))] += 1
    wider = replace(problem, capacity=capacity)
    assert height(wider, solve(wider).mentor) >= height(problem, solve(problem).mentor)


@settings(max_examples=100, deadline=None)
@given(problem=problems(most=8, locks=False, objective="fair"))
def test_the_lowest_score_is_the_exact_bottleneck(problem):
    found = solve(problem)
    given_ = problem.scores, problem.forbidden, problem.capacity
    assert found.minimum == checker.bottleneck(*given_)
    assert found.matched == checker.most_pairs(~problem.forbidden, problem.capacity)
    assert found.best_total == checker.dense(*given_).total


@pytest.mark.parametrize("size", [60, 300])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_equals_the_dense_assignment(family, size):
    problem = instance(family, size, seed=1, objective="total")
    given_ = problem.scores, problem.forbidden, problem.capacity
    found, best = solve(problem), checker.dense(*given_)
    assert (found.matched, found.total) == (best.matched, best.total)
    assert checker.gap(*given_, found.mentor, found.prices, found.bonus) == 0
    fair = solve(replace(problem, objective="fair"))
    assert (fair.matched, fair.minimum) == (best.matched, checker.bottleneck(*given_))
    assert fair.best_total == best.total and 0 <= fair.price_of_fairness < 0.05


@pytest.mark.parametrize("family", FAMILIES)
def test_pairs_that_were_left_out_at_first_are_found(family, monkeypatch):
    problem = instance(family, 120, seed=2)
    expected = solve(problem)
    monkeypatch.setattr("mentoring_xblock.matching.pairing.exact.CANDIDATES", 1)
    assert solve(problem).mentor.tolist() == expected.mentor.tolist()


@pytest.mark.parametrize("objective", ["fair", "total"])
def test_more_ties_than_can_be_looked_at_at_once_give_the_same_answer(objective, monkeypatch):
    problem = instance("ties", 120, seed=3, objective=objective)
    expected = solve(problem)
    monkeypatch.setattr(ties, "_FEW", 50)
    assert solve(problem).mentor.tolist() == expected.mentor.tolist()


def test_a_seed_draws_among_equals():
    problems_ = [PairingProblem.checked(np.zeros((6, 6), dtype=int), seed=seed) for seed in range(8)]
    answers = [solve(problem) for problem in problems_]
    assert len({tuple(found.mentor) for found in answers}) > 4
    assert len({found.input_hash for found in answers}) == 8
    assert all(found.matched == 6 for found in answers)


def test_capacities_that_would_need_too_many_copies_are_solved_as_well(monkeypatch):
    problem = instance("structured", 200, seed=4, objective="total")
    roomy = replace(problem, capacity=np.full(50, 30))
    expected = solve(roomy)
    monkeypatch.setattr(assignment, "MOST_COPIES", 0)
    found = solve(roomy)
    assert found.gap == 0
    assert found.mentor.tolist() == expected.mentor.tolist()


@pytest.mark.parametrize("family", ["ties", "language"])
def test_blocks_of_rows_make_no_difference(family, monkeypatch):
    problem = instance(family, 100, seed=5)
    expected = solve(problem)
    monkeypatch.setattr("mentoring_xblock.matching.pairing.market._CELLS", 60)
    monkeypatch.setattr("mentoring_xblock.matching.pairing.problem.BLOCK", 7)
    found = solve(problem)
    assert found.mentor.tolist() == expected.mentor.tolist()
    assert found.input_hash == expected.input_hash


def test_a_run_can_be_stopped_at_every_stage():
    problem = instance("structured", 200, seed=6)
    stages = []
    solve(problem, lambda stage, done: stages.append((stage, done)) is None)
    assert {"reading", "rounds", "checking", "threshold"} <= {stage for stage, _ in stages}
    assert all(0 <= done <= 1 for _, done in stages)
    for wanted in range(len(stages)):
        heard = []
        with pytest.raises(Cancelled):
            solve(problem, lambda stage, done, heard=heard, wanted=wanted: heard.append(stage) or len(heard) <= wanted)
        assert len(heard) == wanted + 1


@pytest.mark.parametrize("objective", ["fair", "total"])
@pytest.mark.parametrize(
    ("scores", "capacity", "matched"),
    [
        (np.zeros((0, 3)), [1, 1, 1], 0),
        (np.zeros((3, 0)), [], 0),
        (np.zeros((0, 0)), [], 0),
        ([[7]], [1], 1),
        ([[0]], [1], 1),
        ([[5, 6], [7, 8]], [0, 0], 0),
        ([[5] * 4] * 9, [2] * 4, 8),
        ([[0] * 4] * 3, [9] * 4, 3),
    ],
)
def test_edges(scores, capacity, matched, objective):
    found = solve(PairingProblem.checked(np.array(scores, dtype=int), None, capacity, objective=objective))
    assert found.matched == len(found.pairs) == matched
    assert (found.minimum is None) == (matched == 0)
    assert found.gap == (0 if objective == "total" else None)
    assert found.price_of_fairness == (None if objective == "total" else 0.0)


@pytest.mark.parametrize("objective", ["fair", "total"])
def test_where_everything_is_forbidden_nobody_is_paired(objective):
    problem = PairingProblem.checked([[1, 2], [3, 4]], np.ones((2, 2), dtype=bool), objective=objective)
    assert solve(problem).mentor.tolist() == [-1, -1]


def test_a_locked_low_score_lifts_nobody_else():
    """Below a locked score of 1, a fairer pair would raise no minimum, and cost total."""
    scores = [[1, 0, 0], [0, 90, 40], [0, 50, 2]]
    found = solve(PairingProblem.checked(scores, locks=[[0, 0]]))
    assert (found.minimum, found.total) == (1, 93)
    assert solve(PairingProblem.checked(scores[1:])).total == 90


@pytest.mark.parametrize(
    ("broken", "code"),
    [([0, -1], "broken_locks"), ([1, 0], "broken_musts"), ([1, 1], "over_capacity"), ([1], "shape"), ([1, 5], "range")],
)
def test_a_pairing_that_is_none_has_no_certificate(broken, code):
    problem = PairingProblem.checked([[1, 2], [3, 4]], [[False, False], [True, False]], locks=[[0, 1]])
    with pytest.raises(BadInput) as caught:
        certify(problem, np.array(broken), np.zeros(2, dtype=int), 1)
    assert (caught.value.field, caught.value.code) == ("mentor", code)


def test_a_worse_pairing_has_a_gap():
    problem = PairingProblem.checked([[9, 1], [2, 8]], objective="total")
    best = solve(problem)
    assert certify(problem, np.array([1, 0]), best.prices, best.bonus).gap == 14
    assert checker.gap(problem.scores, problem.forbidden, problem.capacity, np.array([1, 0]), best.prices, 1) == 14


def test_a_flow_is_held_against_cells_it_was_not_given():
    problem = PairingProblem.checked([[5, 1], [5, 0]])
    order = pairing.problem.canonical(problem)
    market = pairing.solving.free_market(order, np.full(2, -1))
    assert fairness.most_pairs(market, np.array([0, 2])).matched == 2
