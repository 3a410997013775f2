"""When the plan's meetings are in a round's calendar, and which of its kind each one is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from mentoring_xblock.gatherings.data import Number
from mentoring_xblock.gatherings.models import Kind
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.meetings.data import FARTHEST, MeetingInfo
from mentoring_xblock.programme.data import Clock, ProgrammeInfo
from mentoring_xblock.programme.phases import followed
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.plan_relationship import Audience, Planned

#: The time of day of a meeting for which the plan names none.
NOON = dt.time(12)


def day_of(programme: ProgrammeInfo, planned: Planned) -> dt.date | None:
    """Return a planned meeting's day in the programme's round; None where the plan names none.

    Where phases were moved it goes along with the one in which the plan has it.
    """
    plan, starts_on = programme.plan, programme.round.starts_on
    day = _by_the_plan(plan, planned, starts_on)
    if day is None or not programme.round.phase_days:
        return day
    return followed(Clock.of(plan, starts_on), programme.clock(), day)


def _by_the_plan(plan: Plan, planned: Planned, starts_on: dt.date) -> dt.date | None:
    """Return the same as the plan was written.

    A day of the plan keeps its distance from the plan's own start, as phases do, so a later round has it too.
    """
    if planned.day is not None:
        return _moved(planned.day, (starts_on - (plan.starts_on or starts_on)).days)
    return None if planned.week is None else _moved(starts_on, 7 * planned.week)


def time_of(planned: Planned) -> dt.time:
    """Return a planned meeting's time of day, or noon."""
    return dt.time.fromisoformat(planned.starts) if planned.starts else NOON


def _moved(day: dt.date, days: int) -> dt.date:
    """Move a day, and stop a day before the ends of the calendar, so that every clock has a time on it."""
    first, last = dt.date.min.toordinal() + 1, dt.date.max.toordinal() - 1
    return dt.date.fromordinal(min(max(day.toordinal() + days, first), last))


def numbers(programme: ProgrammeInfo, meetings: Iterable[MeetingInfo]) -> dict[int, Number]:
    """Return which of its kind each meeting is, by primary key, planned ones that are not in the calendar counted.

    Counted is what one person can be at: a training that is held for mentors and for mentees apart is one of three to
    all of them, and not two of four. Where there are more of them for some, a meeting for everybody counts those. The
    kick-off is the first of the joint meetings where the plan says so. What was called off counts for nothing.

    Args:
        meetings: all of the round's that are for the whole programme, drafts included.
    """
    plan, zone = programme.plan, ZoneInfo(programme.plan.time_zone)
    standing = [one for one in meetings if not one.cancelled and one.starts_at is not None]
    placed = {one.planned for one in standing if one.planned}
    moments: dict[Kind, list[tuple[dt.datetime, int, str]]] = defaultdict(list)
    for one in standing:
        moments[_family(plan, one.kind)].append((one.starts_at, one.id, str(one.audience)))
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    for planned in plan.planned:
        if planned.id not in placed:
            day = day_of(programme, planned)
            moment = dt.datetime.combine(day, time_of(planned), zone).astimezone(dt.UTC) if day else end
            moments[_family(plan, Kind(planned.kind.value))].append((moment, 0, str(planned.audience)))
    found: dict[int, Number] = {}
    for family in moments.values():
        for role in (Audience.MENTORS, Audience.MENTEES):
            heard = sorted(one for one in family if one[2] in (Audience.EVERYBODY, role))
            for at, (_, pk, _) in enumerate(heard, start=1):
                if pk and found.get(pk, Number()).of < len(heard):
                    found[pk] = Number(at, len(heard))
    return found


def _family(plan: Plan, kind: Kind) -> Kind:
    """Return with which kind a meeting is counted."""
    return Kind.JOINT if kind is Kind.KICK_OFF and plan.relations.kick_off_counts else kind


# ---- moments ----


def start_of(plan: Plan, day: dt.date, clock: dt.time) -> dt.datetime:
    """Return the moment of a time of day by the programme's clock; of an hour that comes twice, the first.

    Raises:
        Invalid: the clocks pass over this time on that day (`fields`).
    """
    return zones.to_instant(day, clock, plan.time_zone).at


def end_of(plan: Plan, day: dt.date) -> dt.datetime:
    """Return the moment at which a day ends by the programme's clock."""
    return dt.datetime.combine(_moved(day, 1), dt.time(), ZoneInfo(plan.time_zone)).astimezone(dt.UTC)


def checked(plan: Plan, starts: dt.datetime, answer_on: dt.date | None, now: dt.datetime, *, stands: bool) -> None:
    """Go on only if a meeting can begin then, and answers be waited for until that day.

    Args:
        stands: it begins then already, so it may lie in the past.
    Raises:
        Invalid: it lies in the past or too far ahead, or answers are wanted after it has begun (`fields`).
    """
    problems: dict[str, list[str]] = {}
    if not stands and starts <= now:
        problems["day"] = [gettext("This lies in the past. Choose a later time.")]
    elif starts > now + FARTHEST:
        problems["day"] = [gettext("This is more than two years ahead. Choose an earlier day.")]
    if answer_on is not None and answer_on > plan.today(starts):
        problems["answer_on"] = [gettext("The meeting is before that day. Choose an earlier one.")]
    if problems:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), problems)
