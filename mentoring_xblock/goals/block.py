"""The goals block: a worksheet that an author writes, and the page on which mentees write their goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from webob import Response
from xblock.fields import Dict, List, Scope

from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.blocks.base import titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.questions import AsksQuestions
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.forms import CommentForm, PickForm, ShareForm, WithdrawForm
from mentoring_xblock.goals.worksheet import SMART, Sheet, questions_of
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.privacy.audit import ItemKind


def _candidates(actor: Any, place: Any) -> tuple[Candidate, ...]:
    return tuple(Candidate(goal.goal_id, goal.title, goal.updated_at) for goal in api.candidates(actor, place))


class GoalsBlock(AsksQuestions, GradedBlock):
    """A worksheet: mentees write goals on it, one by one, and share them one by one."""

    room = "goals"
    script = "goals.js"
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
        "share_goal",
        "withdraw_goal",
        "comment_goal",
        "open_shared",
        "comment_shared",
    )

    display_name = titled(_("Mentoring goals"))
    questions = List(
        display_name=_("Questions"),
        help=_("What the worksheet asks. What was answered stays when a question is removed."),
        scope=Scope.content,
        default=SMART,
    )
    intro = Dict(display_name=_("Introduction"), help=_("Shown above the goals."), scope=Scope.content, default={})

    def index_texts(self) -> Mapping[str, str]:
        """Return the introduction and the questions, which their author wrote."""
        asked = questions_of(self.questions)
        return {"intro": pick(self.intro), "questions": " ".join(pick(one.label) for one in asked)}

    # ---- pages ----

    def page(self, call: Call) -> str:
        """The goals of a mentee, or a sentence for everybody else."""
        return self._page(call, pages.home(call.actor, self._sheet(call)))

    def setup_page(self, call: Call) -> str:
        """The worksheet, as an author set it."""
        return self.markup("goals/setup.html", call, {"intro": self.intro, "questions": questions_of(self.questions)})

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: goals", "<mentoring_goals/>")]

    def _sheet(self, call: Call) -> Sheet:
        return api.open_sheet(call.actor, call.place, questions_of(self.questions))

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

    # ---- sharing and talking: the worksheet under the writer's hands stays as it is ----

    def _side(self, call: Call, goal_id: UUID, status: int = 200, **more: Any) -> Response:
        context = pages.side(call.actor, self._sheet(call), goal_id, **more)
        return html(self.markup("goals/_side.html", call, context), status)

    @learner_handler
    def share_goal(self, call: Call) -> Response:
        """Give a goal to one's mentor, or to one's group."""
        values = ShareForm(call.body).require()
        api.share_goal(call.actor, call.place, values["goal"], values["group"], values["audience"])
        return self._side(call, values["goal"], done=gettext("Shared. It can be read from now on."))

    @learner_handler
    def withdraw_goal(self, call: Call) -> Response:
        """Take a share back."""
        values = WithdrawForm(call.body).require()
        api.withdraw_goal(call.actor, call.place, values["goal"], values["share"])
        return self._side(call, values["goal"], done=gettext("Withdrawn. Nobody reads it by that share any more."))

    @learner_handler
    def comment_goal(self, call: Call) -> Response:
        """Say something below one of one's own goals."""
        return self._comment(call, self._side, lambda id_: api.get_goal(call.actor, self._sheet(call), id_))

    @learner_handler
    def open_shared(self, call: Call) -> Response:
        """A goal that somebody shares; its owner's trail tells that it was read."""
        opened = api.open_shared(call.actor, call.place, PickForm(call.body).require()["goal"])
        return self._reading(call, opened.goal.goal_id)

    @learner_handler
    def comment_shared(self, call: Call) -> Response:
        """Say something below a goal that somebody shares."""
        return self._comment(call, self._reading, lambda id_: api.read_shared(call.actor, call.place, id_))

    def _comment(self, call: Call, answer: Callable[..., Response], meant: Callable[[UUID], Any]) -> Response:
        values = (form := CommentForm(call.body)).require()
        meant(values["goal"])  # before anything is written: the answer shows a goal of this side only
        try:
            api.comment(call.actor, call.place, values["goal"], values["share"], values["body"], values["once_key"])
        except (Invalid, Conflict) as error:
            form.add_error("body", error.message)
            return answer(call, values["goal"], status=error.status, typed=form)
        return answer(call, values["goal"], done=gettext("Sent."))

    def _reading(
        self, call: Call, goal_id: UUID, status: int = 200, typed: CommentForm | None = None, done: str = ""
    ) -> Response:
        reading = pages.reading(api.read_shared(call.actor, call.place, goal_id), typed)
        context = {"reading": reading, "comment_url": self.urls()["comment_shared"], "done": done, "opened": True}
        return html(self.markup("goals/_read.html", call, context), status)
