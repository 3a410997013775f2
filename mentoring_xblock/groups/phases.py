"""A coordinator moves the phases of one group, where it has a calendar of its own, and gives groups other days."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.clocks import begins_by_itself, clock_of
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import State
from mentoring_xblock.groups.places import Held
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.steps import open_group
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import phases, stepping
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.reading import as_days

#: How many days after the day that the plan gives it a group may end at the latest.
EXTENSION = dt.timedelta(days=2 * 366)


def preview_phase(
    programme: ProgrammeInfo, group: GroupInfo, phase_id: str, day: dt.date, now: dt.datetime, *, along: bool = False
) -> phases.Move:
    """Say what beginning a phase of a group on this day would change. Ask policy for PHASES_MOVE before.

    Raises:
        Invalid: the group goes by the round's calendar, or the phase can't begin on that day.
    """
    if not begins_by_itself(programme, group.circle):
        raise Invalid(
            gettext("This group goes by the programme’s own calendar. Move the phases for everybody instead.")
        )
    clock, today = clock_of(programme, group), programme.plan.today(now)
    return phases.moved(programme.plan, clock, group.phase_days, phase_id, day, today, along=along)


@one_change
def move_phase(
    actor: Actor,
    place: Place,
    group_id: UUID,
    phase_id: str,
    day: dt.date,
    now: dt.datetime,
    *,
    seen: str,
    along: bool = False,
) -> UUID:
    """Begin a phase of a group on this day; see `programme.stepping.move_phase`.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Over: its round has been closed.
        Invalid: the group is closed, goes by the round's calendar, or the phase can't begin on that day.
        Conflict: somebody moved its phases meanwhile.
    """
    programme, held, group = _open(actor, place, group_id)
    stepping.require_seen(clock_of(programme, group), seen)
    move = preview_phase(programme, group, phase_id, day, now, along=along)
    before, after = held.group.phase_days, stepping.written(move.days)
    held.changed(phase_days=after)
    return stepping.record(held.group.round_id, group.public_id, phase_id, before, after, actor, now)


@one_change
def undo_phase(actor: Actor, place: Place, group_id: UUID, step_id: UUID, now: dt.datetime) -> None:
    """Put the phases of a group back to how they were before a step; see `programme.stepping.undo_move`.

    Raises as that does.
    """
    _, held, group = _open(actor, place, group_id)
    step = stepping.step_of(held.group.round_id, group.public_id, step_id)
    if group.phase_days == as_days(step.before):
        return
    if group.phase_days != as_days(step.after):
        raise stepping.moved_again()
    held.changed(phase_days=step.before)
    stepping.record(held.group.round_id, group.public_id, step.phase, step.after, step.before, actor, now)


def _open(actor: Actor, place: Place, group_id: UUID) -> tuple[ProgrammeInfo, Held, GroupInfo]:
    policy.require(Action.PHASES_MOVE, actor)
    programme, held = open_group(actor, place, group_id)
    return programme, held, info_of(held.group)


@one_change
def set_days(
    actor: Actor,
    place: Place,
    group_id: UUID,
    ends_on: dt.date,
    now: dt.datetime,
    *,
    starts_on: dt.date | None = None,
    version: int | None = None,
) -> GroupInfo:
    """Give a published group another last day, as when it is extended; everybody in it is told.

    A warning that it closes for want of life is taken back by it. The same days again change nothing.

    Args:
        starts_on: its first day, where each group begins by itself; None leaves it.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Over: its round has been closed.
        Invalid: it is a draft or closed, or the days can't be used (`fields`).
        Conflict: the group has changed meanwhile.
    """
    programme, held = open_group(actor, place, group_id)
    if held.group.state == State.DRAFT:
        raise Invalid(gettext("Nobody knows of this draft yet. Its days begin to count when it is published."))
    before = clock_of(programme, info_of(held.group))
    own = begins_by_itself(programme, held.group.circle)
    first = starts_on if own and starts_on is not None else before.starts_on
    if (first, ends_on) == (before.starts_on, before.ends_on):
        return info_of(held.group)
    held.expect(version)
    _require_days(programme, first, ends_on, programme.plan.today(now), moved=first != before.starts_on)
    # The day that the plan would give it anyway follows the plan.
    last = None if ends_on == programme.plan.ends_on(first) else ends_on
    held.changed(ends_on=last, warned_at=None, kept_at=now, **({"starts_on": first} if own else {}))
    group = info_of(held.group)
    mails.tell_days(programme, group, clock_of(programme, group), first_too=first != before.starts_on)
    return group


def _require_days(
    programme: ProgrammeInfo, starts_on: dt.date, ends_on: dt.date, today: dt.date, *, moved: bool
) -> None:
    errors: dict[str, list[str]] = {}
    if moved and abs(starts_on - today) > EXTENSION:
        errors["starts_on"] = [gettext("Choose a first day that is at most two years away.")]
    latest = programme.plan.ends_on(today if errors else starts_on) + EXTENSION
    if ends_on < today:
        errors["ends_on"] = [gettext("This day is past. To end the group now, close it instead.")]
    elif ends_on <= starts_on:
        errors["ends_on"] = [gettext("Choose a last day after the first one.")]
    elif ends_on > latest:
        errors["ends_on"] = [gettext("Choose %(day)s or an earlier day.") % {"day": long_day(latest)}]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors)


__all__ = ["EXTENSION", "move_phase", "preview_phase", "set_days", "undo_phase"]
