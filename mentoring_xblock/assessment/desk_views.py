"""The coordinators' part about points that wait to be released."""

from __future__ import annotations

from typing import Any

from webob import Response

from mentoring_xblock.assessment import desk, release
from mentoring_xblock.assessment.forms import PointsForm, ReleaseForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes


class PointsDesk:
    """Mixed into the dashboard's block, which lists `points_handlers` among its handlers.

    The part is the element `<uid>-points`, and replaces itself.
    """

    points_handlers: tuple[str, ...] = ("list_points", "release_points")

    def points_part(self, call: Call, page: int = 1, **context: Any) -> str:
        """Return a page of the points that the reader can release.

        Raises:
            NotAllowed: the actor does not coordinate the programme.
        """
        programme = programmes.programme_of(call.place)
        return self.markup("assessment/desk.html", call, {**desk.context(call.actor, programme, page), **context})

    @learner_handler
    def list_points(self, call: Call) -> Response:
        """Show another page of them."""
        policy.require(Action.POINTS_RELEASE, call.actor)
        page = PointsForm(call.body).require()["page"]
        return html(self.points_part(call, page or 1, turned=True))

    @learner_handler
    def release_points(self, call: Call) -> Response:
        """Release those that are ticked, and say who was skipped and why."""
        policy.require(Action.POINTS_RELEASE, call.actor)
        form = ReleaseForm(call.body)
        try:
            values = form.require()
            done = release.release(call.actor, call.place, values["scores"], call.now)
        except (Invalid, Conflict) as error:
            beside = error.fields.get("scores", ()) if isinstance(error, Invalid) else ()
            problem = " ".join(beside) or error.message
            # What was not ticked stays so: the next press must not release what somebody meant to keep back.
            ticked, page = form.cleaned_data.get("scores", ()), form.cleaned_data.get("page")
            return html(self.points_part(call, page or 1, problem=problem, ticked=ticked), error.status)
        return html(self.points_part(call, values["page"] or 1, done=desk.said(done), skipped=done.skipped))
