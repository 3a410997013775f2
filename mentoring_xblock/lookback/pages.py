"""What the pages of looking back show, gathered in a constant number of queries and ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import EntryInfo, Link
from mentoring_xblock.journal.moods import NAMES as MOOD_NAMES
from mentoring_xblock.kit.dates import day, long_day, short_day
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.lookback.data import MOST_RENDERED, DayMark, Filter, Found, FoundPage, Insight, span_words
from mentoring_xblock.lookback.forms import FilterForm
from mentoring_xblock.lookback.insights import insights_of
from mentoring_xblock.lookback.pictures import Line, line, year_picture
from mentoring_xblock.lookback.timeline import a_year_ago, day_marks, timeline, year
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.sharing.data import ShareInfo
from mentoring_xblock.worksheets.data import Frame


@dataclass(frozen=True)
class Row:
    """One of the writer's entries in the list."""

    entry: EntryInfo
    day: str
    theme: str
    links: tuple[Link, ...]
    shares: tuple[ShareInfo, ...]


@dataclass(frozen=True)
class Stretch:
    """Entries of one phase that follow each other in the list. `phase` and `days` are empty without a calendar."""

    phase: str
    days: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Hit:
    """An entry in which what was looked for stands."""

    found: Found
    day: str


@dataclass(frozen=True)
class Marked:
    """The marked passages of one entry."""

    insights: tuple[Insight, ...]
    day: str


@dataclass(frozen=True)
class YearAgo:
    """An entry of about this day last year: a passage that was marked in it, or its first line; its title, if any."""

    entry_id: UUID
    text: str
    title: str
    day: str


@dataclass(frozen=True)
class Part:
    """A year or one of its months, with what it is called."""

    year: int
    month: int | None
    name: str


@dataclass(frozen=True)
class Taking:
    """How one's entries can be taken away: what to choose from where all are too many for one page, the newest first.

    Years, and the months of one that holds too many by itself.
    """

    parts: tuple[Part, ...]


def home(actor: Actor, place: Place, frames: Sequence[Frame], *, moods: bool, now: dt.datetime) -> dict[str, Any]:
    """Return the context of `lookback/home.html` and `lookback/_year_ago.html`, as the page opens."""
    found = listed(actor, place, Filter(), now=now)
    return {
        **found,
        **tools(actor, place, frames, found["marks"], moods=moods),
        "year_ago": year_ago(actor, place, now) if found["listed"].total else None,
    }


def tools(
    actor: Actor, place: Place, frames: Sequence[Frame], marks: Iterable[DayMark], *, moods: bool
) -> dict[str, Any]:
    """Return the context of `lookback/_tools.html`: what the list can be narrowed by, and how to take it away.

    Nothing of it before there is an entry.
    """
    marks = tuple(marks)
    if not marks:
        return {"tools": False}
    programme = programmes.get_programme(place.course_key, place.slug)
    clock = journal.my_clock(actor, place)
    offered = {
        "frame": [(frame.id, pick(frame.name)) for frame in frames] if len(frames) > 1 else (),
        "theme": [(theme.id, pick(theme.name)) for theme in programme.plan.themes] if programme else (),
        "goal": [(str(link.id), link.title) for link in journal.links(actor, place) if link.kind == "goal"],
        "phase": [(span.phase.id, pick(span.phase.name)) for span in clock.timeline] if clock else (),
        "mood": [(str(mood), str(name)) for mood, name in MOOD_NAMES.items()] if moods else (),
    }
    return {
        "tools": True,
        "narrow": FilterForm().offer(**offered),
        "taking": Taking(_parts(marks)),
    }


def _parts(marks: Sequence[DayMark]) -> tuple[Part, ...]:
    months, years = Counter(), Counter()
    for mark in marks:
        months[mark.day.year, mark.day.month] += mark.entries
        years[mark.day.year] += mark.entries
    if years.total() <= MOST_RENDERED:
        return ()
    whole = {year for year, entries in years.items() if entries <= MOST_RENDERED}
    found = dict.fromkeys((year, None if year in whole else month) for year, month in sorted(months, reverse=True))
    return tuple(Part(year, month, span_words(year, month)) for year, month in found)


def listed(
    actor: Actor, place: Place, asked: Filter, page: int = 1, open_id: UUID | None = None, *, now: dt.datetime
) -> dict[str, Any]:
    """Return the context of `journal/_list.html`: a page of one's own entries by phase; `open_id` is on the paper."""
    found = timeline(actor, place, asked, page)
    programme = programmes.get_programme(place.course_key, place.slug)
    themes = {theme.id: pick(theme.name) for theme in programme.plan.themes} if programme else {}
    shares = journal.shares_of(actor, place, [entry.public_id for entry in found.items])
    links = journal.linked(actor, place, found.items)
    clock = journal.my_clock(actor, place) if found.items else None
    today = timezone.localdate(now)
    rows = [
        Row(
            entry=entry,
            day=day_words(entry.day, today),
            theme=themes.get(entry.theme, ""),
            links=links.get(entry.public_id, ()),
            shares=shares.get(entry.public_id, ()),
        )
        for entry in found.items
    ]
    whole = asked == Filter()
    marks = day_marks(actor, place) if whole and found.number == 1 and found.total else ()
    return {
        "listed": Page(tuple(rows), found.number, found.pages, found.total),
        "stretches": stretches(rows, clock, today),
        "line": line(clock, marks, today),
        "marks": marks,
        "asked": asked,
        "narrowed": not whole,
        "month": span_words(asked.year, asked.month),
        "told": "" if whole else entries_words(found.total),
        "open_id": open_id,
    }


def stretches(rows: Iterable[Row], clock: Clock | None, today: dt.date) -> tuple[Stretch, ...]:
    """Return the rows of a list with what they stand under: the phases of one's calendar."""
    if clock is None:
        return (Stretch("", "", tuple(rows)),)
    found = groupby(rows, key=lambda row: _phase_words(clock, row.entry.day, today))
    return tuple(Stretch(*words, tuple(under)) for words, under in found)


def _phase_words(clock: Clock, of: dt.date, today: dt.date) -> tuple[str, str]:
    span = clock.span(of)
    if span is None:
        if of < clock.starts_on:
            return gettext("Before it began"), ""
        return (gettext("After it ended"), "") if of > clock.ends_on else (gettext("Between phases"), "")
    if span.holds(today):
        return pick(span.phase.name), gettext("since %(day)s") % {"day": short_day(span.first_day)}
    return pick(span.phase.name), f"{short_day(span.first_day)} – {short_day(span.last_day)}"


def found(page: FoundPage, words: str, asked: Filter, now: dt.datetime) -> dict[str, Any]:
    """Return the context of `lookback/_hits.html`."""
    today = timezone.localdate(now)
    return {
        "hits": tuple(Hit(one, day_words(one.day, today)) for one in page.found),
        "after": page.after,
        "words": words,
        "asked": asked,
        "month": span_words(asked.year, asked.month),
        "told": found_words(len(page.found), more=page.after is not None),
    }


def marked(page: Page[tuple[Insight, ...]], now: dt.datetime) -> dict[str, Any]:
    """Return the context of `lookback/_insights.html`."""
    today = timezone.localdate(now)
    # What was marked in an entry may be white space to Markdown; then there is nothing to show of it.
    items = tuple(Marked(one, day_words(one[0].day, today)) for one in page.items if one)
    return {"insights": Page(items, page.number, page.pages, page.total)}


def of_year(actor: Actor, place: Place, number: int | None, now: dt.datetime) -> dict[str, Any]:
    """Return the context of `lookback/_year.html`."""
    return {"year": year_picture(year(actor, place, number or timezone.localdate(now).year))}


def year_ago(actor: Actor, place: Place, now: dt.datetime) -> YearAgo | None:
    """Return what the writer thought a year ago, if they wrote anything then; one query."""
    entry = a_year_ago(actor, place, timezone.localdate(now))
    if entry is None:
        return None
    insights = insights_of(entry)
    text = insights[0].text if insights else entry.excerpt
    return YearAgo(entry.public_id, text, entry.title.strip(), long_day(entry.day))


def day_words(of: dt.date, today: dt.date) -> str:
    """Write the day of an entry: with its weekday in this year, with its year in others."""
    return day(of) if of.year == today.year else long_day(of)


def entries_words(count: int) -> str:
    """Say how many entries there are."""
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": opening(count)}


def found_words(count: int, *, more: bool) -> str:
    """Say how many entries were found, and whether there are more."""
    if not count:
        return gettext("Nothing was found.")
    if more:
        return gettext("%(count)s entries, and more") % {"count": opening(count)}
    return entries_words(count)


__all__ = [
    "Hit",
    "Line",
    "Marked",
    "Row",
    "Stretch",
    "Taking",
    "YearAgo",
    "found",
    "found_words",
    "home",
    "listed",
    "marked",
    "of_year",
    "stretches",
    "tools",
    "year_ago",
]
