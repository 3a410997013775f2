"""Moving the first day of a phase: what may be moved where, what changes by it, and nothing written.

Phases keep their order and cover the calendar before a move and after it. Beginning a phase later or going back to the
one before it is the same move, of the phase that begins between the two.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.plan import Phase, Plan, Span

#: A phase that is put off without another day at hand begins after so many days.
_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Shift:
    """A phase whose days change; both spans are whole."""

    before: Span
    after: Span


@dataclass(frozen=True)
class Move:
    """A phase that begins on another day.

    days: the chosen first days after it, by the phase's id. shifts: every phase whose days change. now, then: the phase
    of today before and after; None where there is none.
    """

    phase: Phase
    day: dt.date
    days: Mapping[str, dt.date]
    after: Clock
    shifts: tuple[Shift, ...]
    now: Span | None
    then: Span | None

    @property
    def turns(self) -> bool:
        """Whether today is in another phase by it."""
        return (self.now and self.now.phase.id) != (self.then and self.then.phase.id)


def print_of(clock: Clock) -> str:
    """Return what tells one state of a calendar from another, so that nobody changes what they have not seen."""
    days = " ".join(f"{span.phase.id}:{span.first_day}:{span.last_day}" for span in clock.timeline)
    return hashlib.blake2b(days.encode(), digest_size=8).hexdigest()


def coming(clock: Clock, today: dt.date) -> Span | None:
    """Return the phase that begins next; None in the last one."""
    return next((span for span in clock.timeline if span.first_day > today), None)


def undoable(clock: Clock, today: dt.date) -> Span | None:
    """Return the phase that has begun last and has one before it to go back to; None in the first one."""
    begun = [span for span in clock.timeline if span.first_day <= today]
    return begun[-1] if len(begun) > 1 and clock.ends_on >= today else None


def put_off(plan: Plan, clock: Clock, span: Span, today: dt.date, known: dt.date | None = None) -> dt.date:
    """Return a day on which a phase that has begun could begin instead.

    Args:
        known: the day on which it began before somebody moved it; it is taken if it is still to come, as is the plan's.
    """
    later = next((one for one in clock.timeline if one.number == span.number + 1), None)
    latest = later.first_day - _DAY if later else clock.ends_on
    planned = next((one.first_day for one in plan.timeline(clock.starts_on) if one.phase.id == span.phase.id), None)
    for day in (known, planned, today + _WEEK):
        if day is not None and today < day <= latest:
            return day
    return max(latest, today + _DAY)


def moved(
    plan: Plan,
    clock: Clock,
    days: Mapping[str, dt.date],
    phase_id: str,
    day: dt.date,
    today: dt.date,
    *,
    along: bool = False,
) -> Move:
    """Return what beginning a phase on this day changes.

    Args:
        clock: the calendar as it is, which `days` (chosen first days by the phase's id) are part of.
        along: whether the phases after it move by as many days, or stay where they are.
    Raises:
        Invalid: there is no such phase any more, or it can't begin on that day (`fields`).
    """
    spans = clock.timeline
    index = next((number for number, span in enumerate(spans) if span.phase.id == phase_id), None)
    if index is None or spans[index].last_day < today:
        raise Invalid(gettext("This phase is not there any more, or it is over. Open the page again."))
    if index == 0:
        raise Invalid(gettext("The first phase begins with the programme, so it can’t be moved."))
    if day > clock.ends_on:
        raise _too_late(clock)
    chosen = dict(days)
    distance = day - spans[index].first_day
    for number, span in enumerate(spans[index:], start=index):
        if number == index or along:
            chosen[span.phase.id] = span.first_day + distance
    _require_order(clock, index, day, chosen, along=along)
    own = {span.phase.id: span.first_day for span in plan.timeline(clock.starts_on, None, clock.ends_on)}
    # What stands where the plan has it follows the plan again.
    chosen = {key: first for key, first in chosen.items() if own.get(key) != first}
    after = Clock.of(plan, clock.starts_on, chosen, clock.ends_on, own=clock.own)
    known = {span.phase.id: span for span in after.timeline}
    shifts = tuple(
        Shift(span, known[span.phase.id])
        for span in spans
        if span.phase.id in known
        and (span.first_day, span.last_day) != (known[span.phase.id].first_day, known[span.phase.id].last_day)
    )
    return Move(spans[index].phase, day, chosen, after, shifts, clock.span(today), after.span(today))


def followed(before: Clock, after: Clock, day: dt.date) -> dt.date:
    """Return the day of something that goes along with its phase: as many days after its beginning, and in it.

    What lies in no phase stays, and so does what lies in one that only ends on another day.
    """
    span = before.span(day)
    then = next((one for one in after.timeline if span and one.phase.id == span.phase.id), None)
    if then is None or then.first_day == span.first_day:
        return day
    return min(then.first_day + (day - span.first_day), then.last_day)


def _require_order(clock: Clock, index: int, day: dt.date, chosen: Mapping[str, dt.date], *, along: bool) -> None:
    """Refuse a day that would leave another phase without one."""
    spans = clock.timeline
    earliest = spans[index - 1].first_day + _DAY
    later = spans[index + 1] if index + 1 < len(spans) else None
    if day < earliest:
        sentence = gettext("%(phase)s needs a day of its own before it. Choose %(day)s or later.") % {
            "phase": pick(spans[index - 1].phase.name),
            "day": long_day(earliest),
        }
    elif not along and later is not None and day >= later.first_day:
        sentence = gettext("%(phase)s begins on %(day)s. Choose a day before it, or move the later phases as well.") % {
            "phase": pick(later.phase.name),
            "day": long_day(later.first_day),
        }
    elif max(chosen.get(span.phase.id, span.first_day) for span in spans[index:]) > clock.ends_on:
        raise _too_late(clock)
    else:
        return
    raise Invalid(sentence, {"day": [sentence]})


def _too_late(clock: Clock) -> Invalid:
    sentence = gettext("The last phase would begin after the last day, %(day)s. Choose an earlier day.") % {
        "day": long_day(clock.ends_on)
    }
    return Invalid(sentence, {"day": [sentence]})


__all__ = ["Move", "Shift", "coming", "followed", "moved", "print_of", "put_off", "undoable"]
