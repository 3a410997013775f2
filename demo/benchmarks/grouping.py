"""G1 to G6: groups against exact answers, bounds, a peer from PyPI, and rules that are known to be possible.

`value` is the sum of the distances within groups, except for G5, where it is the number of broken rules, and G6, where
it is the share of the bound. `bound` is proved by the dual prices of the engine, for G1 by a partition over all groups
that there could be, formed here. `gap` is 1 - value / bound. `megabytes` is the largest memory of a process of its own
less what it took before (ru_maxrss), the distances left out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from itertools import chain, combinations
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, hstack

from demo.benchmarks import grouping_peer
from demo.benchmarks.grouping_instances import FAMILIES as DISTANCES
from demo.benchmarks.grouping_instances import GROUPS, RULES, coordinates, distances, witnessed
from demo.benchmarks.grouping_memory import megabytes
from demo.benchmarks.options import Options
from mentoring_xblock.matching.grouping import Grouping, GroupingProblem, group, join_groups

FAMILIES = (*DISTANCES, *RULES)
_LITERATURE = ("RanReal", "RanInt", "Geo")
_SIZE = 5
_G1_SECONDS = 2.0
_G2_SECONDS = {120: 3.0, 240: 20.0, 480: 60.0}
_G4_SECONDS = {1_000: 5.0, 10_000: 30.0}
_G5_SECONDS = {1_000: 2.0, 10_000: 20.0}
#: People up to whom a linear programme over all groups is solved.
_EXACT, _RELAXED = 20, 40
#: Groups that the programme takes up at a time.
_SOME = 1_000
#: What is by luck is measured for three.
_SEEDS = (0, 1, 2)
_G3_PEOPLE, _G3_SECONDS = 120, 0.01
#: Share of a bar's time that a search is given: stopping and reporting take the rest.
_SHARE = 0.8
#: And where rules are to be met.
_RULES_SHARE = {1_000: 0.93, 10_000: 0.72}


def run(options: Options) -> Iterator[dict[str, Any]]:
    """Yield the rows of every bar asked for; bars of several sizes or families yield one for each and each seed."""
    for name in options.cases or CASES:
        yield from _RUNS[name](options)


def _chosen(
    options: Options, sizes: tuple[int, ...], families: tuple[str, ...], seeds: tuple[int, ...] = (0,)
) -> Iterator[tuple[int, str, int]]:
    for size in options.sizes or sizes:
        for family in options.families or families:
            if family in families:
                for seed in options.seeds or seeds:
                    yield size, family, seed


def _problem(family: str, people: int, seed: int, groups: int, **more: Any) -> GroupingProblem:
    distance = distances(family, people, seed)
    return GroupingProblem(distance, (people // groups, -(-people // groups)), groups, seed=seed, **more)


def _row(
    case: str, size: int, family: str, seed: int, found: Grouping, bar: float | None, met: bool | None, **more: Any
) -> dict[str, Any]:
    row = {
        "case": case,
        "size": size,
        "family": family,
        "seed": seed,
        "seconds": round(found.seconds, 3),
        "peer": None,
        "peer_seconds": None,
        "value": round(found.value, 4),
        "bound": round(found.bound, 4),
        "gap": round(1 - found.value / found.bound, 5) if found.bound else 0.0,
        "megabytes": None,
        "bar": bar,
        "met": met,
    }
    return row | more


def _g1(options: Options) -> Iterator[dict[str, Any]]:
    """Equal to set partitioning up to 20 people; 0.98 of its linear relaxation above, in 2 seconds."""
    for size, family, seed in _chosen(options, (15, 20, 30, 40), FAMILIES[:4]):
        exact = size <= _EXACT
        if size > _RELAXED:
            continue
        seconds = None if exact else options.seconds or _SHARE * _G1_SECONDS
        problem = _problem(family, size, seed, max(1, size // _SIZE), seconds=seconds)
        started = time.perf_counter()
        best = _partition(problem, whole=exact)
        took = time.perf_counter() - started
        found = group(problem)
        reached = found.value / best if best else 1.0
        met = abs(reached - 1) < 1e-9 if exact else reached >= 0.98 and found.seconds <= _G1_SECONDS
        peer = "set partitioning" if exact else "its linear relaxation"
        more = {"peer": peer, "peer_seconds": round(took, 3), "bound": round(best, 4), "gap": round(1 - reached, 7)}
        yield _row("G1", size, family, seed, found, 1.0 if exact else 0.98, met, **more)


def _partition(problem: GroupingProblem, whole: bool) -> float:
    """Return the value of the best partition into groups of one size out of all, or of its linear relaxation."""
    n, size = problem.people, problem.sizes[0]
    listed = np.fromiter(chain.from_iterable(combinations(range(n), size)), np.int64, math.comb(n, size) * size)
    rows = listed.reshape(-1, size)
    distance = problem.distance.astype(np.float64)
    value = sum(distance[rows[:, i], rows[:, j]] for i, j in combinations(range(size), 2))
    inside = csc_array((np.ones(listed.size), listed, np.arange(0, listed.size + 1, size)), shape=(n, len(rows)))
    if whole:
        return -milp(
            -value,
            integrality=np.ones(len(rows)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(inside, 1, 1),
            options={"mip_rel_gap": 0.0},
        ).fun
    return _relaxation(value, rows, inside)


def _relaxation(value: np.ndarray, rows: np.ndarray, inside: csc_array) -> float:
    """Return the linear relaxation's value: over some groups, and then over those too that its prices leave out."""
    n = inside.shape[0]
    # Each person alone at a loss, so that some groups are always enough to be a solution.
    loss, alone = 10 * float(value.max()), csc_array(np.eye(n))
    chosen = np.argsort(-value)[:_SOME]
    while True:
        answer = linprog(
            np.concatenate([-value[chosen], np.full(n, loss)]),
            A_eq=hstack([inside[:, chosen], alone]),
            b_eq=np.ones(n),
            method="highs",
        )
        over = value + answer.eqlin.marginals[rows].sum(axis=1)
        if over.max() <= 1e-7 * loss:
            return -answer.fun
        chosen = np.union1d(chosen, np.argsort(-over)[:_SOME])


def _g2(options: Options) -> Iterator[dict[str, Any]]:
    """Value, bound and seconds of instances made as those of the literature are, to hold other programs against."""
    for size, family, seed in _chosen(options, tuple(GROUPS), _LITERATURE):
        seconds = options.seconds or _G2_SECONDS.get(size, 10.0)
        problem = _problem(family, size, seed, GROUPS.get(size, max(1, size // 12)), seconds=seconds)
        yield _row("G2", size, family, seed, group(problem), None, None)


def _g3(options: Options) -> Iterator[dict[str, Any]]:
    """At least the objective of the peer in a fiftieth of its time."""
    for size in options.sizes or (120,):
        for seed in options.seeds or (0,):
            points = coordinates(size, 6, seed)
            distance = np.sqrt(((points[:, None] - points[None, :]) ** 2).sum(axis=-1))
            groups = max(1, size // _SIZE)
            peer = grouping_peer.anti_clustering(points, groups, seed)
            value = float(distance[peer.group[:, None] == peer.group[None, :]].sum()) / 2
            sizes = (size // groups, -(-size // groups))
            found = group(GroupingProblem(distance, sizes, groups, seconds=options.seconds or _G3_SECONDS, seed=seed))
            # Few people are proved all there is, which takes longer than the peer takes for them.
            bar = 1.0 if size >= _G3_PEOPLE else None
            met = found.value >= value and (bar is None or found.seconds <= peer.seconds / 50)
            more = {"peer": f"{grouping_peer.NAME}: {value:.4f}", "peer_seconds": round(peer.seconds, 3)}
            yield _row("G3", size, "Geo", seed, found, bar, met, **more)


def _g4(options: Options) -> Iterator[dict[str, Any]]:
    """0.96 of the bound, for every family.

    With random distances no groups of 1,000 people come near it: the documentation says what there can be.
    """
    for size, family, seed in _chosen(options, tuple(_G4_SECONDS), ("survey", *_LITERATURE), _SEEDS):
        limit = _G4_SECONDS.get(size, 10.0)
        problem = _problem(family, size, seed, max(1, size // _SIZE), seconds=options.seconds or _SHARE * limit)
        found = group(problem)
        met = found.value >= 0.96 * found.bound and found.seconds <= limit
        used = megabytes(family, size, seed, max(1, size // _SIZE)) if size in _G4_SECONDS and not seed else None
        yield _row("G4", size, family, seed, found, 0.96, met, megabytes=used)


def _g5(options: Options) -> Iterator[dict[str, Any]]:
    """No rule broken where there are groups that break none."""
    for size, family, seed in _chosen(options, tuple(_G5_SECONDS), RULES, _SEEDS):
        given = witnessed(family, size, _SIZE, seed)
        limit = options.seconds or _G5_SECONDS.get(size, 10.0)
        problem = _problem(
            "survey", size, seed, size // _SIZE, rules=given.rules, seconds=_RULES_SHARE.get(size, _SHARE) * limit
        )
        found = group(problem)
        met = not found.broken and found.seconds <= limit
        yield _row("G5", size, family, seed, found, 0, met, value=len(found.broken), bound=0, gap=None)


def _g6(options: Options) -> Iterator[dict[str, Any]]:
    """Nobody moved, and 0.99 of the bound of those who stay where they are."""
    for size, family, seed in _chosen(options, (200, 1_000), FAMILIES[:4], _SEEDS):
        for places in (1, 2):
            groups = size // _SIZE
            coming = groups * places * 3 // 4
            distance = distances(family, size + coming, seed)
            before = group(GroupingProblem(distance[:size, :size], (_SIZE, _SIZE), groups, seconds=1.0, seed=seed)).of
            current = np.concatenate([before, np.full(coming, -1)])
            problem = GroupingProblem(distance, (_SIZE, _SIZE + places), groups, seed=seed)
            found = join_groups(problem, current)
            moved = int((found.of[:size] != before).sum())
            share = found.value / found.bound
            met = moved == 0 and share >= 0.99
            more = {"value": round(share, 5), "bound": 1, "gap": round(1 - share, 5), "peer": f"{moved} moved"}
            yield _row("G6", size, f"{family}+{places}", seed, found, 0.99, met, **more)


_RUNS: dict[str, Callable[[Options], Iterator[dict[str, Any]]]] = {
    "G1": _g1,
    "G2": _g2,
    "G3": _g3,
    "G4": _g4,
    "G5": _g5,
    "G6": _g6,
}
CASES = tuple(_RUNS)
