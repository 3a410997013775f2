"""Relationships in which nothing happens for the plan's number of weeks: warned first, and closed when it stays so.

Only moments are looked at, never what people wrote. Run it as often as you like, also twice at once: each group is
warned once for a quiet time, and closed once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from mentoring_xblock.agreements import activity as agreements
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.clocks import main_circle
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.running import running_groups
from mentoring_xblock.kit.latest import latest
from mentoring_xblock.meetings import activity as meetings
from mentoring_xblock.notes import activity as notes
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import activity as sharing

_ROOMS = (sharing, agreements, meetings, notes)


@dataclass(frozen=True)
class QuietReport:
    """What one run did, in numbers of groups. lifted: warnings that were taken back, because something happened."""

    warned: int = 0
    lifted: int = 0
    closed: int = 0

    def __add__(self, other: QuietReport) -> QuietReport:
        """Count two together."""
        return QuietReport(self.warned + other.warned, self.lifted + other.lifted, self.closed + other.closed)


def run(now: dt.datetime) -> QuietReport:
    """Warn and close what is quiet, in all programmes.

    A constant number of queries for each batch of groups and each programme in it.
    """
    total = QuietReport()
    for batch in running_groups():
        by_programme: dict[int, list[GroupInfo]] = defaultdict(list)
        for one in batch:
            by_programme[one.programme_id].append(one.group)
        for pk, programme in programmes.programmes_by_id(by_programme).items():
            # An author who takes a programme out of the course has not ended what people do in it.
            if programme.active and programme.plan.relations.quiet_weeks:
                total += _look_at(programme, by_programme[pk], now)
    return total


def last_signs(programme: ProgrammeInfo, found: Iterable[GroupInfo]) -> dict[int, dt.datetime]:
    """Return when something last happened in groups, by primary key; a constant number of queries.

    A meeting that is booked lies ahead, and so may the moment. Nothing is quiet before its first day.
    """
    found = list(found)
    keys = [group.id for group in found]
    begun = [(group.id, groups.begun(group), _first_moment(programme, group)) for group in found]
    return latest(begun, *(room.last_signs(keys).items() for room in _ROOMS))


def _first_moment(programme: ProgrammeInfo, group: GroupInfo) -> dt.datetime:
    first = groups.clock_of(programme, group).starts_on
    return dt.datetime.combine(first, dt.time(), ZoneInfo(programme.plan.time_zone))


def _look_at(programme: ProgrammeInfo, found: list[GroupInfo], now: dt.datetime) -> QuietReport:
    about = [group for group in found if group.circle is main_circle(programme.plan)]
    signs = last_signs(programme, about)
    alive = [group.id for group in about if group.warned_at is not None and signs[group.id] > group.warned_at]
    quiet = dt.timedelta(weeks=programme.plan.relations.quiet_weeks)
    to_warn = {
        group.id: signs[group.id] for group in about if group.warned_at is None and signs[group.id] + quiet <= now
    }
    over = {
        group.id: signs[group.id]
        for group in about
        if group.warned_at is not None
        and signs[group.id] <= group.warned_at
        and programme.plan.today(now) > groups.closing_day(programme, group.warned_at)
    }
    asked = partial(last_signs, programme)
    return QuietReport(
        lifted=groups.lift(alive) if alive else 0,
        warned=groups.warn(programme, to_warn, asked, now) if to_warn else 0,
        closed=groups.end_quiet(programme, over, asked, now) if over else 0,
    )


__all__ = ["QuietReport", "last_signs", "run"]
