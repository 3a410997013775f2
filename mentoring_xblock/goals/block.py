"""The goals block: a worksheet that an author writes, and the page on which mentees write their goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _
from webob import Response

from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.assessment.settings import PartFields
from mentoring_xblock.blocks.base import titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.forms import PickForm
from mentoring_xblock.goals.views import TalksAboutGoals
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.worksheets.studio import AsksWorksheet


def _candidates(actor: Any, place: Any) -> tuple[Candidate, ...]:
    return tuple(Candidate(goal.goal_id, goal.title, goal.updated_at) for goal in api.candidates(actor, place))


class GoalsBlock(TalksAboutGoals, AsksWorksheet, PartFields, GradedBlock):
    """A worksheet: mentees write goals on it, one by one, and share them one by one."""

    room = "goals"
    script = "goals.js"
    scripts = ("papers.js",)
    init = "MentoringGoals"
    items = Items(kind=ItemKind.GOAL, candidates=_candidates, freeze=api.freeze, clear=api.reset)
    handlers = (
        *GradedBlock.handlers,
        "new_goal",
        "open_goal",
        "save_goal",
        "join_goal",
        "delete_goal",
        "restore_goal",
        *TalksAboutGoals.talk_handlers,
    )

    display_name = titled(_("Mentoring goals"))

    # ---- pages ----

    def page(self, call: Call) -> str:
        """The goals of a mentee, or a sentence for everybody else."""
        return self._page(call, pages.home(call.actor, self._sheet(call)))

    def setup_page(self, call: Call) -> str:
        """The worksheet, as an author set it."""
        return self.markup("goals/setup.html", call, {"intro": self.intro, "sheet": self.worksheet})

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: goals", "<mentoring_goals/>")]

    def _sheet(self, call: Call) -> Sheet:
        return api.open_sheet(call.actor, call.place, self.worksheet)

    def _page(self, call: Call, context: Mapping[str, Any]) -> str:
        return self.markup("goals/page.html", call, {"intro": self.intro, **context, **self.panel_context(call)})

    def _answer(self, call: Call, context: Mapping[str, Any], status: int = 200, **more: Any) -> Response:
        return html(self._page(call, {**context, **more}), status)

    # ---- writing ----

    @learner_handler
    def new_goal(self, call: Call) -> Response:
        """An empty worksheet; the goal comes to be when it is saved."""
        return self._answer(call, pages.home(call.actor, self._sheet(call), blank=True), opened=True)

    @learner_handler
    def open_goal(self, call: Call) -> Response:
        """One of one's own goals; after a conflict this leaves the text that stands, and the other one is kept."""
        sheet = self._sheet(call)
        goal = api.get_goal(call.actor, sheet, PickForm(call.body).require()["goal"])
        return self._answer(call, pages.home(call.actor, sheet, goal.goal_id), opened=True)

    @learner_handler
    def save_goal(self, call: Call) -> Response:
        """Save a goal, finished or not; what can't be saved stays as it was typed."""
        sheet = self._sheet(call)
        form, goal_id = pages.read_form(call.actor, sheet, call.body)
        try:
            values = form.require()
            saved = api.save_goal(
                call.actor, sheet, goal_id, form.draft, values["version"], values["once_key"], joined=values["joined"]
            )
        except (Invalid, Conflict, NotFound) as error:
            return self._answer(call, pages.refused(call.actor, sheet, form, goal_id, error), error.status)
        self.touched = True
        if saved.created:
            self.complete_if_due(call, Event.MADE, saved.count)
        return self._answer(call, pages.home(call.actor, sheet, saved.goal.goal_id), saved=True)

    @learner_handler
    def join_goal(self, call: Call) -> Response:
        """After a conflict: go on with both texts in one; nothing is saved until the writer saves."""
        sheet = self._sheet(call)
        form, goal_id = pages.read_form(call.actor, sheet, call.body)
        try:
            form.require()
            context = pages.joining(call.actor, sheet, form, goal_id)
        except (Invalid, NotFound) as error:
            return self._answer(call, pages.refused(call.actor, sheet, form, goal_id, error), error.status)
        return self._answer(call, context)

    @learner_handler
    def delete_goal(self, call: Call) -> Response:
        """Put a goal into the bin; the page offers to bring it back."""
        sheet = self._sheet(call)
        gone = api.delete_goal(call.actor, sheet, PickForm(call.body).require()["goal"])
        return self._answer(call, pages.home(call.actor, sheet), deleted=gone)

    @learner_handler
    def restore_goal(self, call: Call) -> Response:
        """Bring a goal back from the bin."""
        sheet = self._sheet(call)
        goal = api.restore_goal(call.actor, sheet, PickForm(call.body).require()["goal"])
        return self._answer(call, pages.home(call.actor, sheet, goal.goal_id), opened=True, restored=True)
