"""P1 to P8: pairs against exact answers found another way, peers from PyPI, and what must not move.

`value` is the total of scores; `gap` is that of the certificate, recomputed by `pairing_checker`, which shares no code
with the engine. `seconds` is the best of up to three runs; that of P1, P2 and P3 includes the certificate, computed by
the engine once more. `megabytes` (P4) is the largest memory of a process of its own less what it took before, with
scores and mask, so neither is counted. A `bar` is None where a size other than the bar's is asked for; what must hold
at every size is checked there as well. A peer runs once (`pairing_peers` says what is timed).
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from demo.benchmarks import pairing_checker as checker
from demo.benchmarks import pairing_memory, pairing_peers
from demo.benchmarks.options import Options
from demo.benchmarks.pairing_instances import FAMILIES, SEATS, instance, strict_lists
from mentoring_xblock.matching.pairing import (
    Pairing,
    PairingProblem,
    blocking_pairs,
    certify,
    join,
    solve,
    stable,
)

#: Mentees up to whom the dense assignment and the exact bottleneck are computed for comparison.
_DENSE = 1_000
_DENSE_NAME = "linear_sum_assignment (dense)"
#: Short runs are repeated, ours and the peers' that run in this process, because whatever else the machine does weighs
#: more on them.
RUNS = 3
_LONG = 2.0
#: How much of the dense assignment's time we may take.
_P2 = {(3_000, "structured"): 0.5, (4_000, "common"): 0.25, (10_000, "structured"): 0.25}
_P4 = {"candidates": 250, "total": 600, "fair": 600}


def run(options: Options) -> Iterator[dict[str, Any]]:
    """Yield the rows of every bar asked for; bars of several sizes or families yield one for each and each seed."""
    for name in options.cases or CASES:
        yield from _RUNS[name](options)


def _chosen(options: Options, sizes: tuple[int, ...], families: tuple[str, ...]) -> Iterator[tuple[int, str, int]]:
    for size in options.sizes or sizes:
        for family in options.families or families:
            if family in families:
                for seed in options.seeds or (0,):
                    yield size, family, seed


def _row(case: str, size: int, family: str, seed: int, seconds: float, **more: Any) -> dict[str, Any]:
    row = {
        "case": case,
        "size": size,
        "family": family,
        "seed": seed,
        "seconds": round(seconds, 4),
        "peer": None,
        "peer_seconds": None,
        "value": None,
        "gap": None,
        "megabytes": None,
        "bar": None,
        "met": None,
    }
    return row | more


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the best time of up to three runs, of one if it is long, and what the last of them found."""
    times: list[float] = []
    while len(times) < RUNS and sum(times) < _LONG:
        started = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - started)
    return min(times), found


def _proved(problem: PairingProblem) -> tuple[float, Pairing, int]:
    """Solve for the total; return the seconds with the certificate, the answer, and the checker's own gap."""

    def work() -> Pairing:
        found = solve(problem)
        certify(problem, found.mentor, found.prices, found.bonus)
        return found

    seconds, found = _timed(work)
    gap = checker.gap(problem.scores, problem.forbidden, problem.capacity, found.mentor, found.prices, found.bonus)
    return seconds, found, gap


def _p1(options: Options) -> Iterator[dict[str, Any]]:
    """The dense assignment's total on every family, and gap 0 at every size."""
    for size, family, seed in _chosen(options, (100, 300, 1_000, 3_000, 10_000), FAMILIES):
        problem = instance(family, size, seed, objective="total")
        seconds, found, gap = _proved(problem)
        row = _row("P1", size, family, seed, seconds, value=found.total, gap=gap, bar=0, met=gap == 0)
        if size <= _DENSE:
            took, best = _timed(lambda: checker.dense(problem.scores, problem.forbidden, problem.capacity))  # noqa: B023
            same = (best.matched, best.total) == (found.matched, found.total)
            row |= {"peer": _DENSE_NAME, "peer_seconds": round(took, 4), "peer_value": best.total}
            row["met"] = same and gap == 0
        yield row


def _p2(options: Options) -> Iterator[dict[str, Any]]:
    """Seconds with certificate against the dense assignment's."""
    pairs = [pair for pair in _P2 if not options.sizes or pair[0] in options.sizes]
    if options.sizes and not pairs:
        pairs = [(size, family) for size in options.sizes for family in ("structured", "common")]
    for size, family in pairs:
        if options.families and family not in options.families:
            continue
        for seed in options.seeds or (0,):
            problem = instance(family, size, seed, objective="total")
            seconds, found, gap = _proved(problem)
            took, best = _timed(lambda: checker.dense(problem.scores, problem.forbidden, problem.capacity))  # noqa: B023
            right = gap == 0 and best.total == found.total
            bar = _P2.get((size, family))
            more = {"peer": _DENSE_NAME, "peer_seconds": round(took, 4), "peer_value": best.total}
            more |= {"ratio": round(seconds / took, 4), "bar": bar}
            met = right and (bar is None or seconds <= bar * took)
            yield _row("P2", size, family, seed, seconds, value=found.total, gap=gap, met=met, **more)


def _p3(options: Options) -> Iterator[dict[str, Any]]:
    """Time and score against mentor-match, on every family: how much there is to win depends on it."""
    for size, family, seed in _chosen(options, (1_000,), FAMILIES):
        problem = instance(family, size, seed, objective="total")
        seconds, found, gap = _proved(problem)
        peer = pairing_peers.mentor_match(problem.scores, problem.forbidden, problem.capacity)
        held = np.flatnonzero(peer.mentor >= 0)
        total = int(problem.scores[held, peer.mentor[held]].sum(dtype=np.int64))
        right = gap == 0 and found.matched >= len(held) and found.total >= total
        bar = 1 / 50 if size == 1_000 else None
        met = right and (bar is None or (seconds <= bar * peer.seconds and found.total >= 1.008 * total))
        more = {"peer": pairing_peers.MENTOR_MATCH, "peer_seconds": round(peer.seconds, 4), "peer_value": total}
        more |= {"ratio": round(seconds / peer.seconds, 5), "matched": found.matched, "peer_matched": len(held)}
        more |= {"better": round(found.total / total, 5) if total else None, "bar": bar, "met": met}
        yield _row("P3", size, family, seed, seconds, value=found.total, gap=gap, **more)


def _p4(options: Options) -> Iterator[dict[str, Any]]:
    """Memory above the inputs."""
    for size, family, seed in _chosen(options, (10_000,), FAMILIES[:4]):
        for what, most in _P4.items():
            started = time.perf_counter()
            found = pairing_memory.megabytes(what, family, size, seed)
            seconds = time.perf_counter() - started
            bar = most if size == 10_000 else None
            met = bar is None or found <= bar
            yield _row("P4", size, family, seed, seconds, what=what, megabytes=found, bar=bar, met=met)


def _p5(options: Options) -> Iterator[dict[str, Any]]:
    """Pairs equal the maximum flow, the minimum the exact bottleneck; what fairness costs."""
    for size, family, seed in _chosen(options, (100, 300, 1_000), FAMILIES):
        problem = instance(family, size, seed)
        seconds, found = _timed(lambda: solve(problem))  # noqa: B023
        given = problem.scores, problem.forbidden, problem.capacity
        took, minimum = _timed(lambda: checker.bottleneck(*given))  # noqa: B023
        right = (found.matched, found.minimum) == (checker.most_pairs(~given[1], given[2]), minimum)
        bar = 0.002 if family == "structured" and size >= 1_000 else None
        cost = found.price_of_fairness
        met = right and (bar is None or cost <= bar)
        more = {
            "peer": "exact bottleneck",
            "peer_seconds": round(took, 4),
            "peer_value": minimum,
            "minimum": found.minimum,
        }
        more |= {"price_of_fairness": round(cost, 7), "bar": bar, "met": met}
        yield _row("P5", size, family, seed, seconds, value=found.total, **more)


def _p6(options: Options) -> Iterator[dict[str, Any]]:
    """Stable pairs: no blocking pair, those of matching, and its time."""
    for size in options.sizes or (20, 60, 100, 1_000):
        for seed in options.seeds or (0,):
            left, right = strict_lists(size, seed)
            problem = PairingProblem.checked(left, None, np.full(left.shape[1], SEATS))
            seconds, found = _timed(lambda: stable(problem, left, right))  # noqa: B023
            blocking = len(blocking_pairs(problem, found.mentor, left, right))
            peer = pairing_peers.matching(left, right, problem.capacity)
            different = int((peer.mentor != found.mentor).sum())
            bar = 1 / 20 if size == 1_000 else None
            met = blocking == 0 and different == 0 and (bar is None or seconds <= bar * peer.seconds)
            more = {"peer": pairing_peers.MATCHING, "peer_seconds": round(peer.seconds, 4), "bar": bar, "met": met}
            more |= {"ratio": round(seconds / peer.seconds, 5), "blocking": blocking, "different": different}
            yield _row("P6", size, "strict lists", seed, seconds, value=found.total, **more)


def _p7(options: Options) -> Iterator[dict[str, Any]]:
    """One in twenty declines: nobody else moves, and little is lost against starting again."""
    for size, family, seed in _chosen(options, (1_000,), FAMILIES):
        problem = instance(family, size, seed, objective="total")
        before = solve(problem).mentor
        held = np.flatnonzero(before >= 0)
        luck = np.random.default_rng(seed)
        declined = luck.choice(held, max(1, len(held) // 20), replace=False)
        forbidden = problem.forbidden.copy()
        forbidden[declined, before[declined]] = True
        again = dataclasses.replace(problem, forbidden=forbidden)
        current = before.copy()
        current[declined] = -1
        seconds, after = _timed(lambda: join(again, current))  # noqa: B023
        others = np.setdiff1d(held, declined)
        moved = int((after.mentor[others] != before[others]).sum())
        took, scratch = _timed(lambda: solve(again))  # noqa: B023
        share = after.total / scratch.total
        more = {"peer": "solved from scratch", "peer_seconds": round(took, 4), "peer_value": scratch.total}
        bar = 0.99 if size >= 1_000 else None
        more |= {"share": round(share, 5), "moved": moved, "bar": bar}
        more["met"] = moved == 0 and (bar is None or share >= bar)
        yield _row("P7", size, family, seed, seconds, value=after.total, **more)


def _p8(options: Options) -> Iterator[dict[str, Any]]:
    """The same people in another order: the same pairs."""
    for size, family, seed in _chosen(options, (1_000,), FAMILIES):
        for objective in ("fair", "total"):
            problem = instance(family, size, seed)
            people = [f"mentee {number}" for number in range(size)]
            mentors = [f"mentor {number}" for number in range(problem.shape[1])]
            luck = np.random.default_rng(seed + 1)
            rows, columns = luck.permutation(size), luck.permutation(problem.shape[1])
            seconds, first = _timed(lambda: _with_ids(problem, people, mentors, objective))  # noqa: B023
            shuffled = dataclasses.replace(
                problem,
                scores=problem.scores[np.ix_(rows, columns)],
                forbidden=problem.forbidden[np.ix_(rows, columns)],
                capacity=problem.capacity[columns],
            )
            ids = [people[row] for row in rows], [mentors[column] for column in columns]
            second = _with_ids(shuffled, *ids, objective)
            same = np.append(columns, -1)[second.mentor]
            changed = int((same != first.mentor[rows]).sum())
            more = {"objective": objective, "changed": changed, "bar": 0, "met": changed == 0}
            yield _row("P8", size, family, seed, seconds, value=first.total, **more)


def _with_ids(problem: PairingProblem, mentees: list[str], mentors: list[str], objective: str) -> Pairing:
    named = {"mentee_ids": tuple(mentees), "mentor_ids": tuple(mentors), "objective": objective}
    return solve(dataclasses.replace(problem, **named))


_RUNS: dict[str, Callable[[Options], Iterator[dict[str, Any]]]] = {
    "P1": _p1,
    "P2": _p2,
    "P3": _p3,
    "P4": _p4,
    "P5": _p5,
    "P6": _p6,
    "P7": _p7,
    "P8": _p8,
}
CASES = tuple(_RUNS)
