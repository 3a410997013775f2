"""A calendar as a coordinator works on it: its phases, the two steps that can be taken, and what one would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.api import Following
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.clocks import begins_by_itself
from mentoring_xblock.groups.data import GroupInfo, State
from mentoring_xblock.kit.dates import day as short
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import phases, stepping
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Plan, Span
from mentoring_xblock.programme.road import where_we_are

#: Steps of which the page still tells.
_TOLD = 3


@dataclass(frozen=True)
class Line:
    """One phase in the list: its days in words."""

    name: str
    days: str
    current: bool


@dataclass(frozen=True)
class Trace:
    """Who moved which phase, and when; the name is empty once the account is gone."""

    name: str
    phase: str
    at: dt.datetime


@dataclass(frozen=True)
class Board:
    """The phases of a calendar, and the steps that can be taken: to begin the next one, or to go back.

    forward, back: the phase that would begin on another day, and the one that today is in then; None where there is no
    such step. seen: what tells this state of the calendar from another.
    """

    where: str
    lines: tuple[Line, ...]
    forward: Span | None
    back: tuple[Span, Span] | None
    seen: str
    traces: tuple[Trace, ...]

    @property
    def next_name(self) -> str:
        """What the phase is called that begins next."""
        return pick(self.forward.phase.name) if self.forward else ""

    @property
    def previous_name(self) -> str:
        """What the phase is called that one goes back to."""
        return pick(self.back[0].phase.name) if self.back else ""


@dataclass(frozen=True)
class Change:
    """What a step changes, in words: each phase with its days before and after, and what pages show today.

    now, then: the phase of today, the same where it stays. agendas: what is offered first for its meetings then.
    groups: how many published groups go by this calendar. meetings: what becomes of the programme's meetings.
    """

    day: dt.date
    along: bool
    rows: tuple[tuple[str, str, str], ...]
    now: str
    then: str
    agendas: tuple[str, ...]
    groups: int
    meetings: Following = field(default_factory=Following)


def clock_of(programme: ProgrammeInfo, group: GroupInfo | None) -> Clock:
    """Return the calendar of a group, or of the round."""
    return programme.clock() if group is None else groups.clock_of(programme, group)


def board(programme: ProgrammeInfo, group: GroupInfo | None, now: dt.datetime) -> Board:
    """Return what can be done; two queries. Ask policy for PHASES_MOVE before."""
    plan, clock, today = programme.plan, clock_of(programme, group), programme.plan.today(now)
    begun = phases.undoable(clock, today)
    steps = stepping.steps_of(programme.round.id, group.public_id if group else None, _TOLD)
    people = host.people({step.by_id for step in steps if step.by_id is not None})
    names = {phase.id: pick(phase.name) for phase in plan.phases}
    return Board(
        where=where_we_are(clock, today),
        lines=tuple(Line(pick(span.phase.name), days(span), span.holds(today)) for span in clock.timeline),
        forward=_movable(clock, phases.coming(clock, today), today),
        back=(clock.timeline[begun.number - 2], begun) if begun else None,
        seen=phases.print_of(clock),
        traces=tuple(
            Trace(people[step.by_id].full_name if step.by_id in people else "", names.get(step.phase, ""), step.at)
            for step in steps
        ),
    )


def _movable(clock: Clock, span: Span | None, today: dt.date) -> Span | None:
    """Leave out a first phase that has not begun: it begins with the programme."""
    return span if span is not None and span.number > 1 and clock.holds(today) else None


def days(span: Span) -> str:
    """Write the first and the last day of a phase."""
    return gettext("%(first)s to %(last)s") % {"first": short(span.first_day), "last": short(span.last_day)}


def first_choice(
    programme: ProgrammeInfo, group: GroupInfo | None, shown: Board, phase_id: str, now: dt.datetime
) -> dt.date:
    """Return the day that a form begins with: today for the next phase, and for one that has begun a later one."""
    plan, today = programme.plan, programme.plan.today(now)
    if shown.back is None or shown.back[1].phase.id != phase_id:
        return today
    steps = stepping.steps_of(programme.round.id, group.public_id if group else None, 1)
    # Where it stood before the newest step, if that was about this phase: going back undoes going forward.
    before = next((step.before for step in steps if step.phase == phase_id), None)
    return phases.put_off(plan, clock_of(programme, group), shown.back[1], today, before)


def change(
    actor: Actor, programme: ProgrammeInfo, move: phases.Move, now: dt.datetime, *, along: bool, grouped: bool
) -> Change:
    """Put what a step changes into words; two queries.

    Args:
        grouped: whether it is about one group.
    """
    plan = programme.plan
    after = replace(programme, round=replace(programme.round, phase_days=move.days))
    return Change(
        day=move.day,
        along=along,
        rows=tuple((pick(one.before.phase.name), days(one.before), days(one.after)) for one in move.shifts),
        now=_name(move.now),
        then=_name(move.then),
        agendas=_agendas(plan, move) if move.turns else (),
        groups=1 if grouped else groups.state_counts(programme.round.id)[State.PUBLISHED],
        meetings=Following() if grouped else gatherings.following(actor, programme, after, now),
    )


def _name(span: Span | None) -> str:
    return pick(span.phase.name) if span else ""


def _agendas(plan: Plan, move: phases.Move) -> tuple[str, ...]:
    return tuple(pick(one.name) for one in plan.agendas if move.then and one.phase == move.then.phase.id)


# ---- a group's calendar on its card ----


@dataclass(frozen=True)
class GroupClock:
    """A published group's days in words. `own` is whether it begins by itself, `late` whether its last day is past.

    quiet_until: the last day on which something can happen in a group that was warned; None without a warning.
    """

    starts_on: dt.date
    ends_on: dt.date
    sentence: str
    own: bool
    late: bool
    quiet_until: dt.date | None


def group_clock(programme: ProgrammeInfo, group: GroupInfo, now: dt.datetime) -> GroupClock | None:
    """Return it; None for a draft and a closed group. No query."""
    if group.state is not State.PUBLISHED:
        return None
    clock, today = groups.clock_of(programme, group), programme.plan.today(now)
    quiet = group.warned_at is not None and programme.plan.relations.quiet_weeks
    return GroupClock(
        starts_on=clock.starts_on,
        ends_on=clock.ends_on,
        sentence=_sentence(clock, today),
        own=begins_by_itself(programme, group.circle),
        late=today > clock.ends_on,
        quiet_until=groups.closing_day(programme, group.warned_at) if quiet else None,
    )


def _sentence(clock: Clock, today: dt.date) -> str:
    words: Mapping[str, object] = {
        "first": long_day(clock.starts_on),
        "last": long_day(clock.ends_on),
        "week": clock.week(today),
        "weeks": clock.weeks,
        "phase": _name(clock.span(today)),
    }
    if today < clock.starts_on:
        return gettext("Begins on %(first)s, and ends on %(last)s.") % words
    if today > clock.ends_on:
        return gettext("Its last day was %(last)s.") % words
    if words["phase"]:
        return gettext("Week %(week)s of %(weeks)s, %(phase)s. Last day: %(last)s.") % words
    return gettext("Week %(week)s of %(weeks)s. Last day: %(last)s.") % words


__all__ = ["Board", "Change", "GroupClock", "board", "change", "clock_of", "first_choice", "group_clock"]
