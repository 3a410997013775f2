"""Which review is open for somebody now, and what their goals come to at a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from mentoring_xblock.attainment.data import Attained, Change, RatingInfo, Stage, Standing
from mentoring_xblock.attainment.reading import remembered_standings
from mentoring_xblock.attainment.score import t_score
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.clocks import main_clock
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.data import Clock, ProgrammeInfo
from mentoring_xblock.programme.plan_goals import Opened, placed

#: Goals that are no goals yet, or not any more: they are counted only if they were rated.
_ASIDE = frozenset({Status.DRAFT, Status.DROPPED})


def clock_for(user_id: int, programme: ProgrammeInfo) -> Clock | None:
    """Return the calendar in which somebody's reviews are placed, as on their worksheet; two queries."""
    return main_clock(programme, groups.my_groups(user_id, programme.round.id))


def opened_now(programme: ProgrammeInfo, clock: Clock | None, now: dt.datetime) -> Opened | None:
    """Return the review whose days these are; None where there is none."""
    if clock is None:
        return None
    today = programme.plan.today(now)
    return next((one for one in placed(programme.plan.reviews, clock) if one.holds(today)), None)


def attained(actor: Actor, sheet: Sheet) -> Change:
    """Return what the actor's own goals on a worksheet come to, for their own eyes alone.

    Raises:
        NotFound: the worksheet is not theirs.
    """
    policy.require(Action.TRAIL_SEE, actor, Facts(owner_id=sheet.owner_id))
    mine = {ref.goal_id: ref.status for ref in goals.own_refs(actor, sheet)}
    return change_of(mine, remembered_standings(mine))


def attained_at(goals: Mapping[UUID, Status], standings: Mapping[UUID, Standing], stage: Stage | None) -> Attained:
    """Return what goals come to by their newest ratings of a stage, or of all stages with None.

    Args:
        goals: where each of somebody's goals stands by their own account, by public id.
    """
    rated = {goal_id: standings[goal_id].newest(stage) for goal_id in goals if goal_id in standings}
    rated = {goal_id: rating for goal_id, rating in rated.items() if rating is not None}
    counted = {goal_id for goal_id, status in goals.items() if status not in _ASIDE} | set(rated)
    return Attained(_score(rated, standings), len(rated), len(counted))


def change_of(goals: Mapping[UUID, Status], standings: Mapping[UUID, Standing]) -> Change:
    """Return how far goals have come from the start to now."""
    start, now = (attained_at(goals, standings, stage) for stage in (Stage.START, None))
    pairs = {
        goal_id: (first, last)
        for goal_id in goals
        if goal_id in standings
        and (first := standings[goal_id].newest(Stage.START)) is not None
        and (last := standings[goal_id].newest()) is not None
    }
    if all(first == last for first, last in pairs.values()):
        return Change(start, now)
    before, after = (_score({goal_id: pair[side] for goal_id, pair in pairs.items()}, standings) for side in (0, 1))
    return Change(start, now, len(pairs), before, after)


def _score(rated: Mapping[UUID, RatingInfo], standings: Mapping[UUID, Standing]) -> float | None:
    return t_score((standings[goal_id].scale.draft.weight, rating.answer.level) for goal_id, rating in rated.items())


__all__ = ["attained", "attained_at", "change_of", "clock_for", "opened_now"]
