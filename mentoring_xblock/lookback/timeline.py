"""One's own entries by the days that they are about: a page at a time, by year, and what was written a year ago."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone

from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import EntryInfo
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.lookback.data import DayMark, Filter, Year
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.sharing.given import given_ids

#: Days before and after the same day of last year among which something is looked for.
NEAR = 3


@dataclass(frozen=True)
class Narrowed:
    """A filter as the journal takes it: a stretch of days, public ids to keep to or to leave out, and columns."""

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    only: Collection[UUID] | None = None
    without: Collection[UUID] = ()
    columns: dict[str, Any] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        """What to call `journal.own_rows` and `own_page` with."""
        days = {"first_day": self.first_day, "last_day": self.last_day}
        return {**days, "only": self.only, "without": self.without, **self.columns}


def timeline(actor: Actor, place: Place, asked: Filter, page: int = 1) -> Page[EntryInfo]:
    """Return a page of the actor's own entries in this block, newest day first; empty for who can have none.

    Two queries, one more for what is shared, and those of the calendar for a phase.
    """
    return journal.own_page(actor, place, page, **narrowed(actor, place, asked).arguments)


def narrowed(actor: Actor, place: Place, asked: Filter) -> Narrowed:
    """Return a filter as the journal takes it. A phase that the actor's calendar does not have leaves nothing."""
    days, month = _days_of_year(asked), asked.month if asked.year is None else None
    only: Collection[UUID] | None = None
    without: Collection[UUID] = ()
    if asked.phase:
        days = _both(days, _days_of_phase(journal.my_clock(actor, place), asked.phase))
    if asked.shared is not None:
        given = given_ids(actor.user_id, ItemKind.ENTRY, timezone.now()) if actor.user_id is not None else ()
        only, without = (given, ()) if asked.shared else (None, given)
    if days is None:
        only, days = (), (None, None)
    columns = {
        "frame": asked.frame,
        "theme": asked.theme,
        "goal_id": asked.goal_id,
        "mood": asked.mood,
        "insights": asked.insights,
        "month": month,
    }
    return Narrowed(*days, only, without, columns)


#: The first and the last of some days, None where they are open.
_Days = tuple[dt.date | None, dt.date | None]


def _days_of_year(asked: Filter) -> _Days:
    if asked.year is None:
        return None, None
    first, last = (asked.month, asked.month) if asked.month else (1, 12)
    return (
        dt.date(asked.year, first, 1),
        dt.date(asked.year, last, calendar.monthrange(asked.year, last)[1]),
    )


def _days_of_phase(clock: Clock | None, phase: str) -> _Days | None:
    spans = clock.timeline if clock else ()
    return next(((span.first_day, span.last_day) for span in spans if span.phase.id == phase), None)


def _both(one: _Days, other: _Days | None) -> _Days | None:
    """Return the days that are in both; `one` may be open."""
    if other is None:
        return None
    return max(filter(None, (one[0], other[0]))), min(filter(None, (one[1], other[1])))


# ---- days ----


def day_marks(actor: Actor, place: Place) -> tuple[DayMark, ...]:
    """Return the days of all of the actor's own entries in this block, oldest first; two queries."""
    days = journal.own_days(actor, place)
    given = given_ids(actor.user_id, ItemKind.ENTRY, timezone.now()) if days else frozenset()
    return tuple(_mark(day, list(rows), given) for day, rows in groupby(days, key=lambda row: row[0]))


def _mark(day: dt.date, rows: Collection[tuple[dt.date, int, UUID]], given: frozenset[UUID]) -> DayMark:
    return DayMark(
        day=day,
        entries=len(rows),
        words=sum(words for _, words, _ in rows),
        shared=sum(public_id in given for *_, public_id in rows),
    )


def year(actor: Actor, place: Place, number: int) -> Year:
    """Return a year of the actor's own writing in this block; two queries, however much there is."""
    return year_of(day_marks(actor, place), number)


def year_of(days: Iterable[DayMark], number: int) -> Year:
    """Return one year of these days, newest years first."""
    days = tuple(days)
    years = sorted({one.day.year for one in days}, reverse=True)
    return Year(number, tuple(one for one in days if one.day.year == number), tuple(years))


def a_year_ago(actor: Actor, place: Place, today: dt.date) -> EntryInfo | None:
    """Return the actor's own entry that is nearest to this day of last year, if any is near; one query."""
    then = today.replace(year=today.year - 1, day=min(today.day, 28) if today.month == 2 else today.day)
    near = dt.timedelta(days=NEAR)
    found = journal.own_rows(actor, place, then - near, then + near)
    return min(found, key=lambda entry: abs(entry.day - then), default=None)


__all__ = ["a_year_ago", "day_marks", "narrowed", "timeline", "year", "year_of"]
