"""What a coordinator's page says of the means of a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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

_STAGES: Mapping[Stage, Any] = {Stage.START: _("At the start"), Stage.MIDDLE: _("Half-way"), Stage.END: _("At the end")}


def lines(actor: Actor, programme: ProgrammeInfo, now: dt.datetime) -> tuple[tuple[str, str], ...]:
    """Return what each stage is called whose reviews have begun, and its mean in a sentence; one query.

    None where coordinators do not see numbers of goals; nor, where everybody begins by themselves, before the round is
    closed.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    fixed = {one.stage: one for one in means(actor, programme)}
    if not programme.plan.coordinator_sees["goal_counts"]:
        return ()
    shown = set(fixed) | _begun(programme, now)
    return tuple((str(_STAGES[stage]), sentence(fixed.get(stage))) for stage in STAGES if stage in shown)


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


__all__ = ["HIGHEST", "LOWEST", "lines", "sentence"]
