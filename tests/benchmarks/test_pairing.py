"""`manage.py benchmark pairing` has rows for its bars, and answers that are not the best are seen."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import call_command

from demo.benchmarks import pairing, pairing_checker, pairing_peers
from demo.benchmarks.options import Options
from demo.benchmarks.pairing_instances import FAMILIES, instance, strict_lists
from mentoring_xblock.matching.pairing import solve, stable

ROW = {"case", "size", "family", "seed", "seconds", "peer", "peer_seconds", "value", "gap", "megabytes", "bar", "met"}


def rows(**options):
    return list(pairing.run(Options(**options)))


def test_the_command_prints_a_row_for_each_family_and_seed(capsys):
    arguments = ["--cases", "P1", "P7", "--sizes", "24", "--families", "ties", "scarce", "--seeds", "1", "2", "--json"]
    call_command("benchmark", "pairing", *arguments)
    found = json.loads(capsys.readouterr().out)
    expected = [(case, family, seed) for case in ("P1", "P7") for family in ("ties", "scarce") for seed in (1, 2)]
    assert [(row["case"], row["family"], row["seed"]) for row in found] == expected
    assert all(row.keys() >= ROW and row["met"] for row in found)


@pytest.mark.parametrize("case", ["P1", "P2", "P5", "P8"])
def test_small_sizes_are_held_against_exact_answers(case):
    found = rows(cases=(case,), sizes=(40,))
    assert {row["family"] for row in found} == (set(FAMILIES) if case != "P2" else {"structured", "common"})
    assert all(row["met"] for row in found)


def test_memory_is_that_of_a_process_of_its_own():
    found = rows(cases=("P4",), sizes=(400,), families=("structured",))
    assert [row["what"] for row in found] == ["candidates", "total", "fair"]
    assert all(0 < row["megabytes"] < 250 for row in found)


def careless(answer, problem):
    """Leave one mentee without a mentor."""
    mentor = answer.mentor.copy()
    mentor[np.flatnonzero(mentor >= 0)[0]] = -1
    held = np.flatnonzero(mentor >= 0)
    own = problem.scores[held, mentor[held]]
    return replace(answer, mentor=mentor, matched=len(held), total=int(own.sum()), minimum=int(own.min()))


@pytest.mark.parametrize("case", ["P1", "P2", "P5"])
def test_a_pairing_that_is_not_the_best_is_seen(case, monkeypatch):
    monkeypatch.setattr(pairing, "solve", lambda problem: careless(solve(problem), problem))
    found = rows(cases=(case,), sizes=(40,), families=("structured",))
    assert [row["met"] for row in found] == [False]


def peer_of_stable(different):
    def answer(left, right, capacity):
        problem = pairing.PairingProblem.checked(left, None, capacity)
        mentor = stable(problem, left, right).mentor
        mentor[:different] = -1
        return pairing_peers.Answer(mentor, 1.0)

    return answer


@pytest.mark.parametrize("different", [0, 2])
def test_stable_pairs_are_held_against_the_peer(different, monkeypatch):
    monkeypatch.setattr(pairing_peers, "matching", peer_of_stable(different))
    (row,) = rows(cases=("P6",), sizes=(20,))
    assert (row["blocking"], row["different"], row["met"]) == (0, different, different == 0)


@pytest.mark.parametrize("better", [False, True])
def test_totals_are_held_against_the_peer(better, monkeypatch):
    def answer(scores, forbidden, capacity):
        mentor = np.full(len(scores), -1)
        if better:
            # More than anybody can have: every mentee with the mentor who fits best.
            mentor = np.where(forbidden, -1, scores).argmax(axis=1)
        return pairing_peers.Answer(mentor, 1.0)

    monkeypatch.setattr(pairing_peers, "mentor_match", answer)
    (row,) = rows(cases=("P3",), sizes=(40,), families=("structured",))
    assert row["met"] is not better


def test_the_checker_refuses_what_is_no_pairing():
    scores, nothing = np.array([[3, 2], [1, 4]]), np.zeros((2, 2), dtype=bool)
    prices = np.zeros(2, dtype=int)
    for forbidden, capacity, mentor, price in (
        (~nothing, [1, 1], [0, 1], prices),
        (nothing, [1, 1], [0, 0], prices),
        (nothing, [1, 1], [0, 1], prices - 1),
    ):
        with pytest.raises(pairing_checker.Broken):
            pairing_checker.gap(scores, forbidden, np.array(capacity), np.array(mentor), price, 9)


@pytest.mark.parametrize("family", FAMILIES)
def test_instances_are_the_same_for_the_same_seed_only(family):
    one, again, other = instance(family, 60, 1), instance(family, 60, 1), instance(family, 60, 2)
    assert (one.scores == again.scores).all() and (one.forbidden == again.forbidden).all()
    assert (one.scores != other.scores).any()
    left, right = strict_lists(40, 1)
    assert all(len(set(row)) == 10 for row in left.tolist()) and all(len(set(row)) == 40 for row in right.T.tolist())
