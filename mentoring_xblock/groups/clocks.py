"""A group's calendar: the round's, or its own where it began when it was ready or was given another last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mentoring_xblock.groups.data import Circle, GroupInfo
from mentoring_xblock.groups.queries import my_groups
from mentoring_xblock.programme.data import Clock, ProgrammeInfo
from mentoring_xblock.programme.plan import Plan, Relationship


def main_circle(plan: Plan) -> Circle:
    """Return the circle that a programme is about; the other one's groups accompany it."""
    return Circle.PEER if plan.relationship is Relationship.PEER else Circle.MENTORING


def begins_by_itself(programme: ProgrammeInfo, circle: str) -> bool:
    """Return whether a group of this circle has a first day of its own."""
    return programme.non_stop and circle == main_circle(programme.plan)


def first_day(programme: ProgrammeInfo, group: GroupInfo) -> date:
    """Return a group's first day: its own, or the round's."""
    if group.starts_on is not None:
        return group.starts_on
    # Published before its programme let each group begin by itself.
    if begins_by_itself(programme, group.circle) and group.published_at is not None:
        return programme.plan.today(group.published_at)
    return programme.round.starts_on


def clock_of(programme: ProgrammeInfo, group: GroupInfo) -> Clock:
    """Return a group's calendar."""
    starts_on = first_day(programme, group)
    own = starts_on != programme.round.starts_on or begins_by_itself(programme, group.circle)
    if not own and group.ends_on is None:
        return programme.clock()
    moved = group.phase_days if own else programme.round.phase_days
    return Clock.of(programme.plan, starts_on, moved, group.ends_on, own=True)


def clocks_of(programme: ProgrammeInfo, groups: Iterable[GroupInfo]) -> tuple[Clock | None, ...]:
    """Return the calendars of somebody's groups, in their order.

    None for groups that only accompany a programme in which everybody begins by themselves: it has no calendar.
    """
    return tuple(
        None if programme.non_stop and group.circle != main_circle(programme.plan) else clock_of(programme, group)
        for group in groups
    )


def main_clock(programme: ProgrammeInfo, groups: Iterable[GroupInfo]) -> Clock | None:
    """Return the calendar of what somebody does by themselves: that of the first of their groups that it is about.

    Without one it is the round's. None where everybody begins by themselves and they have not begun.
    """
    first = next((group for group in groups if group.circle == main_circle(programme.plan)), None)
    if first is not None:
        return clock_of(programme, first)
    return None if programme.non_stop else programme.clock()


def days_of(user_id: int, programme: ProgrammeInfo) -> tuple[date | None, date | None]:
    """Return the first and last day of somebody in a round, by the calendars of their groups; two queries.

    Both are None where nobody has a calendar before they are in a group.
    """
    known = [clock for clock in clocks_of(programme, my_groups(user_id, programme.round.id)) if clock is not None]
    if not known and programme.non_stop:
        return None, None
    known = known or [programme.clock()]
    return min(clock.starts_on for clock in known), max(clock.ends_on for clock in known)


__all__ = ["begins_by_itself", "clock_of", "clocks_of", "days_of", "first_day", "main_circle", "main_clock"]
