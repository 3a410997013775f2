"""A calendar that people work by: the round's, or a group's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mentoring_xblock.programme.plan import Phase, Plan, Span


@dataclass(frozen=True)
class Clock:
    """A first and a last day, both inclusive, and the phases between them.

    own: whether it is a group's own, so that pages speak of its people and not of the programme.
    """

    starts_on: dt.date
    ends_on: dt.date
    timeline: tuple[Span, ...]
    own: bool = False

    @classmethod
    def of(
        cls,
        plan: Plan,
        starts_on: dt.date,
        moved: Mapping[str, dt.date] | None = None,
        ends_on: dt.date | None = None,
        *,
        own: bool = False,
    ) -> Clock:
        """Lay a plan's phases out from this day on; see `Plan.timeline`."""
        end = ends_on or plan.ends_on(starts_on)
        return cls(starts_on, end, plan.timeline(starts_on, moved, end), own)

    def holds(self, day: dt.date) -> bool:
        """Return whether the day is in it."""
        return self.starts_on <= day <= self.ends_on

    def span(self, day: dt.date) -> Span | None:
        """Return the phase that the day is in; None before, after and between phases."""
        return next((span for span in self.timeline if span.holds(day)), None)

    def phase(self, day: dt.date) -> Phase | None:
        """Return the same without its days."""
        found = self.span(day)
        return found.phase if found else None

    @property
    def weeks(self) -> int:
        """How many weeks it has; one that has begun counts."""
        return max(1, ((self.ends_on - self.starts_on).days + 7) // 7)

    def week(self, day: dt.date) -> int:
        """Return which week the day is in, counted from 1; 0 outside."""
        return (day - self.starts_on).days // 7 + 1 if self.holds(day) else 0


__all__ = ["Clock"]
