"""How far somebody has read, and where matchers stand on a line, as numbers for a template to draw.

Positions are percentages written for SVG attributes, the same in every language, so that a picture fits any width.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext

from mentoring_xblock.reviews.data import APART, HIGHEST, LOWEST, Opinion, ReadingInfo, Scored, Summary, Verdict
from mentoring_xblock.reviews.forms import VERDICT_NAMES
from mentoring_xblock.reviews.queries import disagreement

#: Dots of one score stand on top of each other, so many at most; the words beside the picture name everybody.
_MOST_DOTS = 6
_DOT_STEP = 13
#: Below the line: ticks and numbers.
_FOOT = 24
#: The ends of a line keep room for half a dot and half a word.
_MARGIN = 8


@dataclass(frozen=True)
class Bar:
    """A share of a whole: its width, and the numbers."""

    width: str
    part: int
    whole: int


def bar(part: int, whole: int) -> Bar:
    """Draw a share of a whole; nothing of nothing is nothing."""
    return Bar(f"{100 * part / whole if whole else 0:.1f}%", part, whole)


@dataclass(frozen=True)
class Dot:
    """One matcher's score; `mine` is the reader's own."""

    x: str
    y: int
    mine: bool


@dataclass(frozen=True)
class Tick:
    """A step of the line, and what stands below it: words at the ends of a line begin and end with the picture."""

    x: str
    text: str
    text_x: str
    anchor: str


@dataclass(frozen=True)
class Scale:
    """Where matchers stand on one line. `words` says of each step who stands there, and `apart` that they are far
    from one another."""

    label: str
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    line: int
    height: int
    words: tuple[str, ...]
    apart: bool


def scales(given: Sequence[Opinion], reading: ReadingInfo, names: Mapping[int, str]) -> tuple[Scale, ...]:
    """Draw what matchers would do, and their scores on each criterion on which there are any.

    Args:
        names: of everybody but the reader.
    """
    if not given:
        return ()
    found = disagreement(given)
    steps = [Verdict.LEAVE, Verdict.UNSURE, Verdict.TAKE]
    verdicts = [(one.matcher_id, steps.index(one.verdict)) for one in given]
    drawn = [
        _scale(gettext("What they would do"), [str(VERDICT_NAMES[one]) for one in steps], verdicts, names, found.split)
    ]
    numbers = [str(number) for number in range(LOWEST, HIGHEST + 1)]
    for criterion in reading.criteria:
        placed = [(one.matcher_id, one.scores[criterion.id] - LOWEST) for one in given if criterion.id in one.scores]
        if placed:
            drawn.append(_scale(criterion.label, numbers, placed, names, criterion.id in found.apart))
    return tuple(drawn)


def _scale(
    label: str, steps: Sequence[str], placed: Sequence[tuple[int, int]], names: Mapping[int, str], apart: bool
) -> Scale:
    at = [f"{_MARGIN + (100 - 2 * _MARGIN) * number / (len(steps) - 1):.1f}%" for number in range(len(steps))]
    highest = min(_MOST_DOTS, max(Counter(step for _, step in placed).values()))
    line = highest * _DOT_STEP
    standing: dict[int, list[str]] = defaultdict(list)
    dots = []
    for matcher_id, step in placed:
        if len(standing[step]) < _MOST_DOTS:
            y = line - _DOT_STEP * len(standing[step])
            dots.append(Dot(at[step], y, matcher_id not in names))
        standing[step].append(names.get(matcher_id) or gettext("you"))
    return Scale(
        label=label,
        ticks=_ticks(at, steps),
        dots=tuple(dots),
        line=line,
        height=line + _FOOT,
        words=tuple(
            gettext("%(step)s: %(names)s") % {"step": steps[step], "names": ", ".join(standing[step])}
            for step in sorted(standing, reverse=True)
        ),
        apart=apart,
    )


def _ticks(at: Sequence[str], steps: Sequence[str]) -> tuple[Tick, ...]:
    ticks = [Tick(x, text, x, "middle") for x, text in zip(at, steps, strict=True)]
    if any(len(text) > 1 for text in steps):
        ticks[0] = Tick(at[0], steps[0], "0", "start")
        ticks[-1] = Tick(at[-1], steps[-1], "100%", "end")
    return tuple(ticks)


# ---- for coordinators: where scores lie, and not whose they are ----


@dataclass(frozen=True)
class Span:
    """Where the scores of one criterion lie on a line from the lowest to the highest: `begin` and `end` of those given,
    and their `mean`. `apart`: two of them are far from one another."""

    label: str
    begin: str
    end: str
    mean: str
    words: str
    apart: bool


@dataclass(frozen=True)
class Numbers:
    """What the matching group thinks of one application, in pictures and words without names."""

    verdicts: tuple[tuple[str, int], ...]
    spans: tuple[Span, ...]


def numbers(summary: Summary) -> Numbers:
    """Draw what a coordinator may know of an application's ratings."""
    return Numbers(
        verdicts=tuple((str(VERDICT_NAMES[one]), summary.verdicts[one]) for one in Verdict),
        spans=tuple(_span(one) for one in summary.scored),
    )


def _span(one: Scored) -> Span:
    words = {"mean": number_format(one.mean, 1), "low": one.low, "high": one.high}
    said = (
        gettext("%(mean)s of 5") % words
        if one.low == one.high
        else gettext("%(mean)s of 5 on average, from %(low)s to %(high)s") % words
    )
    return Span(one.criterion.label, _at(one.low), _at(one.high), _at(one.mean), said, one.spread >= APART)


def _at(score: float) -> str:
    return f"{_MARGIN + (100 - 2 * _MARGIN) * (score - LOWEST) / (HIGHEST - LOWEST):.1f}%"
