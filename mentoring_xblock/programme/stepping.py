"""A coordinator moves the phases of the round, sees before what changes by it, and can take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import forget
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import phases
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.current import open_programme, over, round_info
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.models import PhaseStep, Round
from mentoring_xblock.programme.reading import as_days
from mentoring_xblock.programme.signals import phases_moved


@dataclass(frozen=True)
class StepInfo:
    """One time that somebody moved phases; `by_id` is None for somebody who has been retired.

    before, after: the first day of the phase, where it had one of its own; None where it stood as planned.
    """

    public_id: UUID
    phase: str
    by_id: int | None
    at: dt.datetime
    before: dt.date | None
    after: dt.date | None


def preview_move(
    actor: Actor, place: Place, phase_id: str, day: dt.date, now: dt.datetime, *, along: bool = False
) -> phases.Move:
    """Say what beginning a phase of the round on this day would change; nothing is written.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: it has no round.
        Over: its round has been closed.
        Invalid: the phase can't begin on that day.
    """
    policy.require(Action.PHASES_MOVE, actor)
    programme = open_programme(place)
    return _move(programme, phase_id, day, now, along=along)


@one_change
def move_phase(
    actor: Actor, place: Place, phase_id: str, day: dt.date, now: dt.datetime, *, seen: str, along: bool = False
) -> UUID:
    """Begin a phase of the round on this day; every page follows at once.

    Args:
        seen: `phases.print_of` the calendar that the coordinator saw.
        along: whether the phases after it move by as many days.
    Returns:
        The step's public id, by which it can be taken back.
    Raises as `preview_move` does, and:
        Conflict: somebody moved the phases meanwhile, or an author published another plan.
    """
    policy.require(Action.PHASES_MOVE, actor)
    programme, row = _held(place)
    require_seen(programme.clock(), seen)
    move = _move(programme, phase_id, day, now, along=along)
    before = row.phase_days
    _set_days(programme, row, written(move.days), now)
    return record(row.pk, None, phase_id, before, row.phase_days, actor, now)


@one_change
def undo_move(actor: Actor, place: Place, step_id: UUID, now: dt.datetime) -> None:
    """Put the phases of the round back to how they were before a step; taking it back twice changes nothing.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there was no such step in its round.
        Over: its round has been closed.
        Conflict: the phases were moved again since.
    """
    policy.require(Action.PHASES_MOVE, actor)
    programme, row = _held(place)
    step = step_of(row.pk, None, step_id)
    if as_days(row.phase_days) == as_days(step.before):
        return
    if as_days(row.phase_days) != as_days(step.after):
        raise moved_again()
    _set_days(programme, row, step.before, now)
    record(row.pk, None, step.phase, step.after, step.before, actor, now)


def _held(place: Place) -> tuple[ProgrammeInfo, Round]:
    """Lock the round that runs, and return the programme as it is under the lock."""
    programme = open_programme(place)
    row = Round.objects.select_for_update().get(pk=programme.round.id)
    if row.closed_at is not None:
        raise over()
    # The row under lock is the newest; what was read before may be older than somebody else's move.
    return replace(programme, round=round_info(row)), row


def _set_days(programme: ProgrammeInfo, row: Round, days: Mapping[str, str], now: dt.datetime) -> None:
    """Give the round these first days, and let other rooms follow."""
    row.phase_days = dict(days)
    row.save(update_fields=["phase_days"])
    forget()
    after = replace(programme, round=round_info(row))
    phases_moved.send(sender=ProgrammeInfo, before=programme, after=after, now=now)


def _move(programme: ProgrammeInfo, phase_id: str, day: dt.date, now: dt.datetime, *, along: bool) -> phases.Move:
    today = programme.plan.today(now)
    days = programme.round.phase_days
    return phases.moved(programme.plan, programme.clock(), days, phase_id, day, today, along=along)


def clocks_since(programme: ProgrammeInfo, since: dt.datetime) -> tuple[tuple[dt.datetime, Clock], ...]:
    """Return when the round's phases were moved since then, oldest first, and its calendar before; one query.

    Ask policy for PHASES_MOVE before.
    """
    steps = PhaseStep.objects.filter(round_id=programme.round.id, group_ref=None, made_at__gt=since)
    starts_on = programme.round.starts_on
    return tuple(
        (at, Clock.of(programme.plan, starts_on, as_days(days)))
        for at, days in steps.order_by("made_at", "pk").values_list("made_at", "before")
    )


# ---- for the round and for groups that have a calendar of their own ----


def require_seen(clock: Clock, seen: str) -> None:
    """Go on only if the coordinator saw this calendar.

    Raises:
        Conflict: they saw another one.
    """
    if phases.print_of(clock) != seen:
        raise moved_again()


def moved_again() -> Conflict:
    """Say that somebody else was faster."""
    return Conflict(
        gettext("The phases were moved meanwhile. Nothing was changed by this; look at them as they are now.")
    )


def written(days: Mapping[str, dt.date]) -> dict[str, str]:
    """Return days as they are kept."""
    return {key: day.isoformat() for key, day in sorted(days.items())}


def record(
    round_id: int,
    group_ref: UUID | None,
    phase: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    actor: Actor,
    now: dt.datetime,
) -> UUID:
    """Write down who moved a phase; call it in the transaction of the move. Returns the step's public id."""
    step = PhaseStep.objects.create(
        round_id=round_id,
        group_ref=group_ref,
        phase=phase,
        before=dict(before),
        after=dict(after),
        made_by_id=actor.user_id,
        made_at=now,
    )
    return step.public_id


def step_of(round_id: int, group_ref: UUID | None, step_id: UUID) -> PhaseStep:
    """Return a step.

    Raises:
        NotFound: there was none.
    """
    step = PhaseStep.objects.filter(round_id=round_id, group_ref=group_ref, public_id=step_id).first()
    if step is None:
        raise NotFound(gettext("There is nothing to take back any more."))
    return step


def steps_of(round_id: int, group_ref: UUID | None = None, limit: int = 5) -> tuple[StepInfo, ...]:
    """Return the newest steps of a round, or of one of its groups, newest first; one query.

    Ask policy for PHASES_MOVE before.
    """
    rows = PhaseStep.objects.filter(round_id=round_id, group_ref=group_ref).order_by("-made_at", "-pk")[:limit]
    return tuple(
        StepInfo(
            public_id=row.public_id,
            phase=row.phase,
            by_id=row.made_by_id,
            at=row.made_at,
            before=as_days(row.before).get(row.phase),
            after=as_days(row.after).get(row.phase),
        )
        for row in rows
    )


__all__ = ["StepInfo", "clocks_since", "move_phase", "preview_move", "steps_of", "undo_move"]
