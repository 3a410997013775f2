"""The search for better groups: one person against everybody at a time.

For each person i and group g the sum of the distances from i to the people of g is kept. Then what all n swaps of one
person are worth is a handful of operations on rows, some microseconds for hundreds of swaps. Three uses of that:

- `Search.climb`: each person in turn takes the best swap, until nobody has one (a local optimum);
- `Search.anneal`: heat bath. A swap of a random person is drawn with probability proportional to exp(gain / T), by
  adding Gumbel noise to the gains and taking the largest (Gumbel 1954; Maddison, Tarlow and Minka 2014), and T falls
  geometrically;
- `Search.mend`: as `climb`, with only those people whose groups break a rule.

Costs of rules are charged with a weight that no gain outweighs. Swaps that would bring people together who may not
share a group are never offered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.grouping.rules import Table

#: People up to whom sums are kept in float64 and distances are copied.
SMALL = 2_000
_POOL = 1 << 18
#: The temperature of rules that luck begins at, in what a rule charges; steps between two looks at the clock.
_LUCK = 0.45
_BATCH = 32
_NEVER = -np.inf


@dataclass(eq=False)
class Ground:
    """What a search stands on.

    Attributes:
        distance: [n, n] with zeros on the diagonal.
        against: for those who may not share a group with somebody, int64 indices of these.
        movable: bool[n], who may be swapped alone: not locked, and not part of a block.
        lo, hi, groups: as in the problem.
        tables: of `tables_of`.
        weight: what a unit of a rule's cost is charged.
    """

    distance: np.ndarray
    against: dict[int, np.ndarray]
    movable: np.ndarray
    lo: int
    hi: int
    groups: int
    tables: list[Table]
    weight: float

    @property
    def kind(self) -> type[np.floating]:
        """The type that sums are kept in."""
        return np.float64 if len(self.distance) <= SMALL else np.float32

    def row(self, person: int) -> np.ndarray:
        """Return the distances from a person, as floats."""
        return self.distance[person].astype(self.kind, copy=False)

    def at_odds(self, people: np.ndarray) -> bool:
        """Tell whether two of them may not share a group."""
        return any(np.isin(self.against[one], people).any() for one in people.tolist() if one in self.against)


class Search:
    """Groups that change. `group` is int64[n], everybody's group; `value` and `cost` are those of the moment."""

    def __init__(self, ground: Ground, group: np.ndarray, rng: np.random.Generator):
        self.ground, self.rng = ground, rng
        self._n, self._flexible = len(group), ground.lo < ground.hi
        self._ways = self._n + (ground.groups if self._flexible else 0)
        self._free = np.flatnonzero(ground.movable)
        self._everybody = np.arange(self._n)
        self._gain = np.empty(self._ways, dtype=ground.kind)
        self._pool: np.ndarray | None = None
        self.restart(group)

    def restart(self, group: np.ndarray) -> None:
        """Go on from other groups, int64[n], which are copied."""
        ground, groups = self.ground, self.ground.groups
        self.group = group.astype(np.int64)
        self.sizes = np.bincount(self.group, minlength=groups)
        # One slot more than sums: where people who may not be swapped find that staying is worth infinitely much.
        self._flat = np.empty(groups * self._n + 1, dtype=ground.kind)
        self._flat[-1] = np.inf
        self._sums = self._flat[:-1].reshape(groups, self._n)
        order = np.argsort(self.group, kind="stable")
        for number, people in zip(range(groups), np.split(order, np.cumsum(self.sizes)[:-1]), strict=False):
            ground.distance[people].sum(axis=0, dtype=ground.kind, out=self._sums[number])
        self._slot = self.group * self._n + self._everybody
        own = self._flat.take(self._slot)
        self.value = float(own.sum(dtype=np.float64)) / 2
        self._slot[~ground.movable] = len(self._flat) - 1
        self._own = self._flat.take(self._slot)
        for table in ground.tables:
            table.reset(self.group)
        self.cost = float(sum(table.costs().sum() for table in ground.tables))

    @property
    def score(self) -> float:
        """What the search makes as large as it can."""
        return self.value - self.ground.weight * self.cost

    @property
    def sums(self) -> np.ndarray:
        """[g, n]: the sum of the distances from each person to each group."""
        return self._sums

    def offer(self, person: int) -> np.ndarray:
        """Return what each swap with `person` is worth, and after the n people each move to a group's free place.

        The entry of `person` is 0, up to rounding: staying. Entries of people in the same group are 0 or less and mean
        staying too. The array is used again by the next call.
        """
        ground, gain = self.ground, self._gain
        own = int(self.group[person])
        towards = self._sums[:, person]
        swaps = gain[: self._n]
        towards.take(self.group, out=swaps)
        swaps += self._sums[own]
        swaps -= self._own
        row = ground.row(person)
        swaps -= row
        swaps -= row
        if self._flexible:
            if self.sizes[own] > ground.lo:
                np.add(towards, np.where(self.sizes < ground.hi, 0.0, _NEVER), out=gain[self._n :])
                gain[self._n + own] = _NEVER
            else:
                gain[self._n :] = _NEVER
        gain -= towards[own]
        for table in ground.tables:
            swaps -= ground.weight * table.swaps(person, self.group)
            if self._flexible:
                gain[self._n :] -= ground.weight * table.moves(person, self.group)
        if ground.tables:
            swaps[self.group == own] = 0
        if ground.against:
            self._forbid(person, own)
        return gain

    def _forbid(self, person: int, own: int) -> None:
        """Make ways of `person` that bring enemies together worth less than anything."""
        swaps, against = self._gain[: self._n], self.ground.against
        for other in np.flatnonzero(self.group == own).tolist():
            if other != person and other in against:
                swaps[against[other]] = _NEVER
        if person in against:
            enemies = against[person]
            met = np.bincount(self.group[enemies], minlength=self.ground.groups)
            meets = met.take(self.group)
            # Whoever changes places with somebody doesn't meet them.
            meets[enemies] -= 1
            swaps[meets > 0] = _NEVER
            if self._flexible:
                self._gain[self._n :][met > 0] = _NEVER

    def take(self, person: int, way: int) -> bool:
        """Take a way of the last `offer`; return whether anything changed."""
        if way >= self._n:
            self.move(person, way - self._n)
            return True
        if self.group[way] == self.group[person]:
            return False
        self.swap(person, way)
        return True

    def swap(self, first: int, second: int) -> None:
        """Let two people of different groups change places."""
        ground, here, there = self.ground, int(self.group[first]), int(self.group[second])
        rows = ground.row(first), ground.row(second)
        gain = float(self._sums[there, first]) - float(self._sums[here, first])
        gain += float(self._sums[here, second]) - float(self._sums[there, second]) - 2 * float(rows[0][second])
        self.value += gain
        change = rows[1] - rows[0]
        self._sums[here] += change
        self._sums[there] -= change
        for person, old, new in ((first, here, there), (second, there, here)):
            self._settle(person, old, new)
        self._flat.take(self._slot, out=self._own)

    def move(self, person: int, new: int) -> None:
        """Take anybody to another group, whatever the sizes."""
        old = int(self.group[person])
        row = self.ground.row(person)
        self.value += float(self._sums[new, person]) - float(self._sums[old, person])
        self._sums[old] -= row
        self._sums[new] += row
        self.sizes[old] -= 1
        self.sizes[new] += 1
        self._settle(person, old, new)
        self._flat.take(self._slot, out=self._own)

    def _settle(self, person: int, old: int, new: int) -> None:
        self.group[person] = new
        if self.ground.movable[person]:
            self._slot[person] += (new - old) * self._n
        for table in self.ground.tables:
            self.cost += table.moved(person, old, new, self.group)

    def climb(self, keep_on: Callable[[], bool], passes: int | None = None) -> bool:
        """Let each person in turn take their best way, until nobody has one that is worth something.

        Args:
            keep_on: asked every few steps; False stops.
            passes: at most as many rounds.

        Returns:
            Whether it is a local optimum.
        """
        return self._rounds(lambda: self._free, keep_on, passes)

    def mend(self, keep_on: Callable[[], bool], done: Callable[[int], float]) -> None:
        """Meet the rules: improve those whose groups break one; then let luck have a say, less and less.

        Args:
            keep_on: asked every few steps; False stops.
            done: given the number of swaps drawn by luck so far, tells how much of luck's share of the run is over.
        """
        self._rounds(self._concerned, keep_on, None)
        if self.cost <= 0:
            return
        best, best_group = self.cost, self.group.copy()
        found = self._tried(done)
        if found is not None:
            best, best_group = found
        self._rounds(self._concerned, keep_on, None)
        if self.cost >= best:
            self.restart(best_group)

    def _tried(self, done: Callable[[int], float]) -> tuple[float, np.ndarray] | None:
        """Anneal over the costs of rules, with those at fault only; return a smaller cost and its groups, or None."""
        pool = self.noise()
        best, found, steps = self.cost, None, 0
        while (share := done(steps)) < 1:
            people = self._concerned()
            if not len(people):
                break
            heat = _LUCK * (1 - share) * self.ground.weight
            for person in people[self.rng.integers(len(people), size=_BATCH)].tolist():
                start = int(self.rng.integers(_POOL - self._ways))
                gain = self.offer(person)
                gain += heat * pool[start : start + self._ways]
                if self.take(person, int(gain.argmax())) and self.cost < best:
                    best, found = self.cost, (self.cost, self.group.copy())
            steps += _BATCH
        return found

    def _concerned(self) -> np.ndarray:
        """Return those who may be swapped, and whose group breaks a rule."""
        return self._free[self.broken()[self.group[self._free]]]

    def broken(self) -> np.ndarray:
        """Return bool[g]: which groups break a rule."""
        at_fault = np.zeros(self.ground.groups, dtype=bool)
        for table in self.ground.tables:
            at_fault |= table.costs() > 0
        return at_fault

    def _rounds(self, people: Callable[[], np.ndarray], keep_on: Callable[[], bool], passes: int | None) -> bool:
        least = self.tolerance()
        done = 0
        while passes is None or done < passes:
            changed = False
            for count, person in enumerate(self.rng.permutation(people()).tolist()):
                if count % 64 == 0 and not keep_on():
                    return False
                gain = self.offer(person)
                way = int(gain.argmax())
                if gain[way] > least:
                    changed |= self.take(person, way)
            if not changed:
                return True
            done += 1
        return False

    def tolerance(self) -> float:
        """Return the gain that is no more than rounding."""
        largest = float(np.abs(self._sums).max(initial=0))
        return largest * (1e-12 if self.ground.kind is np.float64 else 1e-5)

    def step(self, sample: int = 200) -> float:
        """Return what the best swap of a person costs at a local optimum, on average over some people.

        It is the unit of temperature: it does not depend on the family of distances, as their spread does.
        """
        if len(self._free) == 0:
            return 0.0
        some = self.rng.permutation(self._free)[:sample].tolist()
        losses = []
        for person in some:
            gain = self.offer(person)[: self._n].astype(np.float64)
            gain[self.group == self.group[person]] = _NEVER
            best = float(gain.max())
            if np.isfinite(best) and best > -self.ground.weight:
                losses.append(max(0.0, -best))
        return float(np.mean(losses)) if losses else 0.0

    def anneal(self, hot: float, cold: float, done: Callable[[int], float]) -> np.ndarray:
        """Let the temperature fall from `hot` to `cold`, and return the best groups seen, int64[n].

        Args:
            hot, cold: temperatures, in the unit of the distances, above 0.
            done: given the number of steps so far, tells how much of the run is done; 1 ends it.
        """
        pool, noise = self.noise(), np.empty(_POOL, dtype=self.ground.kind)
        best, best_group = self.score, self.group.copy()
        batch, steps = max(16, min(256, 200_000 // max(1, self._ways))), 0
        least = self.tolerance()
        while (share := done(steps)) < 1 and len(self._free):
            np.multiply(pool, hot * (cold / hot) ** share, out=noise)
            people = self._free[self.rng.integers(len(self._free), size=batch)].tolist()
            starts = self.rng.integers(_POOL - self._ways, size=batch).tolist()
            for person, start in zip(people, starts, strict=True):
                gain = self.offer(person)
                gain += noise[start : start + self._ways]
                if self.take(person, int(gain.argmax())) and (score := self.score) > best + least:
                    best, best_group[:] = score, self.group
            steps += batch
        return best_group

    def noise(self) -> np.ndarray:
        """Return a pool of Gumbel noise, drawn once; stretches of it from random places are independent enough."""
        if self._pool is None:
            self._pool = -np.log(-np.log(self.rng.random(_POOL).clip(1e-300))).astype(self.ground.kind)
        return self._pool


def clock(seconds: float | None) -> Callable[[], float]:
    """Return a function that tells how much of the time is used up; 0 for ever when there is no limit."""
    started = time.monotonic()
    if seconds is None:
        return lambda: 0.0
    return lambda: (time.monotonic() - started) / seconds if seconds > 0 else 1.0
