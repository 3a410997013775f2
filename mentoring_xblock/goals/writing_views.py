"""The goals block's page and its handlers of writing: one's own goals, those of one's groups, and taking one along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.data import GoalInfo, Saved
from mentoring_xblock.goals.forms import MeantForm, PickForm, TakeForm
from mentoring_xblock.goals.opening import Laid
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.remembering import remembered


class WritesGoals:
    """A part of `GoalsBlock`, kept beside it for size: everything that replaces the whole page.

    Expects the fields of a worksheet (`worksheets.studio.AsksWorksheet`) and what the block's base class gives.
    """

    writing_handlers = (
        "new_goal",
        "open_goal",
        "save_goal",
        "join_goal",
        "delete_goal",
        "restore_goal",
        "take_along",
    )

    # ---- what other parts of the page take part in ----

    def page_panels(self, call: Call, context: Mapping[str, Any]) -> dict[str, str]:
        """Return the parts of the page that other rooms draw, by the names that `goals/page.html` has for them."""
        return {}

    def scale_lines(self, call: Call, goal_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """Return small pictures of how far goals have come, for the tabs."""
        return {}

    def levels_written(self, call: Call, goal: GoalInfo) -> int | None:
        """Return how many of its five levels a goal has; None where they do not belong to a whole goal."""
        return None

    def copy_beside(self, from_pk: int, to_pk: int) -> None:
        """Copy what other rooms keep beside a goal to the one that was taken along from it."""

    def saved_goal(self, call: Call, saved: Saved) -> None:
        """Hear that a goal was saved."""

    # ---- which worksheet ----

    def laid(self, call: Call) -> Laid:
        """Return what lies before the reader, looked up once in a call."""
        place = call.place
        key = ("goals laid", call.actor, place.usage_key)
        return remembered(key, lambda: api.lay_out(call.actor, place, self.worksheet, self.who_writes))

    def _sheet(self, call: Call) -> Sheet:
        """Return the reader's own worksheet, which may be nobody's."""
        return self.laid(call).own

    def sheet_of(self, call: Call, goal_id: UUID) -> Sheet:
        """Return the worksheet on which a goal stands, the reader's own or their group's.

        Raises:
            NotFound: the goal is on neither.
        """
        sheet = api.sheet_of(self.laid(call), goal_id)
        api.get_goal(call.actor, sheet, goal_id)
        return sheet

    # ---- the page ----

    def page(self, call: Call) -> str:
        """The goals of somebody and of their groups, or a sentence for everybody else."""
        return self._page(call, pages.home(call.actor, self.laid(call)))

    def _page(self, call: Call, context: Mapping[str, Any]) -> str:
        goal = context["goal"]
        written = self.levels_written(call, goal) if goal else None
        if written is not None:
            context = {**context, "goal": pages.with_levels(goal, written)}
        context = pages.with_lines(context, self.scale_lines(call, pages.goal_ids(context)))
        more = {"panels": self.page_panels(call, context), **self.panel_context(call)}
        return self.markup("goals/page.html", call, {"intro": self.intro, **context, **more})

    def _answer(self, call: Call, context: Mapping[str, Any], status: int = 200, **more: Any) -> Response:
        return html(self._page(call, {**context, **more}), status)

    # ---- handlers ----

    @learner_handler
    def new_goal(self, call: Call) -> Response:
        """An empty worksheet, one's own or a group's; the goal comes to be when it is saved."""
        laid = self.laid(call)
        sheet = api.sheet_of(laid, None, MeantForm(call.body).require()["group"])
        return self._answer(call, pages.home(call.actor, laid, blank=sheet.takes_new, on=sheet), opened=True)

    @learner_handler
    def open_goal(self, call: Call) -> Response:
        """One of the goals; after a conflict this leaves the text that stands, and the other one is kept."""
        goal_id = PickForm(call.body).require()["goal"]
        self.sheet_of(call, goal_id)
        return self._answer(call, pages.home(call.actor, self.laid(call), goal_id), opened=True)

    @learner_handler
    def save_goal(self, call: Call) -> Response:
        """Save a goal, finished or not; what can't be saved stays as it was typed."""
        laid = self.laid(call)
        sheet, form, goal_id = pages.read_form(call.actor, laid, call.body)
        try:
            values = form.require()
            saved = api.save_goal(
                call.actor, sheet, goal_id, form.draft, values["version"], values["once_key"], joined=values["joined"]
            )
        except (Invalid, Conflict, NotFound) as error:
            return self._answer(call, pages.refused(call.actor, laid, sheet, form, goal_id, error), error.status)
        self.touched = True
        self.saved_goal(call, saved)
        return self._answer(call, pages.home(call.actor, laid, saved.goal.goal_id), saved=True)

    @learner_handler
    def join_goal(self, call: Call) -> Response:
        """After a conflict: go on with both texts in one; nothing is saved until the writer saves."""
        laid = self.laid(call)
        sheet, form, goal_id = pages.read_form(call.actor, laid, call.body)
        try:
            form.require()
            context = pages.joining(call.actor, laid, sheet, form, goal_id)
        except (Invalid, NotFound) as error:
            return self._answer(call, pages.refused(call.actor, laid, sheet, form, goal_id, error), error.status)
        return self._answer(call, context)

    @learner_handler
    def delete_goal(self, call: Call) -> Response:
        """Put a goal into the bin; the page offers to bring it back."""
        laid, goal_id = self.laid(call), PickForm(call.body).require()["goal"]
        gone = api.delete_goal(call.actor, api.sheet_of(laid, goal_id), goal_id)
        return self._answer(call, pages.home(call.actor, laid), deleted=gone)

    @learner_handler
    def restore_goal(self, call: Call) -> Response:
        """Bring a goal back from the bin."""
        laid, goal_id = self.laid(call), PickForm(call.body).require()["goal"]
        goal = api.restore_goal(call.actor, api.sheet_of(laid, goal_id), goal_id)
        return self._answer(call, pages.home(call.actor, laid, goal.goal_id), opened=True, restored=True)

    @learner_handler
    def take_along(self, call: Call) -> Response:
        """Begin anew with a goal of an earlier round, which stays as it is."""
        laid, values = self.laid(call), TakeForm(call.body).require()
        goal = api.take_along(call.actor, laid.own, values["goal"], values["once_key"], self.copy_beside)
        self.touched = True
        context = pages.home(call.actor, laid, goal.goal_id)
        self.saved_goal(call, Saved(goal, created=True, count=len(context["listed"])))
        return self._answer(call, context, opened=True, taken=True)


__all__ = ["WritesGoals"]
