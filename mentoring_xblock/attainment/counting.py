"""What somebody has done of what taking part asks for, and what of a goal's scale a hand-in keeps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.attainment.data import SHOWN, RatingInfo, Reached, ScaleInfo, Standing
from mentoring_xblock.attainment.reading import remembered_standings, standings
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import GoalInfo, Status
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.numbers import signed
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import says_something
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.worksheets import api as worksheets

#: Goals that somebody works on, or has worked on to an end.
_WORKED_ON = frozenset({Status.ACTIVE, Status.ACHIEVED, Status.PARTLY, Status.CHANGED})


def reached(actor: Actor, place: Place) -> Reached:
    """Return what the actor has done so far with their own goals on a published worksheet.

    A goal counts once it is or was active and everything is written that belongs to a whole one; ratings count whatever
    they say, and scores never do.
    """
    sheet = goals.open_sheet(actor, place, worksheets.from_mirror(programmes.block_info(place.usage_key)))
    mine = goals.list_goals(actor, sheet)
    ratings = [one for found in remembered_standings(goal.goal_id for goal in mine).values() for one in found.ratings]
    return Reached(
        active=sum(goal.status in _WORKED_ON and _whole(goal, sheet) for goal in mine),
        rated=any(one.answer.level is not None for one in ratings),
        reviewed=any(one.milestone for one in ratings),
    )


def _whole(goal: GoalInfo, sheet: Sheet) -> bool:
    needed = [question for question in sheet.questions if question.required]
    return all(says_something(goal.draft.answers.get(question.id, "")) for question in needed)


def frozen_parts(goal_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Return what hand-ins keep of the scales of goals that the caller has read, in the actor's language.

    Each is a list of `{"label", "text"}`: the levels, and the newest rating that counts. What a goal's owner alone
    reads, the score of all their goals together, is never among them. Three queries.
    """
    return {goal_id: _parts(standing) for goal_id, standing in standings(goal_ids).items()}


def _parts(standing: Standing) -> list[dict[str, Any]]:
    found = []
    if standing.scale and standing.scale.written:
        found.append({"label": gettext("Five levels"), "text": _levels(standing.scale)})
    newest = standing.newest()
    if newest is not None:
        found.append({"label": gettext("How far along?"), "text": _rated(newest)})
    return found


def _levels(scale: ScaleInfo) -> str:
    written = [(level, scale.draft.texts.get(level, "")) for level in SHOWN]
    # Not at the beginning of a line, where a plus and a minus would make a list.
    return "\n\n".join(f"**{signed(level)}** {text}" for level, text in written if text)


def _rated(rating: RatingInfo) -> str:
    words = {
        "level": signed(rating.answer.level),
        "day": long_day(timezone.localtime(rating.at).date()),
        "name": rating.agreed_by,
    }
    if rating.agreed_by:
        sentence = gettext("%(level)s on %(day)s, agreed with %(name)s.") % words
    else:
        sentence = gettext("%(level)s on %(day)s.") % words
    return "\n\n".join(filter(None, [sentence, rating.answer.words]))


__all__ = ["frozen_parts", "reached"]
