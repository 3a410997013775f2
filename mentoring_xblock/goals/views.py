"""The goals block's handlers beside the worksheet: sharing, comments, and reading what somebody shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.forms import CommentForm, PickForm, ShareForm, WithdrawForm
from mentoring_xblock.kit.errors import Conflict, Invalid


class TalksAboutGoals:
    """A part of `GoalsBlock`, kept beside it for size: the worksheet under the writer's hands stays as it is.

    Expects `_sheet` and what the block's base class gives.
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
