"""Reading scales and ratings of goals that the caller has read; the same number of queries however many goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from mentoring_xblock import host
from mentoring_xblock.attainment import rules
from mentoring_xblock.attainment.data import Answer, RatingInfo, ScaleDraft, ScaleInfo, Stage, Standing
from mentoring_xblock.attainment.models import GoalRating, Scale
from mentoring_xblock.kit.remembering import remembered


def standings(goal_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Return the scales and ratings of goals by public id; a goal that has neither is there as well. Two queries
    beside those for names.

    It asks no policy: whoever reads a goal reads how far it has come, and the caller has read these.
    """
    goal_ids = list(goal_ids)
    if not goal_ids:
        return {}
    scales = {
        row.goal.public_id: scale_info(row, row.goal.public_id)
        for row in Scale.objects.filter(goal__public_id__in=goal_ids)
        .select_related("goal")
        .only(*_SCALE, "goal__public_id")
    }
    rows = list(
        GoalRating.objects.filter(goal__public_id__in=goal_ids)
        .select_related("goal")
        .only(*_RATING, "goal__public_id", "goal__group_id")
        .order_by("created_at", "pk")
    )
    people = _people(rows)
    groups = {row.goal.public_id: row.goal.group_id for row in rows}
    ratings = defaultdict(list)
    for row in rows:
        goal_id = row.goal.public_id
        ratings[goal_id].append(rating_info(row, goal_id, scales.get(goal_id), people))
    return {
        goal_id: Standing(goal_id, scales.get(goal_id), tuple(ratings[goal_id]), groups.get(goal_id))
        for goal_id in goal_ids
    }


def remembered_standings(goal_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Return the same, read once in a call however many parts of its page ask."""
    goal_ids, known = list(goal_ids), _known()
    known.update(standings(goal_id for goal_id in dict.fromkeys(goal_ids) if goal_id not in known))
    return {goal_id: known[goal_id] for goal_id in goal_ids}


def forget_standing(goal_id: UUID) -> None:
    """Let the next part of the page read anew what was just written about a goal."""
    _known().pop(goal_id, None)


def _known() -> dict[UUID, Standing]:
    return remembered("attainment.standings", dict)


_SCALE = ("levels", "baseline", "weight", "version", "means_from", "goal_id")
_RATING = (
    "public_id",
    "created_at",
    "goal_id",
    "rater_id",
    "stage",
    "milestone",
    "level",
    "words",
    "scale_version",
    "agreed_by_id",
    "agreed_at",
)


def scale_info(row: Scale, goal_id: UUID) -> ScaleInfo:
    """Return a scale as it stands; no query."""
    draft = draft_of(row)
    return ScaleInfo(goal_id, draft, row.version, row.means_from, rules.problems(draft.texts))


def draft_of(row: Scale) -> ScaleDraft:
    """Return what is written on a scale."""
    return ScaleDraft(rules.texts_in(row.levels), row.baseline, row.weight)


def rating_info(row: GoalRating, goal_id: UUID, scale: ScaleInfo | None, people: dict[int, host.Person]) -> RatingInfo:
    """Return a rating; it counts if it has a level of a whole scale that means what it meant then. No query."""
    counts = row.level is not None and scale is not None and scale.whole and row.scale_version >= scale.means_from
    return RatingInfo(
        rating_id=row.public_id,
        goal_id=goal_id,
        stage=Stage(row.stage),
        milestone=row.milestone,
        answer=Answer(row.level, row.words),
        at=row.created_at,
        rater_id=row.rater_id,
        rater=_name(row.rater_id, people),
        counts=counts,
        agreed_by=_name(row.agreed_by_id, people),
        agreed_at=row.agreed_at,
    )


def standing_of(goal_pk: int, goal_id: UUID) -> Standing:
    """Return the standing of one goal by its primary key, as it is in this transaction; queries as above."""
    row = Scale.objects.filter(goal_id=goal_pk).first()
    scale = scale_info(row, goal_id) if row else None
    rows = list(GoalRating.objects.filter(goal_id=goal_pk).order_by("created_at", "pk"))
    people = _people(rows)
    return Standing(goal_id, scale, tuple(rating_info(one, goal_id, scale, people) for one in rows))


def _people(rows: Iterable[GoalRating]) -> dict[int, host.Person]:
    known = {user_id for row in rows for user_id in (row.rater_id, row.agreed_by_id) if user_id is not None}
    return host.people(known) if known else {}


def _name(user_id: int | None, people: dict[int, host.Person]) -> str:
    person = people.get(user_id) if user_id is not None else None
    return person.full_name if person else ""
