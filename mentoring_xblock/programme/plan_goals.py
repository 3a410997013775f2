"""What a plan says of goals: when people look back at them, and what kind of look that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol

from mentoring_xblock.kit.localised import Text
from mentoring_xblock.programme.reading import as_choice, as_id, as_number, as_text

#: Reviews in one plan.
MILESTONES_LIMIT = 12
#: The last week that a review can begin in, as for phases.
LAST_WEEK = 260
#: Days for which the last review stays open after the end.
AFTERWARDS = dt.timedelta(days=28)


class Stage(StrEnum):
    """Which of a person's ratings belong together: those at the start, half-way and at the end, and all others."""

    START = "start"
    MIDDLE = "middle"
    END = "end"
    BETWEEN = "between"


@dataclass(frozen=True)
class Milestone:
    """A review of goals. It begins in a week (0 is the first), or with a phase; a phase wins when both are given."""

    id: str
    name: Text
    stage: Stage = Stage.BETWEEN
    week: int | None = None
    phase: str = ""

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Milestone | None:
        """Read a review; None without a usable id."""
        identifier = as_id(raw.get("id"))
        if identifier is None:
            return None
        phase = as_id(raw.get("phase")) or ""
        return cls(
            identifier,
            as_text(raw.get("name")),
            as_choice(Stage, raw.get("stage"), Stage.BETWEEN),
            None if phase else as_number(raw.get("week"), 0, LAST_WEEK, None),
            phase,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "id": self.id,
            "name": dict(self.name),
            "stage": self.stage.value,
            "week": self.week,
            "phase": self.phase,
        }


@dataclass(frozen=True)
class Opened:
    """A review in a calendar: its first and its last day, both inclusive."""

    milestone: Milestone
    first_day: dt.date
    last_day: dt.date

    def holds(self, day: dt.date) -> bool:
        """Return whether the review is open on this day."""
        return self.first_day <= day <= self.last_day


def usual_milestones(weeks: int) -> tuple[Milestone, ...]:
    """Return the reviews of a plan that names none: soon after the start, half-way, and shortly before the end.

    A programme of a week or two has fewer of them.
    """
    start, middle = min(2, weeks // 4), weeks // 2
    usual = (
        Milestone("alku", {"en": "Review at the start", "fi": "Lähtötilanteen arvio"}, Stage.START, start),
        Milestone("puolivali", {"en": "Half-way review", "fi": "Väliarviointi"}, Stage.MIDDLE, middle),
        Milestone("loppu", {"en": "Review at the end", "fi": "Loppuarviointi"}, Stage.END, max(weeks - 2, middle + 1)),
    )
    begun: set[int | None] = set()
    return tuple(one for one in usual if one.week < weeks and not (one.week in begun or begun.add(one.week)))


class Calendar(Protocol):
    """What of a `Clock` counts here."""

    starts_on: dt.date
    ends_on: dt.date
    timeline: tuple[Any, ...]


def begins(milestones: Iterable[Milestone], clock: Calendar) -> tuple[dt.date | None, ...]:
    """Return the first day of each review in a calendar, in their order; None for one that is not within it."""
    phases = {span.phase.id: span.first_day for span in clock.timeline}
    return tuple(phases.get(one.phase) if one.phase else _in_week(one.week, clock) for one in milestones)


def placed(milestones: Iterable[Milestone], clock: Calendar) -> tuple[Opened, ...]:
    """Return the reviews in a calendar, in order.

    Each is open until the day before the next one begins, the last one for some weeks after the end. One whose phase is
    not in the calendar, or that would begin after the end, is left out; of two that begin on one day the first is.
    """
    milestones = tuple(milestones)
    found: dict[dt.date, Milestone] = {}
    for milestone, day in zip(milestones, begins(milestones, clock), strict=True):
        if day is not None:
            found.setdefault(day, milestone)
    days = sorted(found)
    lasts = [later - dt.timedelta(days=1) for _, later in pairwise(days)] + [_afterwards(clock.ends_on)]
    return tuple(Opened(found[first], first, last) for first, last in zip(days, lasts, strict=False))


def _in_week(week: int | None, clock: Calendar) -> dt.date | None:
    # Compared as numbers, because a calendar may reach to the end of time.
    if week is None or 7 * week > (clock.ends_on - clock.starts_on).days:
        return None
    return clock.starts_on + dt.timedelta(weeks=week)


def _afterwards(end: dt.date) -> dt.date:
    return end + min(AFTERWARDS, dt.date.max - end)


__all__ = [
    "AFTERWARDS",
    "LAST_WEEK",
    "MILESTONES_LIMIT",
    "Calendar",
    "Milestone",
    "Opened",
    "Stage",
    "begins",
    "placed",
    "usual_milestones",
]
