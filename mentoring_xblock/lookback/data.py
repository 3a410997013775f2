"""What the lookback room takes and tells, as plain frozen values; all of it for the eyes of who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.dates import MONTHS
from django.utils.text import capfirst

from mentoring_xblock.kit.differences import Run

#: Characters of what is searched for, and of what is shown around a place where it stands.
WORDS_LIMIT, AROUND = 200, 160
#: Entries that one page for printing holds at most; beyond that a year of them is chosen, or a month.
MOST_RENDERED = 500
#: What one's entries are taken away as: a page for printing, Markdown, and for machines.
FORMS = ("html", "markdown", "json")


def span_words(year: int | None, month: int | None) -> str:
    """Write a year, or a month of it; empty without a year."""
    if year is None or month is None:
        return str(year) if year is not None else ""
    return f"{capfirst(str(MONTHS[month]))} {year}"


@dataclass(frozen=True)
class Filter:
    """Which of one's own entries to show; what is empty or None does not narrow it.

    phase, theme, frame: ids. goal_id: public id. shared: whether somebody can read it now. insights: only entries with
    marked passages. year: by the day that an entry is about.
    """

    phase: str = ""
    theme: str = ""
    frame: str = ""
    goal_id: UUID | None = None
    mood: int | None = None
    shared: bool | None = None
    insights: bool = False
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Found:
    """An entry in which all the words stand. `around`: the first place with one; words that were sought differ."""

    entry_id: UUID
    heading: str
    day: dt.date
    around: tuple[Run, ...]


@dataclass(frozen=True)
class FoundPage:
    """Some of what was found, newest first. `after` is the public id of the entry to go on after; None at the end."""

    found: tuple[Found, ...]
    after: UUID | None


@dataclass(frozen=True)
class Insight:
    """A passage that its writer marked. `text` is Markdown."""

    entry_id: UUID
    heading: str
    day: dt.date
    text: str


@dataclass(frozen=True)
class DayMark:
    """A day on which something was written: how many entries and words, and how many of the entries others can read."""

    day: dt.date
    entries: int
    words: int
    shared: int


@dataclass(frozen=True)
class Year:
    """A year of one's own writing; `years` are those in which there is anything."""

    number: int
    days: tuple[DayMark, ...]
    years: tuple[int, ...]

    @property
    def entries(self) -> int:
        """How many entries there are in it."""
        return sum(day.entries for day in self.days)

    @property
    def months(self) -> Mapping[int, int]:
        """How many entries each month has, by its number, 1 to 12."""
        return {month: sum(day.entries for day in self.of(month)) for month in range(1, 13)}

    def of(self, month: int) -> tuple[DayMark, ...]:
        """Return the days of one of its months on which something was written."""
        return tuple(day for day in self.days if day.day.month == month)


__all__ = [
    "AROUND",
    "FORMS",
    "MOST_RENDERED",
    "WORDS_LIMIT",
    "DayMark",
    "Filter",
    "Found",
    "FoundPage",
    "Insight",
    "Year",
    "span_words",
]
