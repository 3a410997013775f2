"""From a problem to its best pairing, by the order that was asked for; and placing those who come late."""

from __future__ import annotations

import dataclasses

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.checks import integers
from mentoring_xblock.matching.pairing.exact import Optimum, first_cells, optimum
from mentoring_xblock.matching.pairing.fairness import Flow, best_threshold
from mentoring_xblock.matching.pairing.market import ScoreMarket
from mentoring_xblock.matching.pairing.problem import Canonical, PairingProblem, canonical
from mentoring_xblock.matching.pairing.result import Pairing, figures
from mentoring_xblock.matching.pairing.small_groups import pair_in_groups
from mentoring_xblock.matching.pairing.ties import settle
from mentoring_xblock.matching.progress import Progress, tell


def solve(problem: PairingProblem, progress: Progress | None = None) -> Pairing:
    """Return the best pairing.

    As many pairs as possible come first; then, for the objective "fair", the lowest score among them is as high as
    possible; then the total is as large as possible. Among answers that are as good the seed decides. The answer is
    exact and, for the objective "total", comes with prices that prove it: see `certify`. With ids it does not depend
    on the order of rows and columns.

    Args:
        problem: as made by `PairingProblem.checked`.
        progress: told how far the run is, between calls of the solver and several times within them where they allow.

    Raises:
        BadInput: locks and `minimum` together can't be met.
        Cancelled: `progress` said so.
    """
    return pair(problem, held_by_locks(problem), progress)


def join(problem: PairingProblem, current: np.ndarray, progress: Progress | None = None) -> Pairing:
    """Place those who have no mentor as well as can be; nobody who has one moves.

    Those who have a mentor stay even if the pair is forbidden by now, or the mentor takes fewer than they have.

    Args:
        problem: as made by `PairingProblem.checked`, with the newcomers among its rows.
        current: int64[n]; everybody's mentor, -1 for those to be placed.
        progress: as for `solve`.

    Raises:
        BadInput: `current` names somebody who is not there, or a lock wants a mentee elsewhere
            ("contradictory_locks").
        Cancelled: `progress` said so.
    """
    held = held_now(problem, current)
    for mentee, mentor in problem.locks:
        if held[mentee] not in (-1, mentor):
            params = {"reason": "placed", "locks": [[int(mentee), int(mentor)]]}
            raise BadInput("locks", "contradictory_locks", "locks somebody who has another mentor", params)
        held[mentee] = mentor
    # A mentor who has somebody has begun: asking for more mentees now would turn people away.
    return pair(dataclasses.replace(problem, minimum=None), held, progress)


def held_now(problem: PairingProblem, current: np.ndarray) -> np.ndarray:
    """Return a checked copy of everybody's mentor.

    Raises:
        BadInput: another number of people, or somebody who is not there.
    """
    n, m = problem.shape
    held = integers("current", current, low=-1, high=m - 1)
    if len(held) != n:
        raise BadInput("current", "shape", f"{len(held)} mentors for {n} mentees", {"expected": n, "found": len(held)})
    return held.copy()


def held_by_locks(problem: PairingProblem) -> np.ndarray:
    """Return int64[n]: the mentor whom each mentee is locked to, -1 for nobody."""
    held = np.full(problem.shape[0], -1, dtype=np.int64)
    held[problem.locks[:, 0]] = problem.locks[:, 1]
    return held


def pair(
    problem: PairingProblem, held: np.ndarray, progress: Progress | None = None, keep: np.ndarray | None = None
) -> Pairing:
    """Return the best pairing around those who are placed already.

    Args:
        problem: as made by `PairingProblem.checked`; its locks are taken from `held`.
        held: int64[n]; the mentor of those who must not move, -1 for the others.
        progress: as for `solve`.
        keep: int64[n] or None; among answers that are as good, take one that leaves most people with these mentors.
    """
    tell(progress, "reading", 0.0)
    order = canonical(problem)
    placed = order.taken(held)
    kept = None if keep is None else order.taken(keep)
    free = free_market(order, placed)
    fixed = np.flatnonzero(held >= 0)
    lowest = int(problem.scores[fixed, held[fixed]].min()) if len(fixed) else None
    if problem.minimum is not None and (problem.minimum > 1).any():
        found, proved = pair_in_groups(order, free, placed, lowest, problem.objective, progress)
        return _answer(problem, order, np.where(placed >= 0, placed, found), proved=proved)
    first = optimum(free, first_cells(free), progress)
    if problem.objective == "total":
        mentor = settle(free, first, kept, progress)
        proof = {"bonus": free.bonus, "prices": _priced(order, first), "gap": _gap(free, first, mentor)}
        return _answer(problem, order, np.where(placed >= 0, placed, mentor), **proof)
    fair, solved = _fair(free, first, lowest, progress)
    mentor = settle(fair, solved, kept, progress)
    best = figures(problem.scores, order.given(np.where(placed >= 0, placed, first.mentor)))[1]
    return _answer(problem, order, np.where(placed >= 0, placed, mentor), best_total=best)


def free_market(order: Canonical, placed: np.ndarray) -> ScoreMarket:
    """Return the market of those who are not placed yet, and the seats that are left to them.

    The rows of those who are placed are struck out in `order.weights`, which is not needed any more.
    """
    fixed = placed >= 0
    order.weights[fixed] = -1
    seats = np.maximum(0, order.capacity - np.bincount(placed[fixed], minlength=len(order.capacity)))
    top = int(order.weights.max()) if order.weights.size else 0
    bonus = len(order.weights) * max(0, top) + 1
    return ScoreMarket(order.weights, seats, bonus, order.mentee_keys, order.mentor_keys)


def _fair(
    market: ScoreMarket, first: Optimum, lowest: int | None, progress: Progress | None
) -> tuple[ScoreMarket, Optimum]:
    """Return the market without the pairs that are too low to be fair, and its optimum.

    Args:
        market: all pairs.
        first: its optimum, which has as many pairs as there can be.
        lowest: the lowest score of those who are placed already: to lift the others above it lifts no minimum.
    """
    matched = int(np.count_nonzero(first.mentor >= 0))
    if matched == 0:
        return market, first
    flow = Flow(first.mentor, matched, np.zeros(0, dtype=bool), np.zeros(0, dtype=bool), first.cells)
    cap = None if lowest is None else lowest + market.bonus
    threshold, kept = best_threshold(market, flow, cap, progress)
    floor = max(0, threshold - market.bonus)
    held = np.flatnonzero(first.mentor >= 0)
    fair = dataclasses.replace(market, floor=floor)
    if market.weights[held, first.mentor[held]].min() >= floor:
        # What is best without a floor and keeps it is best with it; so are its prices, which asked for no more.
        return fair, first
    held = np.flatnonzero(kept.mentor >= 0)
    cells = np.union1d(np.union1d(first.cells, kept.cells), held * market.m + kept.mentor[held])
    return fair, optimum(fair, cells, progress)


def _priced(order: Canonical, solved: Optimum) -> np.ndarray:
    prices = np.zeros(len(order.mentors), dtype=np.int64)
    prices[order.mentors] = solved.prices
    return prices


def _gap(market: ScoreMarket, solved: Optimum, mentor: np.ndarray) -> int:
    """Return how far the pairs may be from the best, by the prices: 0 proves that they are."""
    held = np.flatnonzero(mentor >= 0)
    value = int(market.cells(held, mentor[held]).sum())
    return int(solved.prices @ market.seats) + int(solved.surplus.sum()) - value


def _answer(problem: PairingProblem, order: Canonical, mentor: np.ndarray, **proof: object) -> Pairing:
    given = order.given(mentor)
    matched, total, minimum = figures(problem.scores, given)
    return Pairing(given, matched, total, minimum, problem.objective, order.input_hash, **proof)
