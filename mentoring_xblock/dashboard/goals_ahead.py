"""Somebody's own active goals as a page shows them that is not about goals: how far each is, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment.data import Standing
from mentoring_xblock.attainment.pictures import Mini, mini
from mentoring_xblock.attainment.stages import clock_for, opened_now
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import ActionInfo, GoalInfo
from mentoring_xblock.kit.dates import full_day
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan_goals import Stage

#: Goals shown; the page about goals has all of them.
SHOWN = 3


@dataclass(frozen=True)
class GoalAhead:
    """An active goal. `picture` is None where it has no five levels; `step` is what is to be done for it first."""

    goal: GoalInfo
    picture: Mini | None = None
    step: ActionInfo | None = None


@dataclass(frozen=True)
class ReviewAhead:
    """A review that is open and in which the reader has said nothing of a goal yet, and the block of that goal."""

    stage: Stage
    until: dt.date
    block: UsageKey

    @property
    def text(self) -> str:
        """Which review it is, and until when."""
        words = {"day": full_day(self.until)}
        if self.stage is Stage.START:
            return gettext("The review of your goals at the start is open until %(day)s.") % words
        if self.stage is Stage.MIDDLE:
            return gettext("The half-way review of your goals is open until %(day)s.") % words
        if self.stage is Stage.END:
            return gettext("The review of your goals at the end is open until %(day)s.") % words
        return gettext("A review of your goals is open until %(day)s.") % words


@dataclass(frozen=True)
class GoalsAhead:
    """The reader's active goals: those with something to do first, by day, then the oldest; `more` are not shown.

    address: of the page of the first of them; empty where `with_address` was not asked for it.
    """

    goals: tuple[GoalAhead, ...] = ()
    more: int = 0
    review: ReviewAhead | None = None
    address: str = ""

    def with_address(self) -> GoalsAhead:
        """Look up where its reader works on them."""
        return replace(self, address=host.address(self.goals[0].goal.usage_key)) if self.goals else self


#: Somebody without an active goal.
NO_GOALS = GoalsAhead()


def goals_ahead(actor: Actor, place: Place, programme: ProgrammeInfo, now: dt.datetime) -> GoalsAhead:
    """Return the actor's own goals at hand; a constant number of queries, and one where they have no active goal."""
    if programme.round.closed:
        return NO_GOALS
    mine = goals.active_goals(actor, place, programme)
    if not mine:
        return NO_GOALS
    ids = [one.goal_id for one in mine]
    standings = attainment.standings(ids)
    to_do = goals.actions_of(ids, programme.plan.today(now))
    found = [GoalAhead(one, mini(standings[one.goal_id]), _first(to_do.get(one.goal_id, ()))) for one in mine]
    found.sort(key=lambda one: (one.step is None, one.step is None or one.step.due_on is None, _day(one.step)))
    return GoalsAhead(
        goals=tuple(found[:SHOWN]),
        more=len(found[SHOWN:]),
        review=_review(actor, programme, mine, standings, now),
    )


def _first(actions: Iterable[ActionInfo]) -> ActionInfo | None:
    """Return the first that is open; they come by day."""
    return next((one for one in actions if one.open), None)


def _day(step: ActionInfo | None) -> dt.date:
    return step.due_on or dt.date.min if step else dt.date.min


def _review(
    actor: Actor,
    programme: ProgrammeInfo,
    mine: Iterable[GoalInfo],
    standings: Mapping[UUID, Standing],
    now: dt.datetime,
) -> ReviewAhead | None:
    opened = opened_now(programme, clock_for(actor.user_id, programme), now)
    if opened is None:
        return None
    left = (
        one for one in mine if all(rating.milestone != opened.milestone.id for rating in standings[one.goal_id].ratings)
    )
    first = next(left, None)
    return ReviewAhead(opened.milestone.stage, opened.last_day, first.usage_key) if first else None


__all__ = ["NO_GOALS", "GoalAhead", "GoalsAhead", "ReviewAhead", "goals_ahead"]
