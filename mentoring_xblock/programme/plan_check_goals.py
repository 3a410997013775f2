"""What an author must still mend in a plan's reviews of goals, said in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.programme.plan_check_relationship import Sentences, entries_of, ids_of
from mentoring_xblock.programme.plan_data import Plan, Span
from mentoring_xblock.programme.plan_goals import LAST_WEEK, MILESTONES_LIMIT, Stage, begins
from mentoring_xblock.programme.reading import as_number


@dataclass(frozen=True)
class _Calendar:
    """The days of a plan's own first round."""

    starts_on: dt.date
    ends_on: dt.date
    timeline: tuple[Span, ...]


def review_errors(errors: Sentences, raw: Mapping[str, Any]) -> None:
    """Add what is wrong; a plan from before there were reviews has none to mend, and is reviewed at the usual times."""
    errors.named("milestones", raw.get("milestones"), required=False, limit=MILESTONES_LIMIT)
    phases = ids_of(raw, "phases")
    for at, review in entries_of(raw, "milestones"):
        errors.choice(f"{at}.stage", review.get("stage"), [stage.value for stage in Stage])
        week, phase = review.get("week"), review.get("phase")
        if phase:
            if phase not in phases:
                errors.add(f"{at}.phase", gettext("This phase is not in the plan. Choose another one, or a week."))
        elif week is None:
            errors.add(f"{at}.week", gettext("Write the week in which this review begins, or choose a phase."))
        elif as_number(week, 0, LAST_WEEK, None) is None:
            errors.add(f"{at}.week", _outside())


def reviews_misplaced(errors: Sentences, plan: Plan) -> None:
    """Say of an otherwise sound plan which reviews never open: they begin outside it, or with another one."""
    if plan.starts_on is None or not plan.milestones:
        return
    clock = _Calendar(plan.starts_on, plan.ends_on(plan.starts_on), plan.timeline(plan.starts_on))
    begun: set[dt.date] = set()
    for index, day in enumerate(begins(plan.milestones, clock)):
        if day is None:
            errors.add(f"milestones.{index}.week", _outside())
        elif day in begun:
            errors.add(
                f"milestones.{index}.week",
                gettext("Another review begins on the same day, and only one can. Let this one begin on another day."),
            )
        else:
            begun.add(day)


def _outside() -> str:
    return gettext("This review needs a week or a phase between the programme’s beginning and its end.")


__all__ = ["review_errors", "reviews_misplaced"]
