"""Meeting the rules by dealing people out anew: one of each group, all at once.

Where several rules have to be met, hardly any swap leaves both groups in order. Here one person of each group stands up
(or a free place is offered), and those who stand are dealt out to the places that are empty now. No group gets two, so
what each would cost with each person is a table, and the best of all ways to deal them out is an assignment: a cyclic
exchange over all groups at once (Thompson and Orlin 1989; Ahuja, Ergun, Orlin and Punnen 2002). Luck has a say in who
stands up and who goes where, and less and less in the latter: Gumbel noise, whose temperature falls.

That is done with some groups at a time, a broken one and those that its people could best change places with: many as
long as many are broken, then fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentoring_xblock.matching.grouping.search import Ground, Search


@dataclass(frozen=True)
class _Round:
    """How long some groups are dealt to: how many, and at which temperatures, in what a rule charges."""

    groups: int
    deals: int
    hot: float
    cold: float


#: With all groups, or with some of many where many are broken; and with some where few are.
_ALL, _SOME, _FEW = _Round(200, 400, 0.2, 0.06), _Round(200, 60, 0.1, 0.05), _Round(70, 100, 0.1, 0.06)
#: Share of groups that are broken down to which they are still many.
_MANY = 0.08
#: Groups that the nearest are looked for among, and how much luck there is in that and in who stands up.
_LOOKED_AT, _LUCK = 500, 1.0
#: Every so manyth deal is one of two people, of so many groups, of at most this size.
_EVERY, _TWO, _SIZE = 3, 70, 8
_NEVER = 1e6


def budget(people: int) -> int:
    """Return how many deals so many people are worth where there is no time limit."""
    return min(100 + 3 * people, 6_000)


def deal(search: Search, done: Callable[[int], float]) -> None:
    """Lower the cost of rules; wishes and sizes are kept to.

    Args:
        search: whose groups are changed. They never cost more than they did.
        done: given the number of deals so far, tells how much of the time for it is over.
    """
    ground = search.ground
    group, deals = search.group.copy(), 0
    while ground.groups > 1 and done(deals) < 1:
        for table in ground.tables:
            table.reset(group)
        broken = sum(table.costs() for table in ground.tables) > 0
        if not broken.any():
            break
        many = _ALL if ground.groups <= _ALL.groups else _SOME
        turn = many if broken.mean() > _MANY else _FEW
        groups = _near(search, group, broken, turn.groups)
        people = np.flatnonzero(np.isin(group, groups))
        hands = _Hands(search, people, np.searchsorted(groups, group[people]), len(groups))
        least, best = hands.cost, hands.group
        for number in range(turn.deals):
            deals += 1
            heat = turn.hot * (turn.cold / turn.hot) ** (number / turn.deals)
            cost = hands.deal(heat) if number % _EVERY else hands.deal_two(heat)
            if cost <= least:
                least, best = cost, hands.group.copy()
            if cost <= 0 or done(deals) >= 1:
                break
        group[people] = groups[best]
    search.restart(group)


def _near(search: Search, group: np.ndarray, broken: np.ndarray, most: int) -> np.ndarray:
    """Return int64[k], ascending: a broken group, and those with which a person of it can best change places."""
    ground, rng = search.ground, search.rng
    if ground.groups <= most:
        return np.arange(ground.groups)
    first = int(rng.choice(np.flatnonzero(broken)))
    others = rng.permutation(np.delete(np.arange(ground.groups), first))
    groups = np.concatenate([[first], others[:_LOOKED_AT]])
    order = rng.permutation(len(group))
    there, place = np.unique(group[order], return_index=True)
    people = np.full(ground.groups, -1)
    people[there] = order[place]
    cost = sum(table.dealt(people[groups], groups) for table in ground.tables)
    far = cost[0] + cost[:, 0] + _LUCK * rng.random(len(groups)) - broken[groups] / 2
    far[0] = -_NEVER
    return np.sort(groups[np.argsort(far)[:most]])


class _Hands:
    """Some groups that people are dealt to. `cost` is that of the moment, `group` int64[p] by numbers of their own."""

    def __init__(self, search: Search, people: np.ndarray, group: np.ndarray, groups: int):
        """Take int64[p] people, and int64[p] the group of each, of as many `groups`."""
        ground = search.ground
        self.group, self._movable, self._groups = group.copy(), ground.movable[people], groups
        self._lo, self._hi, self._rng, self._noise = ground.lo, ground.hi, search.rng, search.noise()
        self._tables = [table.part(people, groups) for table in ground.tables]
        self._against = _against(ground, people)
        # Two at a time are looked at as a group, without asking who may not share one.
        self._easy = self._movable.copy()
        self._easy[list(self._against)] = False
        self.cost = self._counted()

    def _counted(self) -> float:
        self._sizes = np.bincount(self.group, minlength=self._groups)
        for table in self._tables:
            table.reset(self.group)
        return float(sum(table.costs().sum() for table in self._tables))

    def deal(self, heat: float) -> float:
        """Deal one of each group, and return what the groups cost."""
        people, groups = self._standing()
        if len(groups) < 2:
            return self.cost
        cost = sum(table.dealt(people, groups) for table in self._tables)
        cost = cost - heat * self._luck(cost.size).reshape(cost.shape)
        nobody = people < 0
        # A group that is small gives nobody away for nobody.
        cost[np.ix_((self._sizes[groups] <= self._lo) & ~nobody, nobody)] = _NEVER
        for column, person in enumerate(people.tolist()):
            if person in self._against:
                met = np.isin(groups, self.group[np.setdiff1d(self._against[person], people)])
                met[column] = False
                cost[met, column] = _NEVER
        to, who = linear_sum_assignment(cost)
        come = people[who] >= 0
        self.group[people[who][come]] = groups[to][come]
        self.cost = self._counted()
        return self.cost

    def deal_two(self, heat: float) -> float:
        """As `deal`, with two of each group of the commonest size."""
        size = int(np.bincount(self._sizes).argmax())
        if not 3 <= size <= _SIZE:
            return self.deal(heat)
        groups = self._rng.permutation(np.flatnonzero(self._sizes == size))[:_TWO]
        starts = np.cumsum(self._sizes) - self._sizes
        seats = np.argsort(self.group, kind="stable")[starts[groups][:, None] + np.arange(size)]
        # Two of a group are rather those without whom the others are in order.
        pairs = np.array(list(combinations(range(size), 2)))
        others = np.array([np.setdiff1d(np.arange(size), pair) for pair in pairs])
        left = seats[:, others].reshape(-1, size - 2)
        key = sum(table.cost_of(left) for table in self._tables) - _LUCK * self._luck(len(left))
        key = key.reshape(len(groups), len(pairs))
        key[~self._easy[seats[:, pairs]].all(axis=2)] = np.inf
        which = key.argmin(axis=1)
        can = np.flatnonzero(np.isfinite(key.min(axis=1)))
        if len(can) < 2:
            return self.deal(heat)
        two = np.take_along_axis(seats[can], pairs[which[can]], axis=1)
        stay = np.take_along_axis(seats[can], others[which[can]], axis=1)
        rows = np.concatenate([np.repeat(stay, len(can), axis=0), np.tile(two, (len(can), 1))], axis=1)
        cost = sum(table.cost_of(rows) for table in self._tables) - heat * self._luck(len(rows))
        to, who = linear_sum_assignment(cost.reshape(len(can), len(can)))
        self.group[two[who]] = groups[can][to][:, None]
        self.cost = self._counted()
        return self.cost

    def _standing(self) -> tuple[np.ndarray, np.ndarray]:
        """Return int64[k] people, -1 for a free place, and int64[k] groups: those rather whom no rule would miss."""
        key = -_LUCK * self._luck(len(self.group))
        for table in self._tables:
            key += table.leaving()
        order = np.lexsort((key, self.group))
        order = order[self._movable[order]]
        groups, first = np.unique(self.group[order], return_index=True)
        people = order[first]
        if self._lo == self._hi:
            return people, groups
        free = np.flatnonzero(self._sizes < self._hi)
        free = free[self._rng.random(len(free)) < 1 / (1 + self._sizes[free])]
        rest = ~np.isin(groups, free)
        return np.concatenate([people[rest], np.full(len(free), -1)]), np.concatenate([groups[rest], free])

    def _luck(self, count: int) -> np.ndarray:
        start = int(self._rng.integers(max(1, len(self._noise) - count)))
        return np.resize(self._noise[start : start + count], count)


def _against(ground: Ground, people: np.ndarray) -> dict[int, np.ndarray]:
    """Return for those of int64[p] who may not share a group with others of them, these: by their places in it."""
    place = {person: number for number, person in enumerate(people.tolist())}
    found = {}
    for person in ground.against.keys() & place.keys():
        others = [place[other] for other in ground.against[person].tolist() if other in place]
        if others:
            found[place[person]] = np.array(others, dtype=np.int64)
    return found
