"""The goals block's handlers beside the worksheet: sharing, comments, and reading what somebody shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, get_language_bidi, gettext
from webob import Response

from mentoring_xblock.assessment import document as points
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment import document as levels
from mentoring_xblock.attainment.rules import content_of
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.action_views import ActionViews
from mentoring_xblock.goals.data import GoalInfo
from mentoring_xblock.goals.document import Beside, file_name
from mentoring_xblock.goals.forms import CommentForm, PickForm, ShareForm, WithdrawForm
from mentoring_xblock.goals.history_views import HistoryViews
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.notes import api as notes
from mentoring_xblock.notes.pages import ActionView


class TalksAboutGoals:
    """A part of `GoalsBlock`, kept beside it for size: the worksheet under the writer's hands stays as it is.

    Expects `_sheet`, `reading_extras` and what the block's base class gives.
    """

    talk_handlers = ("share_goal", "withdraw_goal", "comment_goal", "open_shared", "comment_shared")

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
            said = (values["share"], values["body"], values["once_key"], form.taken)
            api.comment(call.actor, call.place, values["goal"], *said)
        except (Invalid, Conflict) as error:
            form.add_error("body", error.message)
            return answer(call, values["goal"], status=error.status, typed=form)
        return answer(call, values["goal"], done=gettext("Sent."))

    def _reading(
        self, call: Call, goal_id: UUID, status: int = 200, typed: CommentForm | None = None, done: str = ""
    ) -> Response:
        shared = api.read_shared(call.actor, call.place, goal_id)
        context = {
            "reading": pages.reading(shared, typed),
            "standing": self.reading_extras(call, shared),
            "comment_url": self.urls()["comment_shared"],
            "done": done,
            "opened": True,
        }
        return html(self.markup("goals/_read.html", call, context), status)


class KeepsGoals(HistoryViews, ActionViews):
    """What a goal said before, what is to be done for it, and all of somebody's goals as a document to keep.

    A part of `GoalsBlock`. Stands here because it draws on every room that keeps something beside a goal.
    """

    keeping_handlers = (*HistoryViews.history_handlers, *ActionViews.action_handlers, "open_document")

    def levels_now(self, goal_id: UUID) -> Mapping[str, Any] | None:
        """The goal's five levels, to compare earlier ones with."""
        standing = attainment.remembered_standings([goal_id]).get(goal_id)
        return content_of(standing.scale.draft) if standing and standing.scale else None

    def steps_of(self, call: Call, goal: GoalInfo) -> str:
        """Return what is to be done for a goal, and what was promised for it in the reader's groups."""
        laid = self.laid(call)
        known = {sheet.relation.group.id: sheet.relation for sheet in laid.together}
        promises = notes.promised_for(known.values(), goal.goal_id, call.now) if known else ()
        names = {member: one.name(member) for one in known.values() for member in one.user_ids}
        said = [ActionView(one, names.get(one.owner_id, "")) for one in promises]
        return self.steps_panel(call, goal, laid.of(goal.group_id), said)

    @learner_handler
    def open_document(self, call: Call) -> Response:
        """All of one's own goals in the programme as one file, which needs nothing else to be read."""

        def beside(goals: Mapping[int, tuple[GoalInfo, ...]]) -> Beside:
            said, given = levels.beside(goals), points.points_on(call.actor, call.place)
            ids = {goal.goal_id for mine in goals.values() for goal in mine}
            return replace(said, sections={one: (*said.sections.get(one, ()), *given.get(one, ())) for one in ids})

        found = api.document(call.actor, call.place, call.now, beside)
        context = {"document": found, "language": get_language(), "right_to_left": get_language_bidi()}
        return data({"name": file_name(found.made_on), "text": self.markup("goals/document.html", call, context)})
