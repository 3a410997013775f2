"""A week as a small picture: a line for each day, thick where somebody is free.

Positions are percentages of a day written for SVG attributes. `applications.js` draws the same while rules are typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR

_DAY = 24 * 60


@dataclass(frozen=True)
class Stretch:
    """Part of a day's line, from and to in percent."""

    begin: str
    end: str


@dataclass(frozen=True)
class Day:
    """One day of the week by its short name, with when somebody is free."""

    name: str
    stretches: tuple[Stretch, ...]


def week(rules: Iterable[Mapping[str, Any]]) -> tuple[Day, ...]:
    """Return the seven days of a week with rules of the shape in `answers.py`; a night goes on on the next day."""
    found: dict[int, list[tuple[int, int]]] = {number: [] for number in range(7)}
    for rule in rules:
        start, end, weekday = _minute(rule["start"]), _minute(rule["end"]), rule["weekday"]
        if start < end:
            found[weekday].append((start, end))
        else:
            found[weekday].append((start, _DAY))
            found[(weekday + 1) % 7].append((0, end))
    return tuple(
        Day(str(WEEKDAYS_ABBR[number]), tuple(Stretch(_percent(a), _percent(b)) for a, b in sorted(parts) if a < b))
        for number, parts in found.items()
    )


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _percent(minute: int) -> str:
    return f"{minute / _DAY * 100:.1f}%"
