"""The goals block: a worksheet that an author writes, and the page on which people write their goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.assessment.part_views import TakesPart
from mentoring_xblock.assessment.settings import PartFields
from mentoring_xblock.assessment.studio import SetsPart
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment.review_views import ReviewViews
from mentoring_xblock.attainment.scale_views import ScaleViews
from mentoring_xblock.blocks.base import titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.device import DeviceViews
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.data import Saved
from mentoring_xblock.goals.preview import preview
from mentoring_xblock.goals.studio import GoalsEditor
from mentoring_xblock.goals.views import KeepsGoals, TalksAboutGoals
from mentoring_xblock.goals.writing_views import WritesGoals
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.worksheets.studio import AsksWorksheet


def _candidates(actor: Any, place: Any) -> tuple[Candidate, ...]:
    return tuple(Candidate(goal.goal_id, goal.title, goal.updated_at) for goal in api.candidates(actor, place))


def _freeze(actor: Any, place: Any, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Freeze goals with what stands beside them: their levels, the newest rating, and what is still to be done."""
    frozen = api.freeze(actor, place, ids)
    levels, steps = attainment.frozen_parts(ids), api.actions_of(ids)
    for one in frozen:
        goal_id = UUID(one["id"])
        waiting = [f"- {pages.step_line(step)}" for step in steps.get(goal_id, ()) if step.open]
        to_do = [{"label": gettext("Steps"), "text": "\n".join(waiting)}] if waiting else []
        one["parts"] = [*one["parts"], *levels.get(goal_id, ()), *to_do]
    return frozen


class GoalsBlock(
    DeviceViews,
    ScaleViews,
    ReviewViews,
    KeepsGoals,
    WritesGoals,
    TalksAboutGoals,
    SetsPart,
    AsksWorksheet,
    PartFields,
    TakesPart,
    GradedBlock,
):
    """A worksheet: people write goals on it, alone and in their groups, and share their own one by one."""

    room = "goals"
    editor = GoalsEditor
    script = "goals.js"
    scripts = ("drafts.js", "papers.js")
    init = "MentoringGoals"
    items = Items(kind=ItemKind.GOAL, candidates=_candidates, freeze=_freeze, clear=api.reset)
    handlers = (
        *GradedBlock.handlers,
        *DeviceViews.device_handlers,
        *WritesGoals.writing_handlers,
        *TalksAboutGoals.talk_handlers,
        *KeepsGoals.keeping_handlers,
        *ScaleViews.scale_handlers,
        *ReviewViews.review_handlers,
    )

    display_name = titled(_("Mentoring goals"))

    def setup_page(self, call: Call) -> str:
        """The worksheet, as an author set it."""
        context = preview(call.place, self.worksheet, self.who_writes)
        return self.markup("goals/setup.html", call, {"intro": self.intro, **context, **self.setup_context()})

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: goals", "<mentoring_goals/>")]

    def page_panels(self, call: Call, context: Mapping[str, Any]) -> dict[str, str]:
        """The parts of the page beside the worksheet."""
        goal, review = context["goal"], self.review_panel(call, context["own"])
        if goal is None:
            return {"review": review}
        return {
            "review": review,
            "scale": self.scale_panel(call, goal),
            "steps": self.steps_of(call, goal),
            "moved": self.moved_panel(call, goal),
            # Beside what a group writes together, one's own goals are another matter.
            "together": self.together_panel(call, context["own"]) if goal.group_id is None else "",
        }

    def saved_goal(self, call: Call, saved: Saved) -> None:
        """A goal of one's own may complete the block, or give points; what a group writes together does nobody's."""
        if saved.goal.owner_id is None:
            return
        if saved.created:
            self.complete_if_due(call, Event.MADE, saved.count)
        self.count_part(call)

    def rated_parts(self, call: Call, goal_ids: Iterable[UUID], *, own: bool = True) -> list[str]:
        """What follows ratings on the page, and the points that ratings of one's own may give."""
        return [*super().rated_parts(call, goal_ids, own=own), self.count_part(call) if own else ""]
