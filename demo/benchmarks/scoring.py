"""C1: scores of all pairs against a naive loop, equal to the integer, and the memory that they take.

`seconds` is the best of at least three runs and `peer_seconds` one run of the loop in `naive_scoring`, over sets that
were made beforehand. `megabytes` is the peak of what Python and numpy allocate during a run of its own (tracemalloc),
scores and mask included, criteria left out.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import numpy as np

from demo.benchmarks.naive_scoring import naive
from demo.benchmarks.options import Options
from mentoring_xblock.matching.scoring import Scores, score
from mentoring_xblock.matching.scoring.base import Criterion
from mentoring_xblock.matching.scoring.criteria import Hours, Interests, Languages, Likert, Place, Wishes

CASES = ("C1",)
FAMILIES = ("survey", "sparse", "same")
SIZES = (1_000, 10_000)
#: Mentees of a mentor.
SEATS = 4
#: The loop takes seconds for a quarter of a million pairs, and is not run for more.
NAIVE_PAIRS = 300_000
TIMES_NAIVE = 40
MEGABYTES = 250
RUNS = 3
#: Short runs are repeated for as long as this, because whatever else the machine does weighs more on them.
RUN_SECONDS = 0.5


def run(options: Options) -> Iterator[dict[str, Any]]:
    """Yield a row for each size, family and seed.

    gap: pairs whose score or mask differs from the loop's, None where the loop is not run. bar: how many times faster
    than the loop `score` has to be at 1,000 mentees, the megabytes that it may take at 10,000, None at other sizes.
    """
    for size in options.sizes or SIZES:
        for family in options.families or (FAMILIES if size * (size // SEATS) <= NAIVE_PAIRS else FAMILIES[:1]):
            for seed in options.seeds or (0,):
                yield _row(size, family, seed)


def _row(size: int, family: str, seed: int) -> dict[str, Any]:
    mentors = max(1, size // SEATS)
    criteria = people(size, mentors, family, seed)
    seconds, scores = _timed(criteria)
    peer_seconds, wrong = _held_against_the_loop(criteria, scores) if size * mentors <= NAIVE_PAIRS else (None, None)
    value = int(scores.scores.sum(dtype=np.int64))
    del scores
    megabytes = _megabytes(criteria)
    if size not in SIZES:
        bar, met = None, not wrong
    elif peer_seconds is None:
        bar, met = MEGABYTES, megabytes <= MEGABYTES
    else:
        bar, met = TIMES_NAIVE, not wrong and peer_seconds >= TIMES_NAIVE * seconds
    return {
        "case": "C1",
        "size": f"{size}x{mentors}",
        "family": family,
        "seed": seed,
        "seconds": round(seconds, 6),
        "peer": None if peer_seconds is None else "naive loop",
        "peer_seconds": None if peer_seconds is None else round(peer_seconds, 6),
        "value": value,
        "gap": wrong,
        "megabytes": round(megabytes, 1),
        "bar": bar,
        "met": met,
    }


def _held_against_the_loop(criteria: list[Criterion], scores: Scores) -> tuple[float, int]:
    """Return how long the loop took, and for how many pairs it found another score or mask."""
    started = time.perf_counter()
    expected, refused = naive(criteria, scores.most, *scores.scores.shape)
    seconds = time.perf_counter() - started
    shape = scores.scores.shape
    wrong = np.array(expected).reshape(shape) != scores.scores
    wrong |= np.array(refused, dtype=np.bool_).reshape(shape) != scores.forbidden
    return seconds, int(wrong.sum())


def _timed(criteria: list[Criterion]) -> tuple[float, Scores]:
    """Return the best time of a few runs, and what the last of them found."""
    times: list[float] = []
    while len(times) < RUNS or sum(times) < RUN_SECONDS:
        scores = None  # what was found before makes room first
        started = time.perf_counter()
        scores = score(criteria)
        times.append(time.perf_counter() - started)
    return min(times), scores


def _megabytes(criteria: list[Criterion]) -> float:
    tracemalloc.start()
    try:
        score(criteria)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def people(mentees: int, mentors: int, family: str, seed: int) -> list[Criterion]:
    """Invent what people answer: six criteria, one of them a must.

    family: "survey", where everybody has ticked a little everywhere; "sparse", where most left most of it open; "same",
    where all answered alike.
    """
    draw = np.random.default_rng([seed, FAMILIES.index(family)])
    share = {"survey": 1.0, "sparse": 0.2, "same": 1.0}[family]

    def ticked(columns: int, mean: float) -> list[np.ndarray]:
        both = [draw.random((size, columns)) < share * mean / columns for size in (mentees, mentors)]
        return [np.repeat(side[:1], len(side), axis=0) for side in both] if family == "same" else both

    def answered(questions: int, levels: int) -> list[np.ndarray]:
        both = [draw.integers(0, levels, (size, questions), dtype=np.int8) for size in (mentees, mentors)]
        for side in both:
            side[draw.random(side.shape) > share] = -1
        return [np.repeat(side[:1], len(side), axis=0) for side in both] if family == "same" else both

    remote = [draw.random(size) < share / 2 for size in (mentees, mentors)]
    return [
        Interests(*ticked(40, 6), weight=25),
        Wishes(*ticked(30, 4), weight=30),
        Likert(*answered(12, 5), 5, weight=15),
        Languages(*ticked(6, 2), weight=10, must=True),
        Hours(*ticked(168, 20), 4, weight=15),
        Place(*ticked(12, 1.5), *remote, remote=60, weight=5),
    ]
