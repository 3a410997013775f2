"""Group rules as count tables: how many of each level a group has, and what one more or one fewer would cost.

Costs are whole numbers (or halves), 0 for a rule that is met. A search asks for the cost of all swaps of one person at
once; two look-ups for each group of a swap answer that, whatever the size of the groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from mentoring_xblock.matching.grouping.problem import UNKNOWN, Broken, Rule


class Table(Protocol):
    """One count table over the present groups."""

    def reset(self, group: np.ndarray) -> None:
        """Count anew. `group` is int64[n], and stays the caller's."""

    def swaps(self, person: int, group: np.ndarray) -> np.ndarray:
        """Return float64[n]: what the cost changes by when `person` changes places with each of all people.

        Entries of people in the person's own group mean nothing.
        """

    def moves(self, person: int, group: np.ndarray) -> np.ndarray:
        """Return float64[g]: what the cost changes by when `person` goes to each group; their own means nothing."""

    def moved(self, person: int, old: int, new: int, group: np.ndarray) -> float:
        """Count that `person` went from `old` to `new`, and return what the cost changed by.

        `group` is that of everybody from now on.
        """

    def part(self, people: np.ndarray, groups: int) -> Table:
        """Return a table of some people only, int64[p], over other groups. It counts nobody until it is reset."""

    def leaving(self) -> np.ndarray:
        """Return float64[n]: what the cost of everybody's group changes by when they leave it."""

    def dealt(self, people: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """Return float64[k, k]: what the cost of each of k groups changes by when it gets each of k people for its own.

        Args:
            people: int64[k], one of each group, or -1: nobody leaves, or nobody comes.
            groups: int64[k], no two the same.
        """

    def costs(self) -> np.ndarray:
        """Return float64[g]: the cost of each group."""

    def cost_of(self, rows: np.ndarray) -> np.ndarray:
        """Return float64[c]: what groups of the people in each row of int64[c, size] would cost."""


class Levels:
    """Cost of a group = sum over levels of `cost[level, how many]`."""

    def __init__(self, level: np.ndarray, cost: np.ndarray, groups: int):
        """Take int64[n] levels and float64[levels, most + 2] costs; the last column is never reached by counts."""
        self._level, self._cost, self._groups = level, cost, groups
        self._rows = np.arange(len(cost))
        #: What one of so many of a level adds to the cost of a group without any of them.
        self._share = (cost - cost[:, :1]) / np.maximum(1, np.arange(cost.shape[1]))

    def reset(self, group: np.ndarray) -> None:
        levels = len(self._cost)
        self._slot = group * levels + self._level
        self._count = np.bincount(self._slot, minlength=self._groups * levels).reshape(self._groups, levels)
        now = self._cost[self._rows, self._count]
        self._more = self._cost[self._rows, np.minimum(self._count + 1, self._cost.shape[1] - 1)] - now
        self._fewer = self._cost[self._rows, np.maximum(self._count - 1, 0)] - now
        self._leave = self._fewer.take(self._slot)

    def swaps(self, person: int, group: np.ndarray) -> np.ndarray:
        own, level = group[person], self._level[person]
        change = self._more[own].take(self._level)
        change += self._leave
        change += (self._more[:, level] + self._fewer[own, level]).take(group)
        change *= self._level != level
        return change

    def moves(self, person: int, group: np.ndarray) -> np.ndarray:
        level = self._level[person]
        return self._more[:, level] + self._fewer[group[person], level]

    def moved(self, person: int, old: int, new: int, group: np.ndarray) -> float:
        level = self._level[person]
        change = float(self._fewer[old, level] + self._more[new, level])
        self._count[old, level] -= 1
        self._count[new, level] += 1
        for row in (old, new):
            count = int(self._count[row, level])
            now = self._cost[level, count]
            self._more[row, level] = self._cost[level, min(count + 1, self._cost.shape[1] - 1)] - now
            self._fewer[row, level] = self._cost[level, max(count - 1, 0)] - now
        self._slot[person] += (new - old) * len(self._cost)
        self._fewer.take(self._slot, out=self._leave)
        return change

    def part(self, people: np.ndarray, groups: int) -> Levels:
        return Levels(self._level[people], self._cost, groups)

    def leaving(self) -> np.ndarray:
        return self._leave

    def dealt(self, people: np.ndarray, groups: np.ndarray) -> np.ndarray:
        # Nobody is of a level of their own, which costs nothing.
        level = np.where(people < 0, len(self._cost), self._level[people])
        change = np.zeros((len(groups), len(self._cost) + 1))
        change[:, :-1] = self._more[groups]
        left = np.where(people < 0, 0.0, self._fewer[groups, np.minimum(level, len(self._cost) - 1)])
        change[np.arange(len(groups)), level] = -left
        change += left[:, None]
        return change.take(level, axis=1)

    def costs(self) -> np.ndarray:
        return self._cost[self._rows, self._count].sum(axis=1)

    def cost_of(self, rows: np.ndarray) -> np.ndarray:
        level = self._level.take(rows.T)
        count = np.ones(level.shape, dtype=np.int64)
        for one in range(len(level)):
            for other in range(one):
                same = level[one] == level[other]
                count[one] += same
                count[other] += same
        # A level of several people is met with once for each of them.
        level *= self._cost.shape[1]
        level += count
        return np.round(self._cost[:, 0].sum() + self._share.take(level).sum(axis=0), 6)


class Both:
    """Two tables whose costs mean something only together."""

    def __init__(self, first: Table, second: Table):
        self._tables = first, second

    def reset(self, group: np.ndarray) -> None:
        for table in self._tables:
            table.reset(group)

    def swaps(self, person: int, group: np.ndarray) -> np.ndarray:
        return self._tables[0].swaps(person, group) + self._tables[1].swaps(person, group)

    def moves(self, person: int, group: np.ndarray) -> np.ndarray:
        return self._tables[0].moves(person, group) + self._tables[1].moves(person, group)

    def moved(self, person: int, old: int, new: int, group: np.ndarray) -> float:
        return sum(table.moved(person, old, new, group) for table in self._tables)

    def part(self, people: np.ndarray, groups: int) -> Both:
        return Both(*(table.part(people, groups) for table in self._tables))

    def leaving(self) -> np.ndarray:
        return self._tables[0].leaving() + self._tables[1].leaving()

    def dealt(self, people: np.ndarray, groups: np.ndarray) -> np.ndarray:
        return self._tables[0].dealt(people, groups) + self._tables[1].dealt(people, groups)

    def costs(self) -> np.ndarray:
        return self._tables[0].costs() + self._tables[1].costs()

    def cost_of(self, rows: np.ndarray) -> np.ndarray:
        return self._tables[0].cost_of(rows) + self._tables[1].cost_of(rows)


class Common:
    """Cost of a group = the sum of the `minimum` smallest numbers of members that a column is missing for.

    That sum is also the sum over t = 0, 1, 2 … of max(0, minimum - how many columns miss at most t members), which is
    formed for all swaps at once without sorting.
    """

    def __init__(self, has: np.ndarray, minimum: int, groups: int):
        """Take bool[n, k]."""
        self._has = np.ascontiguousarray(has.T, dtype=np.int16)
        self._minimum, self._groups = minimum, groups

    def reset(self, group: np.ndarray) -> None:
        sizes = np.bincount(group, minlength=self._groups)
        missing = [sizes - np.bincount(group, column, self._groups) for column in self._has]
        self._missing = np.array(missing, dtype=np.int16).reshape(len(self._has), self._groups).T.copy()
        self._now = self._smallest(self._missing.T)
        self._theirs = np.ascontiguousarray(self._missing[group].T)
        self._group = group

    def swaps(self, person: int, group: np.ndarray) -> np.ndarray:
        own, mine = group[person], self._has[:, person]
        change = self._smallest((self._missing[own] + mine)[:, None] - self._has)
        change += self._smallest(self._theirs + self._has - mine[:, None])
        change -= self._now.take(group)
        change -= self._now[own]
        return change

    def moves(self, person: int, group: np.ndarray) -> np.ndarray:
        own, lacks = group[person], 1 - self._has[:, person]
        left = self._smallest((self._missing[own] - lacks)[:, None])[0] - self._now[own]
        return self._smallest((self._missing + lacks).T) - self._now + left

    def moved(self, person: int, old: int, new: int, group: np.ndarray) -> float:
        before = self._now[old] + self._now[new]
        lacks = 1 - self._has[:, person]
        self._missing[old] -= lacks
        self._missing[new] += lacks
        for row in (old, new):
            self._now[row] = self._smallest(self._missing[row][:, None])[0]
            self._theirs[:, group == row] = self._missing[row][:, None]
        return float(self._now[old] + self._now[new] - before)

    def part(self, people: np.ndarray, groups: int) -> Common:
        return Common(self._has.T[people], self._minimum, groups)

    def leaving(self) -> np.ndarray:
        return self._smallest(self._theirs - (1 - self._has)) - self._now.take(self._group)

    def dealt(self, people: np.ndarray, groups: np.ndarray) -> np.ndarray:
        lacks = np.where(people < 0, np.int16(0), 1 - self._has[:, people])
        left = self._missing[groups].T - lacks
        if self._minimum == 1 and len(left):
            least = left[0][:, None] + lacks[0]
            for one, other in zip(left[1:], lacks[1:], strict=True):
                np.minimum(least, one[:, None] + other, out=least)
            return least - self._now[groups][:, None]
        missing = left[:, :, None] + lacks[:, None, :]
        least = self._smallest(missing.reshape(len(left), -1)).reshape(len(groups), len(people))
        return least - self._now[groups][:, None]

    def costs(self) -> np.ndarray:
        return self._now.copy()

    def cost_of(self, rows: np.ndarray) -> np.ndarray:
        missing = sum((1 - self._has[:, people] for people in rows.T), np.zeros((len(self._has), len(rows)), np.int16))
        return self._smallest(missing)

    def _smallest(self, missing: np.ndarray) -> np.ndarray:
        """Return float64[n] from int16[k, n]: the sum of the `minimum` smallest of each column."""
        if self._minimum == 0 or missing.shape[1] == 0:
            return np.zeros(missing.shape[1])
        if self._minimum == 1:
            return missing.min(axis=0).astype(np.float64)
        total, level = np.zeros(missing.shape[1]), 0
        while True:
            short = np.maximum(0, self._minimum - (missing <= level).sum(axis=0))
            if not short.any():
                return total
            total += short
            level += 1


def tables_of(rules: Sequence[Rule], groups: int, most: int) -> list[Table]:
    """Return the count tables of the rules.

    `most` is the largest group that will ever be counted, on the way from one place to another too.
    """
    return [_table(rule, groups, np.arange(most + 2, dtype=np.float64)) for rule in rules]


def _table(rule: Rule, groups: int, counts: np.ndarray) -> Table:
    if rule.kind == "common":
        return Common(rule.values, int(rule.minimum), groups)
    found, level = np.unique(rule.values, return_inverse=True)
    level = level.reshape(-1).astype(np.int64)
    if rule.kind == "mix":
        least, most = shares(np.bincount(level, minlength=len(found)), groups)
        cost = np.maximum(0, least[:, None] - counts) + np.maximum(0, counts - most[:, None])
    elif rule.kind == "not_alone":
        cost = np.tile((counts == 1).astype(np.float64), (len(found), 1))
    else:
        cost = np.tile(-_pairs(counts), (len(found), 1))
    cost[found == UNKNOWN] = 0
    if rule.kind != "alike":
        return Levels(level, cost, groups)
    # Pairs of people with different levels are all pairs of those who answered, less the pairs of each level.
    answered = (rule.values != UNKNOWN).astype(np.int64)
    return Both(Levels(answered, np.stack([0 * counts, _pairs(counts)]), groups), Levels(level, cost, groups))


def _pairs(counts: np.ndarray) -> np.ndarray:
    """Return half the number of pairs: one person among others then costs about what a rule about counts charges."""
    return counts * (counts - 1) / 4


def shares(totals: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how many of each level a group of a "mix" rule has at least and at most, from int64[levels] totals."""
    return totals // groups, -(-totals // groups)


def broken_by(rules: Sequence[Rule], members: np.ndarray) -> tuple[Broken, ...]:
    """Return what groups don't meet, by rule, group and level. Counted from scratch, without the tables."""
    found: list[Broken] = []
    for number, rule in enumerate(rules):
        least = most = {}
        if rule.kind == "mix":
            levels, totals = np.unique(rule.values[rule.values != UNKNOWN], return_counts=True)
            lows, highs = shares(totals, max(1, len(members)))
            least, most = (dict(zip(levels.tolist(), ends.tolist(), strict=True)) for ends in (lows, highs))
        for group, row in enumerate(members):
            people = row[row >= 0]
            if rule.kind == "common":
                if int(rule.values[people].all(axis=0).sum()) < rule.minimum:
                    found.append(Broken(number, rule.kind, group, tuple(people.tolist())))
                continue
            found += _levels_broken(number, rule, group, people, least, most)
    return tuple(found)


def _levels_broken(
    number: int, rule: Rule, group: int, people: np.ndarray, least: dict[int, int], most: dict[int, int]
) -> list[Broken]:
    """Return what a group doesn't meet of a rule about levels."""
    theirs: dict[int, list[int]] = {}
    for person in people.tolist():
        if (level := int(rule.values[person])) != UNKNOWN:
            theirs.setdefault(level, []).append(person)
    if rule.kind == "not_alone":
        return [
            Broken(number, rule.kind, group, tuple(some), level)
            for level, some in sorted(theirs.items())
            if len(some) == 1
        ]
    if rule.kind == "mix":
        found = []
        for level in least:
            some = theirs.get(level, [])
            if not least[level] <= len(some) <= most[level]:
                found.append(Broken(number, rule.kind, group, tuple(some) if len(some) > most[level] else (), level))
        return found
    if len(theirs) < 2:
        return []
    usual = max(sorted(theirs), key=lambda level: len(theirs[level]))
    others = sorted(person for level, some in theirs.items() if level != usual for person in some)
    return [Broken(number, rule.kind, group, tuple(others))]
