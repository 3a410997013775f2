"""Mails about goals: who asks for another look or agrees, and never about which goal, nor in which words."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.sharing.models import Stance


def tell_answered(row: Goal, by: int, stance: Stance, now: dt.datetime, *, rating: bool = False) -> int:
    """Tell a goal's owner that a reader asks for another look, or agrees; at most once a day for each goal.

    Call it in the transaction of what it tells. Nobody is told of what they said themselves, or of a group's goal.

    Args:
        rating: whether it is about how the goal was rated.
    """
    if row.owner_id is None or row.owner_id == by:
        return 0
    programme = programmes.programmes_by_id([row.round.programme_id])[row.round.programme_id]
    context = {
        **programmes.leading_to(programme, row.usage_key, "goals"),
        "by": {"people": [by]},
        "stance": stance.value,
        "rating": rating,
    }
    key = f"goal_answered:{row.public_id}:{programme.plan.today(now)}"
    return notifications.queue(row.course_key, [row.owner_id], "goal_answered", context, key)
