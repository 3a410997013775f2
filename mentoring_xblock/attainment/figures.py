"""Means for coordinators: at most three numbers a round, each over five people or more, and each fixed once.

See the decision “A mean is fixed once, and there are three of them”. A mean is worked out when the days of its reviews
are over and never again, so that no two of them are over nearly the same people at the same stage: nothing that is told
can be subtracted from anything else that is told to leave one person.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from mentoring_xblock.attainment import rules
from mentoring_xblock.attainment.data import MeanInfo, Stage
from mentoring_xblock.attainment.models import Figure, GoalRating, Scale
from mentoring_xblock.attainment.score import round_half_up, t_score
from mentoring_xblock.groups.beside import been_beside
from mentoring_xblock.groups.clocks import clock_of
from mentoring_xblock.groups.own_days import groups_by_person
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Clock, ProgrammeInfo, Role
from mentoring_xblock.programme.plan_goals import AFTERWARDS, placed

#: The stages that have a mean, in their order. What is rated in between has none, and there is none of the change.
STAGES = (Stage.START, Stage.MIDDLE, Stage.END)
#: A mean is over so many people, or there is none.
LEAST = 5
#: A closed round is looked at for so long: its last review may go on after it, and the job may have stood still.
_LOOKED_AT = AFTERWARDS + dt.timedelta(days=7)


# ---- the rule ----


def stages_over(programme: ProgrammeInfo, now: dt.datetime, clocks: Iterable[Clock] = ()) -> tuple[Stage, ...]:
    """Return the stages of the programme's round whose last reviews are over, for everybody in it.

    In a round that was closed before their days were, they are over as long after its close as the last review stays
    open after the end. Where everybody begins by themselves they are over when the round is closed.

    Args:
        clocks: those that people have of their groups, beside the round's.
    """
    plan, round_ = programme.plan, programme.round
    closed_on = plan.today(round_.closed_at) if round_.closed_at is not None else None
    if programme.non_stop:
        found = {review.stage for review in plan.reviews} if closed_on is not None else set()
        return tuple(stage for stage in STAGES if stage in found)
    lasts: dict[Stage, dt.date] = {}
    for clock in (programme.clock(), *clocks):
        for opened in placed(plan.reviews, clock):
            stage = opened.milestone.stage
            lasts[stage] = max(lasts.get(stage, opened.last_day), opened.last_day)
    if closed_on is not None:
        lasts = {stage: min(last_day, closed_on + AFTERWARDS) for stage, last_day in lasts.items()}
    today = plan.today(now)
    return tuple(stage for stage in STAGES if stage in lasts and lasts[stage] < today)


def to_fix(
    fixed: Collection[Stage],
    over: Iterable[Stage],
    scores: Mapping[Stage, Mapping[int, float]],
    apart: Collection[int],
) -> tuple[MeanInfo, ...]:
    """Return the means that can be told from now on.

    Args:
        fixed: the stages that have theirs already, which stays as it is.
        over: the stages whose reviews are over.
        scores: T-scores by account, at each stage.
        apart: accounts that coordinators may know the scores of, and so are in no mean.
    """
    found = []
    for stage in over:
        values = [score for user_id, score in scores.get(stage, {}).items() if user_id not in apart]
        if stage not in fixed and len(values) >= LEAST:
            found.append(MeanInfo(stage, round_half_up(math.fsum(values) / len(values)), len(values)))
    return tuple(found)


# ---- fixing ----


def fix_due(now: dt.datetime) -> int:
    """Fix every mean that is due and not fixed, in every course; returns how many were. It asks no policy: for the job.

    A constant number of queries for each round with a mean that is due. Two at once fix each mean once.
    """
    count = 0
    for batch in programmes.each_round(now - _LOOKED_AT):
        fixed = _fixed([one.round.id for one in batch])
        for programme in batch:
            over = _over(programme, fixed[programme.round.id], now)
            if over:
                count += _fix(programme, over, fixed[programme.round.id], now)
    return count


def fix_round(programme: ProgrammeInfo, now: dt.datetime) -> int:
    """Fix the means that are due when a round is closed now; returns how many were. In the caller's transaction."""
    programme = replace(programme, round=replace(programme.round, closed_at=now))
    fixed = _fixed([programme.round.id])[programme.round.id]
    over = _over(programme, fixed, now)
    return _fix(programme, over, fixed, now) if over else 0


def _over(programme: ProgrammeInfo, fixed: Collection[Stage], now: dt.datetime) -> set[Stage]:
    """Return the stages that are over for everybody and have no mean; no query where none is by the round's days."""
    over = set(stages_over(programme, now)) - set(fixed)
    if not over or programme.non_stop:
        return over
    groups = {group.id: group for group in groups_by_person([programme])[programme.round.id].values()}
    return over & set(stages_over(programme, now, [clock_of(programme, group) for group in groups.values()]))


def _fix(programme: ProgrammeInfo, over: Collection[Stage], fixed: Collection[Stage], now: dt.datetime) -> int:
    round_id = programme.round.id
    by_role = programmes.accounts_by_role([round_id])[round_id]
    people = by_role.get(Role.MENTEE, frozenset()) | by_role.get(Role.PEER, frozenset())
    scores = _scores(round_id, over, people)
    if all(len(found) < LEAST for found in scores.values()):
        return 0
    apart = frozenset().union(*been_beside(programmes.coordinator_ids(programme.id)).values())
    rows = [
        Figure(round_id=round_id, stage=one.stage.value, people=one.people, mean=one.mean, fixed_at=now)
        for one in to_fix(fixed, [stage for stage in STAGES if stage in over], scores, apart)
    ]
    # Another run may have fixed one a moment ago: then that one stands.
    Figure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _fixed(round_ids: Sequence[int]) -> dict[int, frozenset[Stage]]:
    found: dict[int, set[Stage]] = {round_id: set() for round_id in round_ids}
    for round_id, stage in Figure.objects.filter(round__in=round_ids).values_list("round_id", "stage"):
        found[round_id].add(Stage(stage))
    return {round_id: frozenset(stages) for round_id, stages in found.items()}


def _scores(round_id: int, stages: Collection[Stage], people: Collection[int]) -> dict[Stage, dict[int, float]]:
    """Return the T-scores of people at stages of a round, over their goals on all of its worksheets; two queries."""
    scales = {
        goal_pk: (owner_id, weight, means_from)
        for goal_pk, owner_id, levels, weight, means_from in _own(Scale.objects, round_id)
        .values_list("goal_id", "goal__owner_id", "levels", "weight", "means_from")
        .iterator()
        if owner_id in people and not rules.problems(rules.texts_in(levels))
    }
    newest: dict[tuple[Stage, int], int] = {}
    ratings = _own(GoalRating.objects, round_id).filter(
        stage__in=[stage.value for stage in stages], level__isnull=False
    )
    for goal_pk, stage, level, version in (
        ratings.exclude(level=None)
        .order_by("created_at", "pk")
        .values_list("goal_id", "stage", "level", "scale_version")
        .iterator()
    ):
        if goal_pk in scales and version >= scales[goal_pk][2]:
            newest[Stage(stage), goal_pk] = level
    pairs: dict[tuple[Stage, int], list[tuple[float, int]]] = defaultdict(list)
    for (stage, goal_pk), level in newest.items():
        owner_id, weight, _means_from = scales[goal_pk]
        pairs[stage, owner_id].append((weight, level))
    found: dict[Stage, dict[int, float]] = {stage: {} for stage in stages}
    for (stage, owner_id), rated in pairs.items():
        score = t_score(rated)
        if score is not None:
            found[stage][owner_id] = score
    return found


def _own(rows: Any, round_id: int) -> QuerySet:
    """Return what stands beside people's own goals of a round that are in no bin."""
    return rows.filter(goal__round_id=round_id, goal__owner__isnull=False, goal__deleted_at=None)


# ---- telling ----


def means(actor: Actor, programme: ProgrammeInfo) -> tuple[MeanInfo, ...]:
    """Return the means of the programme's round that are fixed, in the order of their stages; one query.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    policy.require(Action.OVERVIEW_SEE, actor)
    rows = {Stage(row.stage): row for row in Figure.objects.filter(round_id=programme.round.id)}
    return tuple(MeanInfo(stage, rows[stage].mean, rows[stage].people) for stage in STAGES if stage in rows)


__all__ = ["LEAST", "STAGES", "fix_due", "fix_round", "means", "stages_over", "to_fix"]
