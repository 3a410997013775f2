"""The mail about a review of goals: which one, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan_goals import Opened

_GOALS = "mentoring_goals"


def frames(found: Iterable[ProgrammeInfo]) -> dict[int, Mapping[str, Any]]:
    """Return what every such mail says, for programmes by primary key; one query."""
    found = list(found)
    pages = programmes.first_blocks(found, _GOALS)
    return {one.id: programmes.leading_to(one, pages.get(one.id), "goals") for one in found}


def review_letter(
    programme: ProgrammeInfo, frame: Mapping[str, Any], user_id: int, opened: Opened, whose: object
) -> Letter:
    """Return the mail to somebody for whom a review has begun.

    Args:
        frame: of `frames`. whose: the public id of what the review is placed in, the round or a group.
    """
    context = {**frame, "stage": opened.milestone.stage.value, "until_on": opened.last_day.isoformat()}
    key = f"goal_review:{whose}:{opened.milestone.id}"
    return Letter(programme.course_key, user_id, "goal_review", context, key)


__all__ = ["frames", "review_letter"]
