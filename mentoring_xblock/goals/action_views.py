"""The goals block's handlers for what is to be done for a goal: a part of the page of its own, `<uid>-steps`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api
from mentoring_xblock.goals.action_forms import AddStepForm, ChangeStepForm, SettleStepForm, StepForm
from mentoring_xblock.goals.actions import Becomes
from mentoring_xblock.goals.data import ActionInfo, GoalInfo
from mentoring_xblock.goals.forms import PickForm
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, Invalid

#: What was done in these days stays among what is open, so that one tap takes it back.
_JUST_DONE = dt.timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """A step that is open, with the form to change it."""

    step: ActionInfo
    form: ChangeStepForm

    @property
    def key(self) -> str:
        """What tells its element ids from those of other steps on the page."""
        return self.step.action_id.hex[:12]


def steps(
    goal_id: UUID,
    found: Iterable[ActionInfo],
    now: dt.datetime,
    *,
    writes: bool = True,
    typed: AddStepForm | None = None,
    changing: tuple[UUID, ChangeStepForm] | None = None,
    done: str = "",
    problem: str = "",
) -> dict[str, Any]:
    """Return the context of a goal's steps.

    Args:
        writes: whether the reader changes them.
        typed, changing: what was typed for a new one, or for the one with this id, and was refused.
        done, problem: what has just been done, or not.
    """
    found = tuple(found)
    over = [one for one in found if not one.open]
    lately = [one for one in over if one.done_at is not None and one.done_at > now - _JUST_DONE]
    step_id, form = changing or (None, None)
    return {
        "goal_id": goal_id,
        "writes": writes,
        "waiting": tuple(
            Waiting(one, form if form and one.action_id == step_id else ChangeStepForm.of(one))
            for one in found
            if one.open
        ),
        "lately": tuple(lately),
        "past": tuple(one for one in over if one not in lately),
        "form": typed or AddStepForm(),
        "done": done,
        "problem": problem,
    }


def _known(sheet: Sheet, goal_id: UUID) -> tuple[ActionInfo, ...]:
    """Return the steps of a goal that the reader of its sheet knows of: of a group's not what was over before them."""
    since = sheet.relation.since if sheet.relation else None
    return tuple(one for one in api.actions_of([goal_id]).get(goal_id, ()) if one.known_since(since))


class ActionViews:
    """A part of `GoalsBlock`, kept beside it for size: the worksheet under the writer's hands stays as it is.

    Expects `sheet_of` (the worksheet on which the reader writes a goal) and what the block's base class gives.
    """

    action_handlers = ("add_goal_action", "change_goal_action", "settle_goal_action")

    def steps_panel(self, call: Call, goal: GoalInfo, sheet: Sheet, promises: Iterable[Any] = ()) -> str:
        """Return what is to be done for a goal; one query.

        Args:
            goal: that the reader may read; sheet: on which it stands.
            promises: what was promised in the reader's groups about it (`notes.data.ActionInfo`).
        """
        found = _known(sheet, goal.goal_id)
        if not (sheet.open or found or promises):
            return ""
        context = steps(goal.goal_id, found, call.now, writes=sheet.open)
        return self.markup("goals/_steps.html", call, {**context, "promises": tuple(promises)})

    def _steps(
        self, call: Call, template: str, sheet: Sheet, goal_id: UUID, status: int = 200, **more: Any
    ) -> Response:
        context = steps(goal_id, _known(sheet, goal_id), call.now, **more)
        return html(self.markup(f"goals/{template}", call, context), status)

    def _try(self, call: Call, form: Any, act: Callable[[Any], None], answer: Callable[..., Response]) -> Response:
        """Do what a form asks for; what can't be done stays in the form as it was typed."""
        goal_id = PickForm(call.body).require()["goal"]
        # Who does not write this goal is told so, whatever they have typed.
        sheet = self.sheet_of(call, goal_id)
        try:
            form.require()
            act(sheet)
        except (Invalid, Conflict) as error:
            if isinstance(error, Invalid):
                form.take(error)
            elif error.current is not None:
                form.data = {**form.data, "version": str(error.current.version)}
            beside = isinstance(error, Invalid) and error.fields
            return answer(sheet, goal_id, status=error.status, problem="" if beside else error.message)
        return answer(sheet, goal_id, done=gettext("It is written down."))

    @learner_handler
    def add_goal_action(self, call: Call) -> Response:
        """Write down what is to be done for a goal."""
        form = AddStepForm(call.body)

        def add(sheet: Sheet) -> None:
            values = form.cleaned_data
            api.add_action(call.actor, sheet, values["goal"], form.draft, values["once_key"], call.now)

        def answer(sheet: Sheet, goal_id: UUID, status: int = 200, **more: Any) -> Response:
            typed = form if status != 200 else None
            return self._steps(call, "_steps_part.html", sheet, goal_id, status, typed=typed, **more)

        return self._try(call, form, add, answer)

    @learner_handler
    def change_goal_action(self, call: Call) -> Response:
        """Say it in other words, or put it on another day."""
        form = ChangeStepForm(call.body)
        picked = StepForm(call.body).require()

        def change(sheet: Sheet) -> None:
            version = form.cleaned_data["version"]
            api.change_action(call.actor, sheet, picked["goal"], picked["action"], form.draft, version, call.now)

        def answer(sheet: Sheet, goal_id: UUID, status: int = 200, **more: Any) -> Response:
            changing = (picked["action"], form) if status != 200 else None
            return self._steps(call, "_steps_list.html", sheet, goal_id, status, changing=changing, **more)

        return self._try(call, form, change, answer)

    @learner_handler
    def settle_goal_action(self, call: Call) -> Response:
        """Tick it off, let it go, or take it up again."""
        values = SettleStepForm(call.body).require()
        becomes = Becomes(values["becomes"])
        sheet = self.sheet_of(call, values["goal"])
        try:
            api.settle_action(call.actor, call.place, values["goal"], values["action"], becomes, call.now)
        except Invalid as error:
            return self._steps(call, "_steps_list.html", sheet, values["goal"], error.status, problem=error.message)
        done = {
            Becomes.DONE: gettext("It is done."),
            Becomes.DROPPED: gettext("You have let it go."),
            Becomes.OPEN: gettext("It is open again."),
        }[becomes]
        return self._steps(call, "_steps_list.html", sheet, values["goal"], done=done)


__all__ = ["ActionViews", "steps"]
