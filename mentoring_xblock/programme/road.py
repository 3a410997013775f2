"""The roadmap as a picture: numbers for a template, none of them computed in it.

Positions are percentages written for SVG attributes ("41.5%"), so the picture fits any width; a phase's share of the
line is a class, because a strict content security policy allows no style attributes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from mentoring_xblock.kit.dates import long_day, short_day, weekday
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.plan import Span

#: The line is cut into this many parts; a half-year's are its weeks. The stylesheet has a class for each.
PARTS = 26
#: Beyond this part of the line the word "Today" is tied to its other side, so that it stays inside.
_EDGE = 8.0


@dataclass(frozen=True)
class Segment:
    """One phase of the line. `fill` is the part of it that has passed, "0%" for none."""

    name: str
    grow: str
    fill: str
    current: bool
    done: bool


@dataclass(frozen=True)
class Road:
    """The line and where today lies on it.

    `today` is a position, empty before the beginning and after the end. `anchor` is the SVG text-anchor of its word.
    `label` says in a sentence what the eye would see.
    """

    segments: tuple[Segment, ...]
    today: str
    anchor: str
    week: int
    weeks: int
    label: str


@dataclass(frozen=True)
class Next:
    """What comes next in the calendar: its day in two parts, and a sentence."""

    weekday: str
    day: str
    title: str


def road(clock: Clock, today: dt.date) -> Road:
    """Draw the phases of a calendar."""
    timeline = clock.timeline
    total = max(1, sum(span.days for span in timeline))
    shares = [max(1, round(PARTS * span.days / total)) for span in timeline]
    passed = [_passed(span, today) for span in timeline]
    begun = clock.holds(today)
    position = 100 * sum(share * part for share, part in zip(shares, passed, strict=True)) / max(1, sum(shares))
    week = clock.week(today)
    return Road(
        segments=tuple(
            Segment(
                name=pick(span.phase.name),
                grow=f"mn-g{share}",
                fill=_percent(100 * part),
                current=span.holds(today),
                done=span.last_day < today,
            )
            for span, share, part in zip(timeline, shares, passed, strict=True)
        ),
        today=_percent(position) if begun else "",
        anchor="start" if position < _EDGE else "end" if position > 100 - _EDGE else "middle",
        week=week,
        weeks=clock.weeks,
        label=gettext("Today is in week %(week)s of %(weeks)s.") % {"week": week, "weeks": clock.weeks}
        if begun
        else "",
    )


def _passed(span: Span, today: dt.date) -> float:
    """Return the part of a phase that has passed, 0 to 1; on its first day some of it has."""
    return min(1.0, max(0.0, ((today - span.first_day).days + 0.5) / span.days))


def _percent(value: float) -> str:
    """Write a percentage the same in every language: SVG knows no decimal comma."""
    return f"{value:.1f}%"


def where_we_are(clock: Clock, today: dt.date) -> str:
    """Say in which phase today is, and how long it lasts."""
    timeline, end = clock.timeline, clock.ends_on
    if not clock.holds(today):
        return _outside(clock, today)
    here = clock.span(today)
    if here is None and clock.own:
        return gettext("Your last day is %(day)s.") % {"day": long_day(end)}
    if here is None:
        return gettext("This programme ends on %(day)s.") % {"day": long_day(end)}
    later = next((span for span in timeline if span.number == here.number + 1), None)
    days = (here.last_day - today).days + 1
    values = {
        "number": here.number,
        "total": len(timeline),
        "phase": pick(here.phase.name),
        "days": days,
        "next": pick(later.phase.name) if later else "",
        "day": long_day(end),
    }
    if later is None and clock.own:
        return gettext("Phase %(number)s of %(total)s, %(phase)s. Your last day is %(day)s.") % values
    if later is None:
        return (
            ngettext(
                "Phase %(number)s of %(total)s, %(phase)s. It is the programme’s last day.",
                "Phase %(number)s of %(total)s, %(phase)s. The programme ends in %(days)s days.",
                days,
            )
            % values
        )
    return (
        ngettext(
            "Phase %(number)s of %(total)s, %(phase)s. %(next)s begins tomorrow.",
            "Phase %(number)s of %(total)s, %(phase)s. %(next)s begins in %(days)s days.",
            days,
        )
        % values
    )


def _outside(clock: Clock, today: dt.date) -> str:
    """Say when it begins, or when it ended."""
    if today < clock.starts_on:
        words = {"day": long_day(clock.starts_on)}
        return (
            gettext("You begin on %(day)s.") % words
            if clock.own
            else gettext("The programme begins on %(day)s.") % words
        )
    words = {"day": long_day(clock.ends_on)}
    if clock.own:
        return gettext("Your last day was %(day)s. What you wrote is still yours to read.") % words
    return gettext("It ended on %(day)s. What you wrote is still yours to read.") % words


def what_is_next(clock: Clock, today: dt.date) -> Next | None:
    """Return the next turn in the calendar: the beginning, the next phase or the last day; None after the end."""
    if today < clock.starts_on:
        title = gettext("You begin") if clock.own else gettext("The programme begins")
        return _next(clock.starts_on, title)
    later = next((span for span in clock.timeline if span.first_day > today), None)
    if later is not None:
        return _next(later.first_day, gettext("Next phase: %(phase)s") % {"phase": pick(later.phase.name)})
    title = gettext("Your last day") if clock.own else gettext("The programme’s last day")
    return _next(clock.ends_on, title) if today <= clock.ends_on else None


def _next(day: dt.date, title: str) -> Next:
    return Next(weekday=weekday(day), day=short_day(day), title=title)
