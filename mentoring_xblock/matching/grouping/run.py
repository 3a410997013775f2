"""One run: time, progress, the order of the stages, and the answer in the order of the rows that were given."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping.blocks import move_blocks
from mentoring_xblock.matching.grouping.bound import best_bound, places_of
from mentoring_xblock.matching.grouping.dealing import budget, deal
from mentoring_xblock.matching.grouping.exact import LEFT, Columns, best_partition, fits, listed
from mentoring_xblock.matching.grouping.points import bound_of_points
from mentoring_xblock.matching.grouping.problem import Grouping, GroupingProblem, members_of, values_of
from mentoring_xblock.matching.grouping.rules import broken_by, tables_of
from mentoring_xblock.matching.grouping.search import SMALL, Ground, Search
from mentoring_xblock.matching.grouping.worst import raise_worst
from mentoring_xblock.matching.progress import Progress, tell

#: Steps of annealing without a time limit: so many for each person, up to a most.
_STEPS, _MOST_STEPS = 400, 120_000
#: Temperatures at both ends, in what the best swap of a person costs at a local optimum.
_HOT, _COLD = 0.35, 0.12
#: Steps for each person in search of groups that break no rule.
_LUCKY_STEPS = 40
#: With a time limit, the share of it after which that search is over.
_LUCKY_SHARE = 0.8
#: The share of that in which people are dealt out.
_DEALT_SHARE = 0.95
#: Seconds from which on there is time to look for points.
_SHORT = 0.1
#: The share of the time after which it is too late to list very many groups.
_LISTING_SHARE = 0.35
#: How often blocks are moved in between.
_ROUNDS = 4
_SHAKES = 60
_TELL_EVERY = 0.1
_ROWS = 512


class Run:
    """The clock of a run, and its listener."""

    def __init__(self, problem: GroupingProblem, progress: Progress | None):
        self._problem, self._progress = problem, progress
        self.started = time.monotonic()
        self._told = self.started
        self._stage, self._from, self._to = "search", 0.02, 1.0
        self.share = 0.0
        self.input_hash = ""

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.started

    def stage(self, name: str, begin: float, end: float) -> None:
        """Begin a stage that takes the run from one share to another."""
        self._stage, self._from, self._to, self.share = name, begin, end, 0.0
        tell(self._progress, name, begin)

    def keep_on(self) -> bool:
        """Tell whether there is time left, and tell the listener. Raises Cancelled."""
        now = time.monotonic()
        if self._progress is not None and now - self._told > _TELL_EVERY:
            self._told = now
            tell(self._progress, self._stage, self._from + (self._to - self._from) * self.share)
        return self._problem.seconds is None or now - self.started < self._problem.seconds

    def until(self, budget: int, end: float = 1.0) -> Callable[[int], float]:
        """Return what tells `Search.anneal` how much is done: of the time up to a share of it, or of a budget."""
        begin, limit = self.seconds, self._problem.seconds

        def done(steps: int) -> float:
            if limit is None:
                self.share = steps / max(1, budget)
            else:
                span = limit * end - begin
                self.share = (self.seconds - begin) / span if span > 0 else 1.0
            self.keep_on()
            return self.share

        return done

    def sorted(self, current: np.ndarray | None = None) -> tuple[GroupingProblem, np.ndarray]:
        """Return the problem with its people in the order of their ids, and int64[n]: the row of each.

        `current` is who is where already, int64[n], for the hash of the input.
        """
        problem, n = self._problem, self._problem.people
        order = np.arange(n)
        if problem.ids is not None:
            order = np.array(sorted(range(n), key=problem.ids.__getitem__), dtype=np.int64)
        work = problem if (order == np.arange(n)).all() else self._turned(order)
        self.input_hash = _hash(work, None if current is None else current[order])
        return work, order

    def _turned(self, order: np.ndarray) -> GroupingProblem:
        """Return the problem with its rows in another order."""
        problem, n = self._problem, self._problem.people
        place = np.empty(n, dtype=np.int64)
        place[order] = np.arange(n)

        def turned(wishes: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
            return tuple(sorted(tuple(sorted(place[list(people)].tolist())) for people in wishes))

        return replace(
            problem,
            distance=problem.distance[np.ix_(order, order)],
            together=turned(problem.together),
            apart=turned(problem.apart),
            rules=tuple(replace(rule, values=rule.values[order]) for rule in problem.rules),
            fixed=None if problem.fixed is None else problem.fixed[order],
            ids=tuple(problem.ids[row] for row in order.tolist()),
        )

    def answer(
        self,
        work: GroupingProblem,
        order: np.ndarray,
        found: np.ndarray,
        bound: float,
        proved: bool,
    ) -> Grouping:
        """Return the groups, int64[n] in the order of `work`, as an answer in the order that was asked in."""
        group = np.empty_like(found)
        group[order] = found
        members = members_of(group, work.groups, int(work.sizes[1]))
        sums = values_of(self._problem.distance, members)
        tell(self._progress, "done", 1.0)
        return Grouping(
            members=members,
            value=float(sums.sum()),
            worst=float(sums.min(initial=np.inf)) if len(sums) else 0.0,
            bound=max(bound, float(sums.sum())),
            proved=proved,
            broken=broken_by(self._problem.rules, members),
            seconds=self.seconds,
            input_hash=self.input_hash,
            people=len(group),
        )


def improve(
    run: Run, work: GroupingProblem, search: Search, blocks: list[np.ndarray], wishes: tuple[np.ndarray, np.ndarray]
) -> tuple[float, bool]:
    """Make the groups of a search as good as there is time for; return a bound on the total, and whether it is proved.

    Args:
        run: tells the time.
        work: the problem, in the order of ids.
        search: at groups that keep to all wishes.
        blocks: the people of each block that may be moved.
        wishes: what `blocks_of` and `apart_pairs` return.
    """
    run.stage("rules", 0.02, 0.1)
    meet_rules(run, search, _LUCKY_SHARE)
    _settle(run, search, blocks)
    bound, proved = np.inf, False
    if fits(work.people, work.sizes, work.groups) and work.objective == "total":
        run.stage("exact", 0.1, 0.4)
        many = listed(work.people, work.sizes) > LEFT
        if many:
            # Only with a good grouping at hand are few enough groups left to choose from; and listing them takes a
            # while, after which there may be no time left to find one.
            _anneal(run, search, blocks, 0.25)
        if not many or work.seconds is None or run.seconds < _LISTING_SHARE * work.seconds:
            columns = Columns(search.ground.distance, work.sizes)
            columns.keep_to(*wishes, work.locked(), search.ground.tables)
            bound, proved = _prove(run, work, search, columns)
    run.stage("bound", 0.4, 0.5)
    places = places_of(work.people, work.sizes, work.groups)
    if work.seconds is None or work.seconds >= _SHORT:
        most = min(work.sizes[1], work.people)
        bound = min(bound, bound_of_points(search.ground.distance, most, float(places.sum()) / 2, run.keep_on))
    bound = min(bound, best_bound(search.ground.distance, places, run.keep_on)[0])
    if not proved and not (search.cost <= 0 and search.value >= bound - search.tolerance()):
        run.stage("search", 0.5, 0.8)
        _anneal(run, search, blocks, 1.0 if work.objective == "total" else 0.5)
    if work.objective == "worst":
        run.stage("worst", 0.8, 1.0)
        raise_worst(search, run.keep_on, _SHAKES if work.seconds is None else 10**9)
        return bound, False
    return bound, proved or (search.cost <= 0 and search.value >= bound - search.tolerance())


def meet_rules(run: Run, search: Search, end: float = 1.0) -> None:
    """Break as few rules as can be, by some share of the time."""
    if search.cost > 0:
        people = len(search.group)
        deal(search, run.until(budget(people), _DEALT_SHARE * end))
        search.mend(run.keep_on, run.until(_LUCKY_STEPS * people, end))


def _settle(run: Run, search: Search, blocks: list[np.ndarray]) -> None:
    """Climb to a local optimum, blocks included."""
    while search.climb(run.keep_on) and blocks and move_blocks(search, blocks, run.keep_on):
        pass


def _anneal(run: Run, search: Search, blocks: list[np.ndarray], end: float) -> None:
    """Anneal up to a share of the time, and end at a local optimum that is no worse than where it began."""
    if not run.keep_on():
        return
    best, best_group = search.score, search.group.copy()
    rounds = _ROUNDS if blocks else 1
    budget = min(_STEPS * len(search.group), _MOST_STEPS) // rounds
    step = search.step()
    if step <= search.tolerance():
        return
    for number in range(rounds):
        group = search.anneal(_HOT * step, _COLD * step, run.until(budget, end * (number + 1) / rounds))
        search.restart(group)
        _settle(run, search, blocks)
        if search.score > best:
            best, best_group = search.score, search.group.copy()
    search.restart(best_group)


def _prove(run: Run, work: GroupingProblem, search: Search, columns: Columns) -> tuple[float, bool]:
    """Look for the best grouping among all; take it, and return a bound and whether it is proved."""
    known = search.value if search.cost <= 0 else -np.inf
    left = None if work.seconds is None else work.seconds - run.seconds
    answer = best_partition(columns, work.groups, known, left)
    if answer.group is not None:
        search.restart(_labelled(answer.group, work.locked(), work.groups))
    if search.cost > 0:
        return np.inf, False
    return answer.bound, answer.proved


def _labelled(group: np.ndarray, fixed: np.ndarray, groups: int) -> np.ndarray:
    """Return the same groups with those numbers that the people locked in them ask for."""
    number = np.full(groups, -1)
    for person in np.flatnonzero(fixed >= 0).tolist():
        number[group[person]] = fixed[person]
    number[number < 0] = np.setdiff1d(np.arange(groups), number)
    return number[group]


def ground_of(work: GroupingProblem, block: np.ndarray, pairs: np.ndarray, free: np.ndarray, most: int) -> Ground:
    """Return what a search stands on.

    Args:
        work: the problem, in the order of ids.
        block: int64[n], equal for people who share.
        pairs: int64[k, 2], people who may not.
        free: bool[n], who is not locked.
        most: the largest group.
    """
    distance, n = work.distance, work.people
    if n <= SMALL:
        distance = distance.astype(np.float64)
        np.fill_diagonal(distance, 0)
    elif distance.diagonal().any():
        distance = distance.copy()
        np.fill_diagonal(distance, 0)
    against: dict[int, list[int]] = {}
    for one, other in pairs.tolist():
        against.setdefault(one, []).append(other)
        against.setdefault(other, []).append(one)
    largest = max(abs(float(distance.max(initial=0))), abs(float(distance.min(initial=0)))) if n else 0.0
    return Ground(
        distance=distance,
        against={person: np.array(others) for person, others in against.items()},
        movable=free & (np.bincount(block, minlength=n)[block] == 1),
        lo=int(work.sizes[0]),
        hi=int(work.sizes[1]),
        groups=work.groups,
        tables=tables_of(work.rules, work.groups, 2 * max(most, 1)),
        weight=4 * max(most, 1) * max(largest, 1e-9),
    )


def shared(block: np.ndarray) -> list[np.ndarray]:
    """Return the people of each block of two or more."""
    roots, counts = np.unique(block, return_counts=True)
    return [np.flatnonzero(block == root) for root in roots[counts > 1]]


def numbered(group: np.ndarray, groups: int) -> np.ndarray:
    """Return the same groups numbered by their first person, empty ones last."""
    first = np.full(groups, len(group))
    np.minimum.at(first, group, np.arange(len(group)))
    number = np.empty(groups, dtype=np.int64)
    number[np.argsort(first, kind="stable")] = np.arange(groups)
    return number[group]


def in_rows(error: BadInput, order: np.ndarray) -> BadInput:
    """Return the error with its people numbered as the rows that were given."""

    def turned(people: Any) -> Any:
        return sorted(turned(one) for one in people) if isinstance(people, list) else int(order[people])

    params = {
        key: turned(value) if key == "people" and isinstance(value, list) else value
        for key, value in error.params.items()
    }
    return BadInput(error.field, error.code, error.message, params)


def _hash(work: GroupingProblem, current: np.ndarray | None) -> str:
    """Return the sha256 of all that decides on the answer but time."""
    digest = hashlib.sha256()

    def add(*values: Any) -> None:
        digest.update(repr(values).encode())

    add(
        work.people, tuple(int(size) for size in work.sizes), int(work.groups), work.objective, int(work.seed), work.ids
    )
    add(
        sorted(sorted(map(int, people)) for people in work.together),
        sorted(sorted(map(int, people)) for people in work.apart),
    )
    for start in range(0, work.people, _ROWS):
        digest.update(np.ascontiguousarray(work.distance[start : start + _ROWS], dtype=np.float64).tobytes())
    for rule in work.rules:
        add(rule.kind, int(rule.minimum), rule.values.shape)
        digest.update(np.ascontiguousarray(rule.values, dtype=np.int64).tobytes())
    digest.update(work.locked().tobytes())
    if current is not None:
        digest.update(current.astype(np.int64).tobytes())
    return digest.hexdigest()
