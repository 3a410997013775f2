"""Instances of grouping: those of the literature, people who answer a survey, and rules that can be met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.grouping import Rule

#: RanReal, RanInt and Geo are the families of the MDGPLIB (Gallego, Laguna, Martí and Duarte 2013); see `distances`.
FAMILIES = ("RanReal", "RanInt", "Geo", "survey")
#: Groups of the MDGPLIB by number of people.
GROUPS = {120: 10, 240: 12, 480: 20}


def distances(family: str, people: int, seed: int) -> np.ndarray:
    """Return [n, n], symmetric with a zero diagonal.

    family: "RanReal", uniform in 0..100, float32; "RanInt", whole numbers 0..100, int16; "Geo", float32 Euclidean
    distances of points with coordinates in 0..100, in 2 to 21 dimensions; "survey", whole points 0..100, int16: 40 for
    the same topic (of 6), 25 for the same language (of 3), 15 for another employer (of 12), 5 for each of four scales
    on which two people answer closely.
    """
    draw = np.random.default_rng([seed, FAMILIES.index(family)])
    if family == "survey":
        return _survey(people, draw)
    if family == "Geo":
        points = draw.uniform(0, 100, (people, int(draw.integers(2, 22)))).astype(np.float32)
        squares = (points**2).sum(axis=1)
        found = squares[:, None] + squares[None, :]
        found -= 2 * points @ points.T
        found = np.sqrt(np.maximum(found, 0))
    elif family == "RanReal":
        found = 100 * draw.random((people, people), dtype=np.float32)
    else:
        found = draw.integers(0, 101, (people, people), dtype=np.int16)
    # The upper triangle counts, so that rounding can't make two distances of one pair.
    found = np.triu(found, 1)
    found += found.T
    return found


def coordinates(people: int, dimensions: int, seed: int) -> np.ndarray:
    """Return float64[n, dimensions] in 0..1, with both ends in every column, as anti-clustering scales them."""
    points = np.random.default_rng(seed).random((people, dimensions))
    return (points - points.min(axis=0)) / np.ptp(points, axis=0)


def _survey(people: int, draw: np.random.Generator) -> np.ndarray:
    found = np.zeros((people, people), dtype=np.int16)
    for levels, points, same in ((6, 40, True), (3, 25, True), (12, 15, False)):
        answer = draw.choice(levels, people, p=draw.dirichlet(np.full(levels, 4.0)))
        found += np.int16(points) * ((answer[:, None] == answer[None, :]) == same)
    for _scale in range(4):
        answer = draw.integers(1, 6, people).astype(np.int16)
        found += 5 - np.abs(answer[:, None] - answer[None, :]) * np.int16(5) // np.int16(4)
    np.fill_diagonal(found, 0)
    return found


@dataclass(frozen=True, eq=False)
class Witnessed:
    """Rules that `group`, int64[n], is known to meet."""

    rules: tuple[Rule, ...]
    group: np.ndarray


#: What the rules of `witnessed` are about.
RULES = ("roles", "towns", "languages", "fields", "all")


def witnessed(family: str, people: int, size: int, seed: int) -> Witnessed:
    """Return rules that groups of `size` people meet, if one knows which.

    family: "roles": two "mix" rules; in each group two or three of each of two lengths of experience, and one of
    each of five roles. "towns": "not_alone"; two or three of a town, of eight. "languages": "common"; each group has
    one of nine languages that all of them speak, and people speak some others. "fields": "alike"; seven fields, and one
    person in ten did not say. "all" of these together, but for the five roles.
    """
    draw = np.random.default_rng([seed, RULES.index(family)])
    group = draw.permutation(people) // size
    groups = people // size
    seat = np.empty(people, dtype=np.int64)
    order = np.argsort(group, kind="stable")
    seat[order] = np.arange(people) % size
    rules = []
    if family in ("roles", "all"):
        rules.append(Rule("mix", _two_levels(group, seat, size)))
        if family == "roles":
            rules.append(Rule("mix", seat.copy()))
    if family in ("towns", "all"):
        towns = np.stack([draw.permutation(8)[:2] for _group in range(groups)])
        rules.append(Rule("not_alone", towns[group, (seat >= 2).astype(np.int64)]))
    if family in ("languages", "all"):
        speaks = draw.random((people, 9)) < 0.15
        speaks[np.arange(people), draw.integers(0, 9, groups)[group]] = True
        rules.append(Rule("common", speaks))
    if family in ("fields", "all"):
        field = draw.integers(0, 7, groups)[group]
        field[draw.random(people) < 0.1] = -1
        rules.append(Rule("alike", field))
    return Witnessed(tuple(rules), group)


def _two_levels(group: np.ndarray, seat: np.ndarray, size: int) -> np.ndarray:
    """Return int64[n]: in groups of an odd number the larger half goes to either level in turn, as "mix" asks."""
    return (seat < (size + group % 2) // 2).astype(np.int64)
