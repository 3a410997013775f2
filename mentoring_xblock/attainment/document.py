"""What somebody's document of their own goals says of levels, of ratings, and of what all of them come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.attainment import rules
from mentoring_xblock.attainment.data import SHOWN, ScaleInfo, Standing
from mentoring_xblock.attainment.pictures import rating_words, together
from mentoring_xblock.attainment.reading import remembered_standings
from mentoring_xblock.attainment.stages import change_of
from mentoring_xblock.goals.data import GoalInfo
from mentoring_xblock.goals.document import Beside, Line, Section
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.numbers import signed


def beside(goals: Mapping[int, tuple[GoalInfo, ...]]) -> Beside:
    """Return what this room says of somebody's own goals, for their eyes alone; three queries.

    Args:
        goals: by the number of the round in which they were written.
    """
    standings = remembered_standings(goal.goal_id for mine in goals.values() for goal in mine)
    scales = {goal_id: one.scale for goal_id, one in standings.items() if one.scale}
    return Beside(
        sections={goal_id: tuple(_sections(standing)) for goal_id, standing in standings.items()},
        levels={goal_id: rules.content_of(scale.draft) for goal_id, scale in scales.items()},
        rounds={
            number: together(change_of({goal.goal_id: goal.status for goal in mine}, standings)).sentence
            for number, mine in goals.items()
            if any(standings[goal.goal_id].ratings for goal in mine if goal.goal_id in standings)
        },
    )


def _sections(standing: Standing) -> Iterator[Section]:
    if standing.scale and standing.scale.written:
        yield Section(gettext("Five levels"), tuple(_levels(standing.scale)))
    if standing.ratings:
        lines = (
            Line(f"{long_day(timezone.localtime(one.at).date())}: {rating_words(one)}", one.answer.words)
            for one in standing.ratings
        )
        yield Section(gettext("How far along?"), tuple(lines))


def _levels(scale: ScaleInfo) -> Iterator[Line]:
    for level in SHOWN:
        if scale.draft.texts.get(level, "").strip():
            yield Line(signed(level), scale.draft.texts[level])
    if scale.draft.baseline is not None:
        yield Line(gettext("Where it began"), signed(scale.draft.baseline))


__all__ = ["beside"]
