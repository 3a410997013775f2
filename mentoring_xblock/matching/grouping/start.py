"""Groups to begin with: every wish that is never broken is met, and rules as far as dealing people out in order can."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping.problem import UNKNOWN, GroupingProblem, Rule

_TRIES = 30
#: Units times groups up to which the solver looks for places when trying did not find them.
_EXACT = 100_000
_SECONDS = 30.0


def first_groups(
    problem: GroupingProblem, block: np.ndarray, pairs: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return int64[n]: a group for everybody, with sizes, `fixed`, `together` and `apart` met.

    Args:
        problem: without the contradictions that `check_wishes` finds.
        block: int64[n], of `blocks_of`.
        pairs: int64[k, 2], of `apart_pairs`.
        rng: breaks ties.

    Raises:
        BadInput: "cannot_be_met": proved that there is no such grouping; "not_found": none was found in the time there
            is for it, which takes hundreds of wishes that all but contradict. With the people who wish for something.
    """
    units = _Units(problem, block, pairs)
    for _ in range(_TRIES if units.people else 1):
        group = units.try_places(rng)
        if group is not None:
            break
    else:
        group = units.solved_places()
    return _deal(problem, group, rng)


class _Units:
    """People with wishes, in units that go to one group as a whole."""

    def __init__(self, problem: GroupingProblem, block: np.ndarray, pairs: np.ndarray):
        self._problem, (self._lo, self._hi) = problem, problem.sizes
        _roots, of, counts = np.unique(block, return_inverse=True, return_counts=True)
        of = of.reshape(-1)
        fixed = problem.locked()
        wishes = (counts[of] > 1) | (fixed >= 0)
        wishes[pairs.reshape(-1)] = True
        self.people = [np.flatnonzero(of == unit) for unit in np.unique(of[wishes])]
        self._fixed = [int(fixed[people].max()) for people in self.people]
        number = np.full(len(block), -1)
        for unit, people in enumerate(self.people):
            number[people] = unit
        self._against: list[set[int]] = [set() for _ in self.people]
        for first, second in number[pairs].tolist():
            self._against[first].add(second)
            self._against[second].add(first)
        self._others = len(block) - sum(len(people) for people in self.people)

    def try_places(self, rng: np.random.Generator) -> np.ndarray | None:
        """Return int64[n] with the units placed and -1 for all others, or None: the hardest first, by most room."""
        groups = self._problem.groups
        room = np.full(groups, self._hi, dtype=np.int64)
        place = [-1] * len(self.people)
        luck = rng.random(len(self.people))
        order = sorted(
            range(len(self.people)),
            key=lambda unit: (
                self._fixed[unit] < 0,
                -len(self.people[unit]),
                -len(self._against[unit]),
                luck[unit],
            ),
        )
        for unit in order:
            fits = room >= len(self.people[unit])
            fits[[place[other] for other in self._against[unit] if place[other] >= 0]] = False
            if self._fixed[unit] >= 0:
                fits &= np.arange(groups) == self._fixed[unit]
            if not fits.any():
                return None
            place[unit] = int(np.where(fits, room + rng.random(groups), -1.0).argmax())
            room[place[unit]] -= len(self.people[unit])
        short = np.maximum(0, self._lo - (self._hi - room)).sum()
        return self._spread(place) if short <= self._others else None

    def solved_places(self) -> np.ndarray:
        """Return what `try_places` does, by the solver. Raises BadInput, see `first_groups`."""
        units, groups = len(self.people), self._problem.groups
        field = "apart" if any(self._against) else "together"
        params = {"people": sorted(person for people in self.people for person in people.tolist())}
        if units * groups > _EXACT:
            raise BadInput(field, "not_found", "No groups that meet all wishes were found.", params)
        # One variable for a unit in a group, unit-major, then one for the people without wishes in each group.
        rows, columns, entries = [], [], []
        least, most = [], []

        def rule(where: list[int], what: Sequence[float], low: float, high: float) -> None:
            rows.extend([len(least)] * len(where))
            columns.extend(where)
            entries.extend(what)
            least.append(low)
            most.append(high)

        rest = units * groups
        for unit in range(units):
            rule(list(range(unit * groups, (unit + 1) * groups)), [1.0] * groups, 1, 1)
            for other in self._against[unit]:
                for group in range(groups):
                    if unit < other:
                        rule([unit * groups + group, other * groups + group], [1.0, 1.0], 0, 1)
        weights = [float(len(people)) for people in self.people]
        for group in range(groups):
            rule([*(unit * groups + group for unit in range(units)), rest + group], [*weights, 1.0], self._lo, self._hi)
        rule(list(range(rest, rest + groups)), [1.0] * groups, self._others, self._others)
        low, high = np.zeros(rest + groups), np.ones(rest + groups)
        high[rest:] = self._others
        for unit, group in enumerate(self._fixed):
            if group >= 0:
                low[unit * groups + group] = 1
        matrix = coo_array((entries, (rows, columns)), shape=(len(least), rest + groups)).tocsr()
        answer = milp(
            np.zeros(rest + groups),
            integrality=np.ones(rest + groups),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, least, most),
            options={"time_limit": _SECONDS},
        )
        if answer.x is None:
            code = "cannot_be_met" if answer.status == 2 else "not_found"
            raise BadInput(field, code, "No groups of these sizes meet all wishes.", params)
        return self._spread(answer.x[:rest].reshape(units, groups).argmax(axis=1).tolist())

    def _spread(self, place: list[int]) -> np.ndarray:
        group = np.full(self._problem.people, -1, dtype=np.int64)
        for people, number in zip(self.people, place, strict=True):
            group[people] = number
        return group


def _deal(problem: GroupingProblem, group: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Give everybody at -1 a place: people alike go to the same groups, and within those levels are dealt in turn."""
    rest = np.flatnonzero(group < 0)
    rules = tuple(
        replace(rule, values=_filled(rule.values, problem)) if rule.kind == "alike" else rule for rule in problem.rules
    )
    kind, mix = _classes(rules, problem.people), _mixed(rules, problem.people)
    luck = rng.random(problem.people)
    order = rest[np.lexsort((luck[rest], *(levels[rest] for levels in reversed(mix)), kind[rest]))]
    slots = _slots_by_class(problem, kind[rest]) if len(rest) == problem.people else None
    if slots is None:
        slots = _slots(problem, group, kind)
    group[order] = slots
    return group


def _filled(level: np.ndarray, problem: GroupingProblem) -> np.ndarray:
    """Return int64[n] levels with people of unknown level counted to one, so that levels fill whole groups.

    A level of s people has between ceil(s / hi) and floor(s / lo) groups, or fewer people than that many groups need,
    and then people of unknown level go with them. Groups are given to levels by largest remainders; where there are
    too few unknown people for that, levels stay as they are.
    """
    (lo, hi), groups = problem.sizes, problem.groups
    unknown = np.flatnonzero(level == UNKNOWN)
    names, totals = np.unique(level[level != UNKNOWN], return_counts=True)
    least = -(-totals // max(hi, 1))
    if not len(unknown) or not len(names) or hi == 0 or least.sum() > groups:
        return level
    number = least.copy()
    for _ in range(groups - int(least.sum())):
        number[int((totals / number).argmax())] += 1
    short = np.maximum(0, lo * number - totals)
    if short.sum() > len(unknown):
        return level
    room = hi * number - totals - short
    spare = np.repeat(np.arange(len(names)), room)[: len(unknown) - int(short.sum())]
    found = level.astype(np.int64)
    found[unknown] = names[np.concatenate([np.repeat(np.arange(len(names)), short), spare])]
    return found


def _classes(rules: Sequence[Rule], n: int) -> np.ndarray:
    """Return int64[n]: equal for people whom "alike" rules, and common columns, want in the same groups."""
    found = np.zeros(n, dtype=np.int64)
    for rule in rules:
        if rule.kind == "alike":
            level = rule.values
        elif rule.kind == "common" and rule.minimum > 0 and n:
            popular = np.argsort(-rule.values.sum(axis=0), kind="stable")
            level = np.where(rule.values.any(axis=1), rule.values[:, popular].argmax(axis=1), -1)
        else:
            continue
        both = np.stack([found, level.astype(np.int64)])
        found = np.unique(both, axis=1, return_inverse=True)[1].reshape(-1)
    return found


def _mixed(rules: Sequence[Rule], n: int) -> list[np.ndarray]:
    """Return int64[n] levels of each rule that wants levels side by side or dealt out."""
    return [rule.values.astype(np.int64) for rule in rules if rule.kind in ("mix", "not_alone")] or [np.zeros(n)]


def _slots_by_class(problem: GroupingProblem, kind: np.ndarray) -> np.ndarray | None:
    """Return int64[n]: groups for people sorted by class, so that no group has two classes; None if that can't be."""
    (lo, hi), groups, n = problem.sizes, problem.groups, len(kind)
    totals = np.unique(kind, return_counts=True)[1]
    if hi == 0 or not n:
        return None
    least, most = -(-totals // hi), totals // max(lo, 1)
    if (least > most).any() or not least.sum() <= groups <= most.sum():
        return None
    number = np.clip(np.round(totals * groups / n).astype(np.int64), least, most)
    while (over := int(number.sum()) - groups) != 0:
        # The class whose groups are the smallest (or the largest) can do best with one fewer (or one more).
        size = np.where(number > least, totals / np.maximum(number, 1), np.inf)
        if over > 0:
            number[int(size.argmin())] -= 1
        else:
            number[int(np.where(number < most, totals / np.maximum(number, 1), -np.inf).argmax())] += 1
    starts = np.concatenate([[0], np.cumsum(number)[:-1]])
    return np.concatenate(
        [start + np.arange(total) % many for start, total, many in zip(starts, totals, number, strict=True)]
    )


def _slots(problem: GroupingProblem, group: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Return int64[r]: free places for r people sorted by class, in groups that are filled up evenly from the smallest.

    With one class places are dealt in turn; with several, groups are filled one after the other, those first that have
    people of the first class already.
    """
    groups = problem.groups
    placed = np.flatnonzero(group >= 0)
    sizes = np.bincount(group[placed], minlength=groups)
    room = np.zeros(groups, dtype=np.int64)
    heap = [(int(size), number) for number, size in enumerate(sizes)]
    heapq.heapify(heap)
    for _ in range(len(group) - len(placed)):
        size, number = heap[0]
        room[number] += 1
        heapq.heapreplace(heap, (size + 1, number))
    which = np.repeat(np.arange(groups), room)
    if len(np.unique(kind)) <= 1:
        turn = np.arange(len(which)) - np.repeat(np.cumsum(room) - room, room)
        return which[np.lexsort((which, turn))]
    first = np.full(groups, np.iinfo(np.int64).max)
    np.minimum.at(first, group[placed], kind[placed])
    return which[np.lexsort((which, first[which]))]
