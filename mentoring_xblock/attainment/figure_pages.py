"""What a coordinator's page says of the means of a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.attainment.data import MeanInfo, Stage
from mentoring_xblock.attainment.figures import STAGES, means
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan_goals import placed

#: A mean beyond these is told as that: one at the very end of the scale would tell what everybody said.
LOWEST, HIGHEST = 35, 65
#: Where these lie on a line across, in percent, with room for half a dot beside them.
_FROM, _TO = 4.0, 96.0

_STAGES: Mapping[Stage, Any] = {Stage.START: _("At the start"), Stage.MIDDLE: _("Half-way"), Stage.END: _("At the end")}


@dataclass(frozen=True)
class Line:
    """A stage, what is said of its mean, and where the mean lies on a line across, in percent; None without one."""

    name: str
    sentence: str
    at: float | None = None


def lines(actor: Actor, programme: ProgrammeInfo, now: dt.datetime) -> tuple[Line, ...]:
    """Return what each stage is called whose reviews have begun, and its mean, told and placed; one query.

    None where coordinators do not see numbers of goals; nor, where everybody begins by themselves, before the round is
    closed.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    fixed = {one.stage: one for one in means(actor, programme)}
    if not programme.plan.coordinator_sees["goal_counts"]:
        return ()
    shown = set(fixed) | _begun(programme, now)
    found = ((stage, fixed.get(stage)) for stage in STAGES if stage in shown)
    return tuple(Line(str(_STAGES[stage]), sentence(mean), _place(mean)) for stage, mean in found)


def _place(mean: MeanInfo | None) -> float | None:
    """Return where a mean lies between the ends of its line; one beyond what is told lies at an end."""
    if mean is None:
        return None
    told = min(max(mean.mean, LOWEST), HIGHEST)
    return round(_FROM + (_TO - _FROM) * (told - LOWEST) / (HIGHEST - LOWEST), 1)


def _begun(programme: ProgrammeInfo, now: dt.datetime) -> set[Stage]:
    if programme.non_stop:
        return {review.stage for review in programme.plan.reviews} if programme.round.closed else set()
    today = programme.plan.today(now)
    reviews = placed(programme.plan.reviews, programme.clock())
    return {opened.milestone.stage for opened in reviews if opened.first_day <= today}


def sentence(mean: MeanInfo | None) -> str:
    """Say a mean, or why there is none."""
    if mean is None:
        return gettext("Fewer than five people have rated, or the review still goes on.")
    words = {"mean": mean.mean, "people": mean.people, "low": LOWEST, "high": HIGHEST}
    if mean.mean < LOWEST:
        return gettext("The mean is under %(low)s, of %(people)s people.") % words
    if mean.mean > HIGHEST:
        return gettext("The mean is over %(high)s, of %(people)s people.") % words
    return gettext("The mean is %(mean)s, of %(people)s people.") % words


__all__ = ["HIGHEST", "LOWEST", "Line", "lines", "sentence"]
