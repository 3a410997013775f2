"""The goals block: a worksheet that an author writes, and the page on which people write their goals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.assessment.settings import PartFields
from mentoring_xblock.assessment.studio import SetsPart
from mentoring_xblock.blocks.base import titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import Saved
from mentoring_xblock.goals.preview import preview
from mentoring_xblock.goals.studio import GoalsEditor
from mentoring_xblock.goals.views import TalksAboutGoals
from mentoring_xblock.goals.writing_views import WritesGoals
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.worksheets.api import writers_of
from mentoring_xblock.worksheets.studio import AsksWorksheet


def _candidates(actor: Any, place: Any) -> tuple[Candidate, ...]:
    return tuple(Candidate(goal.goal_id, goal.title, goal.updated_at) for goal in api.candidates(actor, place))


class GoalsBlock(WritesGoals, TalksAboutGoals, SetsPart, AsksWorksheet, PartFields, GradedBlock):
    """A worksheet: people write goals on it, alone and in their groups, and share their own one by one."""

    room = "goals"
    editor = GoalsEditor
    script = "goals.js"
    scripts = ("papers.js",)
    init = "MentoringGoals"
    items = Items(kind=ItemKind.GOAL, candidates=_candidates, freeze=api.freeze, clear=api.reset)
    handlers = (
        *GradedBlock.handlers,
        *WritesGoals.writing_handlers,
        *TalksAboutGoals.talk_handlers,
    )

    display_name = titled(_("Mentoring goals"))

    def setup_page(self, call: Call) -> str:
        """The worksheet, as an author set it."""
        context = preview(call.place, self.worksheet, writers_of(self.writers))
        return self.markup("goals/setup.html", call, {"intro": self.intro, **context})

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: goals", "<mentoring_goals/>")]

    def saved_goal(self, call: Call, saved: Saved) -> None:
        """A goal of one's own may complete the block; what a group writes together completes nobody's."""
        if saved.created and saved.goal.owner_id is not None:
            self.complete_if_due(call, Event.MADE, saved.count)
