"""Pictures of one's own writing: where their marks lie, and the same in words.

Everything lies in percent across and in pixels down, so that nothing is stretched however wide the page is.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from mentoring_xblock.kit.dates import full_day
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.lookback.data import DayMark, Year
from mentoring_xblock.programme.data import Clock

#: Where the first and the last day of a picture lie, in percent.
LEFT, RIGHT = 2.0, 98.0
#: Words of a day up to which its dot has this radius, and the radius of what is longer.
SIZES, LARGEST = ((100, 3.5), (400, 5.0)), 6.5
#: Dots on the timeline's line, the newest.
DRAWN = 200


@dataclass(frozen=True)
class Dot:
    """A day on which something was written. `shared` has a tick below it, because colour alone does not say it."""

    x: float
    r: float
    shared: bool


@dataclass(frozen=True)
class MonthRow:
    """A month of a year: its short name, what it says whole, how many entries it has, and its line with its days."""

    number: int
    short: str
    name: str
    entries: int
    ends: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class YearPicture:
    """A year at a glance. `name` says all of it; `mine` and `shared` are numbers of entries; `years` the other ones."""

    number: int
    sentence: str
    name: str
    months: tuple[MonthRow, ...]
    mine: int
    shared: int
    years: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """From the first to the last day of somebody's calendar, with where each phase begins and what they wrote.

    `walked` is where the way of today ends, and `now` where today is; None outside of the calendar.
    """

    name: str
    ticks: tuple[float, ...]
    walked: float | None
    now: float | None
    dots: tuple[Dot, ...]


# ---- a year ----


def year_picture(year: Year) -> YearPicture:
    """Return a year in twelve rows, days of the month under one another."""
    shared = sum(day.shared for day in year.days)
    return YearPicture(
        number=year.number,
        sentence=_sentence(year),
        name=_year_name(year),
        months=tuple(_month(year, number) for number in range(1, 13)),
        mine=year.entries - shared,
        shared=shared,
        years=tuple(one for one in year.years if one != year.number),
    )


def _month(year: Year, number: int) -> MonthRow:
    days = year.of(number)
    entries = sum(day.entries for day in days)
    return MonthRow(
        number=number,
        short=capfirst(str(MONTHS_3[number])),
        name=_month_name(number, entries, sum(day.shared for day in days)),
        entries=entries,
        ends=_in_month(calendar.monthrange(year.number, number)[1]),
        dots=tuple(_dot(day, _in_month(day.day.day)) for day in days),
    )


def _in_month(day: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * (day - 1) / 30, 1)


def _dot(day: DayMark, x: float) -> Dot:
    return Dot(x, next((r for words, r in SIZES if day.words <= words), LARGEST), day.shared > 0)


def _month_name(number: int, entries: int, shared: int) -> str:
    words = {"month": capfirst(str(MONTHS[number])), "count": entries, "shared": shared}
    if not shared:
        return ngettext("%(month)s: %(count)s entry", "%(month)s: %(count)s entries", entries) % words
    return (
        ngettext(
            "%(month)s: %(count)s entry, %(shared)s of them shared",
            "%(month)s: %(count)s entries, %(shared)s of them shared",
            entries,
        )
        % words
    )


def _sentence(year: Year) -> str:
    """Say how much was written, and when most, if one month is ahead of the others."""
    if not year.days:
        return gettext("Nothing in %(year)s yet.") % {"year": year.number}
    if year.entries == 1:
        return gettext("You wrote one entry, on %(day)s.") % {"day": full_day(year.days[0].day)}
    days = len(year.days)
    wrote = ngettext(
        "You wrote %(entries)s entries on %(days)s day.", "You wrote %(entries)s entries on %(days)s days.", days
    ) % {"entries": year.entries, "days": days}
    fullest = sorted(year.months.items(), key=lambda pair: -pair[1])
    ahead = fullest[1][1] and fullest[0][1] > fullest[1][1]
    said = [wrote, gettext("The fullest month was %(month)s.") % {"month": MONTHS[fullest[0][0]]} if ahead else ""]
    return " ".join(filter(None, said))


def _year_name(year: Year) -> str:
    written = [(month, count) for month, count in year.months.items() if count]
    if not written:
        return _sentence(year)
    return ngettext(
        "%(count)s entry in %(year)s: %(months)s.", "%(count)s entries in %(year)s: %(months)s.", year.entries
    ) % {
        "count": year.entries,
        "year": year.number,
        "months": _listed(f"{capfirst(str(MONTHS[month]))} {count}" for month, count in written),
    }


def _listed(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)


# ---- a programme ----


def line(clock: Clock | None, days: Sequence[DayMark], today: dt.date) -> Line | None:
    """Return one's own entries between the first and the last day of one's calendar; None where there are not two.

    Entries from before and after it are left out of the picture.
    """
    if clock is None:
        return None
    inside = sorted((day for day in days if clock.holds(day.day)), key=lambda day: day.day)
    if sum(day.entries for day in inside) < 2:
        return None
    whole = max(1, (clock.ends_on - clock.starts_on).days)

    def across(day: dt.date) -> float:
        part = min(1.0, max(0.0, (day - clock.starts_on).days / whole))
        return round(LEFT + (RIGHT - LEFT) * part, 1)

    return Line(
        name=_line_name(clock, inside, today),
        ticks=tuple(across(span.first_day) for span in clock.timeline if span.first_day > clock.starts_on),
        walked=across(today) if today > clock.starts_on else None,
        now=across(today) if clock.holds(today) else None,
        dots=tuple(_dot(day, across(day.day)) for day in inside[-DRAWN:]),
    )


def _line_name(clock: Clock, days: Sequence[DayMark], today: dt.date) -> str:
    """Say how many entries each phase has, how many of them others can read, and which phase it is now."""
    entries, shared = sum(day.entries for day in days), sum(day.shared for day in days)
    phases = [
        f"{pick(span.phase.name)} {count}"
        for span in clock.timeline
        if (count := sum(day.entries for day in days if span.holds(day.day)))
    ]
    said = [
        ngettext("%(count)s entry.", "%(count)s entries.", entries) % {"count": opening(entries)},
        gettext("By phases: %(phases)s.") % {"phases": _listed(phases)} if phases else "",
        ngettext("%(count)s of them is shared.", "%(count)s of them are shared.", shared) % {"count": opening(shared)}
        if shared
        else gettext("Only you can read them."),
    ]
    now = clock.phase(today)
    if now is not None:
        said.append(gettext("The phase now: %(phase)s.") % {"phase": pick(now.name)})
    return " ".join(filter(None, said))


__all__ = ["Dot", "Line", "MonthRow", "YearPicture", "line", "year_picture"]
