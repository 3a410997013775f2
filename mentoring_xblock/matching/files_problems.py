"""What `python -m mentoring_xblock.matching` reads and writes: fields of files to problems, answers to JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from mentoring_xblock.matching import files_fields as fields
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping.problem import UNKNOWN, Grouping, GroupingProblem, Rule
from mentoring_xblock.matching.pairing import Pairing, PairingProblem

#: Distances have to leave room for their sums, and groups to fit into memory.
MOST_DISTANCE, MOST_GROUPS = 1e15, 100_000

_PAIRING: dict[str, Callable[[str, Any], Any]] = {
    "capacity": fields.whole_list,
    "locks": fields.rows_of_two,
    "minimum": fields.whole_list,
    "mentee_ids": fields.texts,
    "mentor_ids": fields.texts,
    "seed": fields.whole,
    "objective": fields.text,
}
_GROUPING: dict[str, Callable[[str, Any], Any]] = {
    "distance": fields.number_table,
    "groups": fields.whole,
    "together": fields.index_lists,
    "apart": fields.index_lists,
    "fixed": fields.whole_list,
    "seconds": fields.number,
    "seed": fields.whole,
    "ids": fields.texts,
    "objective": fields.text,
}


def pairing_problem(given: Mapping[str, Any]) -> PairingProblem:
    """Return the problem that a file's fields describe.

    Fields: `scores`, `capacity`; optional `forbidden` (nothing, if left out), `locks`, `minimum`, `mentee_ids`,
    `mentor_ids`, `seed`, `objective`. Their shapes are those of `PairingProblem`; `forbidden` may be a list of [i, j].

    Raises:
        BadInput: the field is named; codes "missing", "unknown_field", those of `files_fields` and of the problem.
    """
    _require(given, {"scores", "capacity"}, {"forbidden", *_PAIRING})
    arguments = {name: read(name, given[name]) for name, read in _PAIRING.items() if name in given}
    scores = fields.whole_table("scores", given["scores"])
    if not len(scores):
        scores = np.zeros((0, len(arguments["capacity"])), dtype=np.int32)
    if "forbidden" in given:
        arguments["forbidden"] = fields.mask("forbidden", given["forbidden"], scores.shape)
    return PairingProblem.checked(scores=scores, **arguments)


def grouping_problem(given: Mapping[str, Any]) -> GroupingProblem:
    """Return the problem that a file's fields describe.

    Fields: `distance`, `sizes`, `groups`; optional `together`, `apart`, `rules`, `fixed`, `seconds`, `seed`, `ids`,
    `objective`. Their shapes are those of `GroupingProblem`.

    Raises:
        BadInput: as in `pairing_problem`.
    """
    _require(given, {"distance", "sizes", "groups"}, {"rules", *_GROUPING})
    arguments = {name: read(name, given[name]) for name, read in _GROUPING.items() if name in given}
    distance, sizes = arguments["distance"], fields.whole_list("sizes", given["sizes"]).tolist()
    if len(sizes) == 2:
        # No group has more people than there are, whatever is allowed.
        sizes[1] = min(sizes[1], max(sizes[0], len(distance)))
    arguments["sizes"] = tuple(sizes)
    if distance.size and max(distance.max(), -distance.min()) > MOST_DISTANCE:
        raise BadInput("distance", "range", f"A number is larger than {MOST_DISTANCE:g}.")
    if arguments["groups"] > MOST_GROUPS:
        raise BadInput("groups", "range", f"There are at most {MOST_GROUPS}.")
    if "rules" in given:
        arguments["rules"] = _rules(fields.unpacked("rules", given["rules"]))
    return GroupingProblem.checked(**arguments)


def pairing_answer(pairing: Pairing) -> dict[str, Any]:
    """Return what is written about pairs; see the command's help."""
    answer: dict[str, Any] = {
        "pairs": pairing.pairs.tolist(),
        "matched": int(pairing.matched),
        "total": int(pairing.total),
        "minimum": None if pairing.minimum is None else int(pairing.minimum),
    }
    if pairing.objective == "total":
        answer |= {
            "bonus": None if pairing.bonus is None else int(pairing.bonus),
            "prices": None if pairing.prices is None else pairing.prices.tolist(),
            "gap": None if pairing.gap is None else int(pairing.gap),
        }
    return answer


def grouping_answer(grouping: Grouping) -> dict[str, Any]:
    """Return what is written about groups; see the command's help."""
    broken = [
        {"rule": one.rule, "kind": one.kind, "group": one.group, "people": list(one.people), "level": one.level}
        for one in grouping.broken
    ]
    return {
        "groups": [list(people) for people in grouping.groups],
        "value": float(grouping.value),
        "bound": float(grouping.bound) if math.isfinite(grouping.bound) else None,
        "broken": broken,
    }


def _require(given: Mapping[str, Any], required: Collection[str], known: Collection[str]) -> None:
    for name in sorted(required):
        if name not in given:
            raise BadInput(name, "missing", "It is missing.")
    for name in given:
        if name not in required and name not in known:
            names = ", ".join(sorted({*required, *known}))
            raise BadInput(name, "unknown_field", f"There is no such field; there are {names}.")


def _rules(value: Any) -> tuple[Rule, ...]:
    """Return rules from objects with `kind`, `values` and perhaps `minimum`, or from lists of these in this order."""
    found = []
    for place, entry in enumerate(fields.entries("rules", value, (dict, list))):
        field = f"rules[{place}]"
        if isinstance(entry, list):
            if len(entry) not in (2, 3):
                raise BadInput(field, "shape", "A rule has a kind and the values of all people.")
            entry = dict(zip(("kind", "values", "minimum"), entry, strict=False))
        for name in ("kind", "values"):
            if name not in entry:
                raise BadInput(f"{field}.{name}", "missing", "It is missing.")
        for name in entry:
            if name not in ("kind", "values", "minimum"):
                message = "There is no such field; there are kind, minimum, values."
                raise BadInput(f"{field}.{name}", "unknown_field", message)
        kind = fields.text(f"{field}.kind", entry["kind"])
        read = _sets if kind == "common" else _levels
        minimum = fields.whole(f"{field}.minimum", entry.get("minimum", 1))
        found.append(Rule(kind, read(f"{field}.values", entry["values"]), minimum))
    return tuple(found)


def _levels(field: str, value: Any) -> np.ndarray:
    """Return int64[n] levels from numbers, truths or texts; null is no answer."""
    values = fields.entries(field, value, (int, bool, str, type(None)))
    kinds = {type(one) for one in values} - {type(None)}
    if len(kinds) > 1:
        raise BadInput(field, "type", "Values are all numbers, all texts, or all true or false.")
    if kinds == {str}:
        levels = {name: level for level, name in enumerate(sorted({one for one in values if one is not None}))}
        return np.array([UNKNOWN if one is None else levels[one] for one in values], dtype=np.int64)
    return fields.whole_list(field, [UNKNOWN if one is None else int(one) for one in values])


def _sets(field: str, value: Any) -> np.ndarray:
    """Return bool[n, k] from what each person has, as texts, or from rows of true and false."""
    people = fields.entries(field, value, (list,))
    if {type(one) for person in people for one in person} == {str}:
        for place, person in enumerate(people):
            fields.entries(f"{field}[{place}]", person, (str,))
        names = sorted({one for person in people for one in person})
        return np.array([[name in person for name in names] for person in map(set, people)], dtype=np.bool_)
    if not any(people):
        # Nobody has anything, which no group can make good; that is for the answer to say.
        return np.zeros((len(people), 1), dtype=np.bool_)
    for place, person in enumerate(people):
        row = fields.entries(f"{field}[{place}]", person, (int, bool))
        if len(row) != len(people[0]):
            raise BadInput(f"{field}[{place}]", "shape", "Rows differ in length.")
        if any(one not in (0, 1) for one in row):
            raise BadInput(f"{field}[{place}]", "range", "Entries are true and false, or 1 and 0, or texts.")
    return np.array(people, dtype=np.bool_)
