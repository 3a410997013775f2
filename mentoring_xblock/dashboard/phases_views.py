"""The coordinator's page: moving phases forward and back, of the round or of one group, with a look at it before."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import coordinator, phases
from mentoring_xblock.dashboard.coordinator import Desk
from mentoring_xblock.dashboard.coordinator_forms import PhaseForm, PhasesForm, UndoPhaseForm
from mentoring_xblock.dashboard.coordinator_groups import Undo
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.clocks import begins_by_itself
from mentoring_xblock.groups.data import GroupInfo, State
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import stepping
from mentoring_xblock.programme.api import open_programme


class PhasesViews:
    """Mixed into `CoordinatorViews`, which has `desk_markup`, `way_back` and `_group_card`.

    The part is the element `<uid>-co-phases`, and `<uid>-g-<key>-phases` on a group's card.
    """

    phases_handlers: tuple[str, ...] = ("show_phases", "ask_phase", "begin_phase", "undo_phase")

    def phases_markup(
        self, call: Call, programme: coordinator.Programme, group: GroupInfo | None = None, **context: Any
    ) -> str:
        """Return the part about phases; empty for the round where each group has its own, and the other way round."""
        by_itself = begins_by_itself(programme.info, group.circle) if group else programme.info.non_stop
        live = group is None or group.state is State.PUBLISHED
        if by_itself is (group is None) or not live or not programme.plan.phases:
            return ""
        board = context.pop("board", None) or phases.board(programme.info, group, call.now)
        key = f"g-{group.public_id.hex[:12]}-phases" if group else "co-phases"
        values = {"board": board, "group": group, "key": key, **context}
        return self.markup("dashboard/coordinator/_phases.html", call, values)

    def _about(self, call: Call) -> tuple[coordinator.Programme, GroupInfo | None]:
        """Ask policy, and return what a call is about."""
        policy.require(Action.PHASES_MOVE, call.actor)
        programme = coordinator.Programme(open_programme(call.place))
        group_id = PhasesForm({"group": call.body.get("group")}).require()["group"]
        return programme, groups.get_group(call.actor, call.place, group_id) if group_id else None

    @learner_handler
    def show_phases(self, call: Call) -> Response:
        """Show the phases without a question."""
        programme, group = self._about(call)
        return html(self.phases_markup(call, programme, group, opened=True))

    @learner_handler
    def ask_phase(self, call: Call) -> Response:
        """Say what beginning a phase on a day would change."""
        form = PhaseForm(call.body)
        programme, group = self._about(call)
        board = phases.board(programme.info, group, call.now)
        context: dict[str, Any] = {"board": board, "form": form, "asks": True, "day": "", "along": False}
        try:
            values = form.require()
            context["along"] = values["along"]
            day = values["day"] or phases.first_choice(programme.info, group, board, values["phase"], call.now)
            context |= {"day": day.isoformat(), "phase": values["phase"]}
            if group is None:
                move = stepping.preview_move(
                    call.actor, call.place, values["phase"], day, call.now, along=values["along"]
                )
            else:
                move = groups.preview_phase(
                    programme.info, group, values["phase"], day, call.now, along=values["along"]
                )
        except Invalid as error:
            problem = next(iter(error.fields.get("day", ())), error.message)
            context |= {"phase": form.data.get("phase"), "problem": problem}
            return html(self.phases_markup(call, programme, group, **context), error.status)
        context["change"] = phases.change(
            call.actor, programme.info, move, call.now, along=values["along"], grouped=group is not None
        )
        return html(self.phases_markup(call, programme, group, **context))

    @learner_handler
    def begin_phase(self, call: Call) -> Response:
        """Do what was looked at; where somebody was faster, show the phases as they are."""
        programme, group = self._about(call)
        try:
            values = PhaseForm(call.body).require()
            asked = {"seen": values["seen"], "along": values["along"]}
            what = (values["phase"], values["day"] or programme.plan.today(call.now), call.now)
            if group is None:
                step = stepping.move_phase(call.actor, call.place, *what, **asked)
            else:
                step = groups.move_phase(call.actor, call.place, group.public_id, *what, **asked)
        except (Invalid, Conflict) as error:
            problem = next(iter(getattr(error, "fields", {}).get("day", ())), error.message)
            return html(self.phases_markup(call, programme, group, problem=problem), error.status)
        sent = {"step": step, **({"group": group.public_id} if group else {})}
        way_back = self.way_back(Undo("undo_phase", json.dumps(sent, default=str)))
        return self._stepped(call, group, done=gettext("Moved. Every page follows."), **way_back)

    @learner_handler
    def undo_phase(self, call: Call) -> Response:
        """Put the phases back to how they were before a step."""
        programme, group = self._about(call)
        values = UndoPhaseForm(call.body).require()
        try:
            if group is None:
                stepping.undo_move(call.actor, call.place, values["step"], call.now)
            else:
                groups.undo_phase(call.actor, call.place, group.public_id, values["step"], call.now)
        except (Invalid, Conflict) as error:
            return html(self.phases_markup(call, programme, group, problem=error.message), error.status)
        return self._stepped(call, group, done=gettext("The phases are as they were before."))

    def _stepped(self, call: Call, group: GroupInfo | None, **context: Any) -> Response:
        """Answer with all that follows the phases: the overview, or the group's card."""
        if group is None:
            answer = html(self.desk_markup(call, Desk.OVERVIEW, phases_context=context))
            answer.headers["HX-Retarget"] = f"#{self.uid}-co"
            return answer
        now = groups.get_group(call.actor, call.place, group.public_id)
        answer = self._group_card(call, now, phases_context=context)
        answer.headers["HX-Retarget"] = f"#{self.uid}-g-{group.public_id.hex[:12]}"
        return answer
