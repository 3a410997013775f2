"""Proposals as small pictures: parts that add up, weights beside each other, a proposal among others, people mixed.

Numbers for a template. Positions are percentages written for SVG attributes, the same in every language, so that a
picture fits any width. Scores come in on the engine's scale, 0..100000, and are shown on one of 0..100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

#: Points of the engine for one point that is shown.
SCALE = 1000
#: Colours that can be told apart; what weighs least shares the last one.
SHADES = 5
#: Percent of the width that stay empty between two segments.
_GAP = 0.6


@dataclass(frozen=True)
class Segment:
    """A stretch of a bar. `shade` is the number of its colour, `points` what it stands for on the scale of 100."""

    name: str
    points: int
    shade: int
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """Stretches side by side. `total` is what they add up to; `label` says the whole in words."""

    total: int
    segments: tuple[Segment, ...]
    label: str


@dataclass(frozen=True)
class Measure:
    """One number on a line: how far along it lies, and in words. `best` when no other proposal has more."""

    name: str
    words: str
    x: str
    best: bool = False


@dataclass(frozen=True)
class Dot:
    """One person among others. `shade` is the number of what they have, for those who have the same."""

    x: int
    shade: int


def shades(weights: Mapping[str, int]) -> dict[str, int]:
    """Give each criterion that weighs something a colour, 1 to `SHADES`, the heaviest first."""
    heavy = sorted((code for code in weights if weights[code] > 0), key=lambda code: -weights[code])
    return {code: min(place, SHADES) for place, code in enumerate(heavy, start=1)}


def rounded(points: Sequence[int]) -> list[int]:
    """Return points of the engine on the scale of 100, so that they still add up to their rounded sum.

    By largest remainder: each is at most one off, and none that is nothing becomes something.
    """
    whole = [one // SCALE for one in points]
    missing = (sum(points) + SCALE // 2) // SCALE - sum(whole)
    first = sorted(range(len(points)), key=lambda place: (-(points[place] % SCALE), place))
    for place in first[: max(0, missing)]:
        whole[place] += 1
    return whole


def score(points: int) -> int:
    """Return one score of the engine on the scale of 100."""
    return rounded([points])[0]


def parts_bar(parts: Sequence[tuple[str, int]], colours: Mapping[str, int], names: Mapping[str, str]) -> Bar:
    """Draw what a score is made of, in the order of the colours.

    Args:
        parts: criterion and points of the engine, which add up to the score.
        colours: what `shades` gave the criteria.
        names: what the criteria are called.
    """
    ordered = sorted(parts, key=lambda part: (colours.get(part[0], SHADES), part[0]))
    points = rounded([part[1] for part in ordered])
    total = sum(points)
    segments = _beside(
        [(names[code], shown, colours.get(code, SHADES)) for (code, _), shown in zip(ordered, points, strict=True)], 100
    )
    words = {"total": total, "parts": _listed(segments)}
    label = gettext("%(total)s of 100: %(parts)s") % words if segments else gettext("%(total)s of 100") % words
    return Bar(total, segments, label)


def weights_bar(weights: Mapping[str, int], names: Mapping[str, str]) -> Bar:
    """Draw weights beside each other, filling the whole width."""
    colours = shades(weights)
    total = sum(weights[code] for code in colours)
    segments = _beside([(names[code], weights[code], colours[code]) for code in colours], total)
    return Bar(total, segments, _listed(segments) if segments else gettext("Nothing counts yet."))


def _listed(segments: Iterable[Segment]) -> str:
    return ", ".join(f"{one.name} {one.points}" for one in segments)


def _beside(parts: Sequence[tuple[str, int, int]], whole: int) -> tuple[Segment, ...]:
    segments, start = [], 0.0
    for name, points, shade in parts:
        if points > 0:
            wide = 100 * points / whole
            segments.append(Segment(name, points, shade, percent(start), percent(max(0.4, wide - _GAP))))
            start += wide
    return tuple(segments)


def percent(value: float) -> str:
    """Write a position for SVG."""
    return f"{min(100.0, max(0.0, value)):.1f}%"


def compare(rows: Sequence[Sequence[tuple[str, str, int | None, int]]]) -> tuple[tuple[Measure, ...], ...]:
    """Put proposals beside each other on common lines.

    Args:
        rows: for each proposal its measures, each as name, words, value and the most that it could be; the value is
            None where it means nothing. Every proposal has the same measures.
    """
    best = [max((one[2] for one in column if one[2] is not None), default=None) for column in zip(*rows, strict=True)]
    several = len(rows) > 1
    return tuple(
        tuple(
            Measure(name, words, percent(100 * (value or 0) / (most or 1)), several and value == best[place])
            for place, (name, words, value, most) in enumerate(row)
            if value is not None
        )
        for row in rows
    )


def dots(levels: Iterable[object]) -> tuple[Dot, ...]:
    """Draw people as dots; those who have the same share a colour, and what most have comes first."""
    found = list(levels)
    counts = {level: found.count(level) for level in found}
    shade_of = {
        level: min(place, SHADES) for place, level in enumerate(sorted(counts, key=lambda one: -counts[one]), 1)
    }
    ordered = sorted(shade_of[level] for level in found)
    return tuple(Dot(6 + 14 * place, shade) for place, shade in enumerate(ordered))
