"""What a grouping is asked for and what comes back. Arrays in, arrays out; indices count from 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from mentoring_xblock.matching.errors import BadInput

Kind = Literal["mix", "alike", "not_alone", "common"]
KINDS: tuple[Kind, ...] = ("mix", "alike", "not_alone", "common")
Objective = Literal["total", "worst"]
OBJECTIVES: tuple[Objective, ...] = ("total", "worst")
#: Level of somebody who did not answer: counts for nobody and against nobody.
UNKNOWN = -1
_ROWS = 512


@dataclass(frozen=True, eq=False)
class Rule:
    """What every group should be like.

    Attributes:
        kind: with N people of a level among n, and g groups:
            "mix": each group has between floor(N / g) and ceil(N / g) of each level (so that a quarter of a level of
                eight people goes to each of four groups); such groups exist for any one rule when sizes are even;
            "alike": all of a group have the same level;
            "not_alone": nobody is the only one of their level in a group;
            "common": each group shares at least `minimum` columns that every member has (a language, free hours).
        values: int[n] levels, `UNKNOWN` (-1) for no answer; for "common" bool[n, k], a row of zeros for no answer.
        minimum: for "common" only, how many columns; at most k.
    """

    kind: Kind
    values: np.ndarray
    minimum: int = 1


@dataclass(frozen=True, eq=False)
class GroupingProblem:
    """Who goes with whom.

    Attributes:
        distance: [n, n], symmetric and finite, larger is better together; the diagonal is not read. Any number type.
            float32 and whole numbers of 16 bits are never copied as a whole into float64, so that 10,000 people fit
            into memory; above 2,000 people sums are formed in float32 while searching (the values reported are exact
            sums in float64).
        sizes: (lo, hi), how many people a group has at least and at most.
        groups: how many groups.
        together, apart: each a tuple of indices of people who share a group, or of whom no two do. Never broken.
        rules: see `Rule`; met if they can be, else named in `Grouping.broken`.
        fixed: int[n], the group that somebody is locked in, or -1. Never broken. None is nobody.
        seconds: None works by a budget that depends on n only: the same problem gives the same answer on the same
            versions of numpy and scipy. A number works as long as that and takes the best: the answer then depends on
            the machine's speed, and should be kept with its run.
        seed: of all that is random.
        ids: a text for each person, no two the same: then the answer does not depend on the order of rows.
        objective: "total", the sum of the distances within groups, or "worst", first the smallest sum of any group
            and then the total.
    """

    distance: np.ndarray
    sizes: tuple[int, int]
    groups: int
    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, ...], ...] = ()
    rules: tuple[Rule, ...] = ()
    fixed: np.ndarray | None = None
    seconds: float | None = None
    seed: int = 0
    ids: tuple[str, ...] | None = None
    objective: Objective = "total"

    @classmethod
    def checked(cls, **given: Any) -> GroupingProblem:
        """Return the problem after `check`, with lists taken for tuples and arrays.

        Raises:
            BadInput: see `check`.
        """
        given = dict(given)
        given["distance"] = _array("distance", given.get("distance"))
        for name in ("together", "apart"):
            given[name] = tuple(tuple(people) for people in given.get(name) or ())
        if given.get("fixed") is not None:
            given["fixed"] = _array("fixed", given["fixed"])
        given["rules"] = tuple(
            Rule(rule.kind, _array("rules", rule.values), rule.minimum) for rule in given.get("rules") or ()
        )
        if given.get("ids") is not None:
            given["ids"] = tuple(given["ids"])
        problem = cls(**given)
        check(problem)
        return problem

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.distance)

    def locked(self) -> np.ndarray:
        """Return int64[n]: the group of everybody who is locked in one, else -1."""
        if self.fixed is None:
            return np.full(self.people, -1, dtype=np.int64)
        return self.fixed.astype(np.int64)


@dataclass(frozen=True)
class Broken:
    """A rule that a group doesn't meet.

    Attributes:
        rule: index in `GroupingProblem.rules`.
        kind: that rule's kind.
        group: index of the group.
        people: whom it concerns: those of the level that a "mix" group has too many of (nobody when it has too few);
            those whose level is not the group's commonest; those who are alone; for "common" the whole group.
        level: for "mix" and "not_alone" the level, else None. Two levels at fault are two of these.
    """

    rule: int
    kind: Kind
    group: int
    people: tuple[int, ...]
    level: int | None = None


@dataclass(frozen=True, eq=False)
class Grouping:
    """Groups, and what is known of them.

    Attributes:
        members: int64[g, w], rows of people in ascending order, padded with -1; w is `hi`, or more if somebody handed
            in a group that was larger already.
        value: the sum of the distances within groups.
        worst: the smallest such sum of a group; 0 when there is none.
        bound: no grouping of these sizes has a larger `value`, whatever its rules.
        proved: `value` (with the objective "worst": `worst`, and then `value`) is the best there is, rules included.
        broken: rules that are not met; empty is what one hopes for.
        seconds: how long it took.
        input_hash: sha256 of the problem in a form that ids make independent of the order of rows, seed included.
    """

    members: np.ndarray
    value: float
    worst: float
    bound: float
    proved: bool
    broken: tuple[Broken, ...]
    seconds: float
    input_hash: str
    people: int = field(default=0)

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The members of each group."""
        return tuple(tuple(int(person) for person in row if person >= 0) for row in self.members)

    @property
    def of(self) -> np.ndarray:
        """int64[n]: the group of each person."""
        found = np.full(self.people, -1, dtype=np.int64)
        for number, people in enumerate(self.groups):
            found[list(people)] = number
        return found


def members_of(group: np.ndarray, groups: int, width: int) -> np.ndarray:
    """Return int64[groups, width or more] from int[n] groups: people in ascending order, padded with -1."""
    counts = np.bincount(group[group >= 0], minlength=groups)
    rows = np.full((groups, max(width, int(counts.max(initial=0)))), -1, dtype=np.int64)
    order = np.argsort(group, kind="stable")
    order = order[group[order] >= 0]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]) if groups else np.zeros(0, dtype=np.int64)
    rows[group[order], np.arange(len(order)) - starts[group[order]]] = order
    return rows


def values_of(distance: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Return float64[g]: the sum of the distances within each row of `members`, formed in float64."""
    found = np.zeros(len(members))
    for number, row in enumerate(members):
        people = row[row >= 0]
        block = distance[np.ix_(people, people)].astype(np.float64)
        found[number] = np.triu(block, 1).sum()
    return found


def check(problem: GroupingProblem) -> None:
    """Look at shapes, types and ranges; what people ask of each other is looked at by `checks`.

    Raises:
        BadInput: the field at fault is named, with the figures behind it.
    """
    _check_distance(problem.distance)
    _check_sizes(problem)
    n = problem.people
    for name in ("together", "apart"):
        for people in getattr(problem, name):
            if not all(_is_index(person, n) for person in people):
                raise BadInput(name, "out_of_range", f"People are numbered 0 to {n - 1}.", {"people": _plain(people)})
    if problem.fixed is not None:
        _check_fixed(problem)
    for number, rule in enumerate(problem.rules):
        _check_rule(rule, number, n)
    if problem.ids is not None:
        if len(problem.ids) != n:
            raise BadInput("ids", "wrong_length", f"There are {n} people.", {"people": n, "ids": len(problem.ids)})
        if len(set(problem.ids)) != n:
            raise BadInput("ids", "not_unique", "Two people have the same id.", {"people": n})
    if problem.objective not in OBJECTIVES:
        raise BadInput("objective", "unknown", f"Objectives are {', '.join(OBJECTIVES)}.", {"known": list(OBJECTIVES)})
    if problem.seconds is not None and not (
        _is_number(problem.seconds) and problem.seconds >= 0 and np.isfinite(problem.seconds)
    ):
        raise BadInput("seconds", "out_of_range", "Seconds are a number of 0 or more.")
    if not _is_whole(problem.seed) or problem.seed < 0:
        raise BadInput("seed", "out_of_range", "The seed is a whole number of 0 or more.")


def _check_distance(distance: np.ndarray) -> None:
    if distance.ndim != 2 or distance.shape[0] != distance.shape[1]:
        raise BadInput("distance", "not_square", "Distances are a square table.", {"shape": list(distance.shape)})
    if distance.dtype.kind not in "fiu":
        raise BadInput("distance", "not_numbers", "Distances are numbers.", {"type": str(distance.dtype)})
    for start in range(0, len(distance), _ROWS):
        rows = distance[start : start + _ROWS]
        turned = distance[:, start : start + _ROWS].T
        if distance.dtype.kind == "f" and not np.isfinite(rows).all():
            row, column = np.argwhere(~np.isfinite(rows))[0]
            raise BadInput(
                "distance", "not_finite", "A distance is no number.", {"at": [int(start + row), int(column)]}
            )
        if not np.array_equal(rows, turned):
            row, column = np.argwhere(rows != turned)[0]
            at = [int(start + row), int(column)]
            raise BadInput("distance", "not_symmetric", "Two people have two distances.", {"at": at})


def _check_sizes(problem: GroupingProblem) -> None:
    sizes, groups, n = problem.sizes, problem.groups, problem.people
    if not (isinstance(sizes, tuple | list) and len(sizes) == 2 and all(_is_whole(size) for size in sizes)):
        raise BadInput("sizes", "not_a_range", "Sizes are two whole numbers, the least and the most.")
    lo, hi = sizes
    if not 0 <= lo <= hi:
        raise BadInput(
            "sizes",
            "not_a_range",
            "The least size is 0 or more and no larger than the most.",
            {"sizes": [int(lo), int(hi)]},
        )
    if not _is_whole(groups) or groups < 0:
        raise BadInput("groups", "out_of_range", "How many groups is a whole number of 0 or more.")
    params = {"people": n, "groups": int(groups), "sizes": [int(lo), int(hi)]}
    if groups * hi < n:
        raise BadInput(
            "sizes", "too_few_seats", f"{groups} groups of at most {hi} hold {groups * hi}, not {n}.", params
        )
    if groups * lo > n:
        raise BadInput(
            "sizes", "too_few_people", f"{groups} groups of at least {lo} need {groups * lo}, not {n}.", params
        )


def _check_fixed(problem: GroupingProblem) -> None:
    n, fixed = problem.people, problem.fixed
    if fixed.shape != (n,) or fixed.dtype.kind not in "iu":
        raise BadInput(
            "fixed", "wrong_shape", f"Whole numbers, one for each of {n} people.", {"shape": list(fixed.shape)}
        )
    if n and not (int(fixed.min()) >= -1 and int(fixed.max()) < problem.groups):
        people = np.flatnonzero((fixed < -1) | (fixed >= problem.groups))
        raise BadInput(
            "fixed",
            "out_of_range",
            f"Groups are numbered 0 to {problem.groups - 1}; -1 is none.",
            {"people": _plain(people)},
        )


def _check_rule(rule: Rule, number: int, n: int) -> None:
    name, values = f"rules[{number}]", rule.values
    if rule.kind not in KINDS:
        raise BadInput(f"{name}.kind", "unknown", f"Kinds are {', '.join(KINDS)}.", {"known": list(KINDS)})
    if rule.kind == "common":
        if values.ndim != 2 or len(values) != n or values.dtype != bool:
            raise BadInput(f"{name}.values", "wrong_shape", f"Yes or no in {n} rows.", {"shape": list(values.shape)})
        if not _is_whole(rule.minimum) or not 0 <= rule.minimum <= values.shape[1]:
            raise BadInput(
                f"{name}.minimum",
                "out_of_range",
                "More columns are asked for than there are.",
                {"columns": values.shape[1]},
            )
    elif values.shape != (n,) or values.dtype.kind not in "iu":
        raise BadInput(
            f"{name}.values",
            "wrong_shape",
            f"Whole numbers, one for each of {n} people.",
            {"shape": list(values.shape)},
        )
    elif n and int(values.min()) < UNKNOWN:
        raise BadInput(f"{name}.values", "out_of_range", "Levels are 0 or more; -1 is no answer.")


def _array(name: str, given: Any) -> np.ndarray:
    """Return an array of what was given; empty lists are whole numbers, and an empty table is 0 by 0."""
    try:
        found = np.asarray(given)
    except ValueError as error:
        raise BadInput(name, "ragged", "Rows differ in length.") from error
    if found.dtype == object or given is None:
        raise BadInput(name, "ragged", "Not a table of numbers.")
    if found.size == 0 and found.dtype == np.float64 and not isinstance(given, np.ndarray):
        found = found.astype(np.int64)
    return found.reshape(0, 0) if name == "distance" and found.shape == (0,) else found


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _is_index(value: Any, n: int) -> bool:
    return _is_whole(value) and 0 <= value < n


def _plain(people: Any) -> list[Any]:
    return [person.item() if isinstance(person, np.generic) else person for person in people]
