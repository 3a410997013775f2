"""The handlers with which a mentor reads a hand-in and gives points, for the block that shows a mentor's page."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import HandInDetail
from mentoring_xblock.assessment.forms import AgainForm, HandInIdForm, ScoreForm, WithdrawForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid

#: What the page hears when points have changed, so that it can refresh what it counts.
CHANGED = "mn-scored"


class ScoresHandIns:
    """Mixed into a `MentoringBlock`, which lists its handlers as `(*ScoresHandIns.handlers, ...)`.

    Each answers with `assessment/_read.html`, a part with the id `<uid>-reading` that replaces itself; the page holds
    an empty element of that id, and opens a hand-in by posting `{"hand_in": <id>}` to `open_hand_in`.
    """

    handlers = ("open_hand_in", "give_score", "withdraw_score", "ask_again")

    @learner_handler
    def open_hand_in(self, call: Call) -> Response:
        """Show a hand-in, and write into its author's trail that it was opened."""
        detail = self._detail(call, HandInIdForm(call.body).require()["hand_in"])
        api.mark_opened(call.actor, detail)
        return self._reading(call, detail)

    @learner_handler
    def give_score(self, call: Call) -> Response:
        """Give points, and show the hand-in as it is then; on an error, what was typed stays."""
        hand_in_id = HandInIdForm(call.body).require()["hand_in"]
        form = ScoreForm(call.body, detail=self._detail(call, hand_in_id))
        try:
            values = form.require()
        except Invalid as error:
            return self._reading(call, self._detail(call, hand_in_id), form=form, error=error)
        try:
            api.give_score(
                call.actor,
                call.place,
                hand_in_id,
                values.get("points"),
                values["feedback"],
                values["replaces"],
                form.marks,
            )
        except (Invalid, Conflict) as error:
            for name, sentences in getattr(error, "fields", {}).items():
                form.add_error(name, sentences)
            return self._reading(call, self._detail(call, hand_in_id), form=form, error=error)
        detail = self._detail(call, hand_in_id)
        if detail.draft:
            done = gettext("Kept as a draft. You can change it until a coordinator releases it.")
        else:
            done = gettext("The points are given. The course’s gradebook shows them at once.")
        return self._changed(self._reading(call, detail, done=done))

    @learner_handler
    def withdraw_score(self, call: Call) -> Response:
        """Withdraw the points that stood when the page was shown, and show the hand-in as it is then."""
        values = WithdrawForm(call.body).require()
        draft = self._detail(call, values["hand_in"]).draft
        try:
            api.withdraw_score(call.actor, call.place, values["hand_in"], values["score"])
        except Conflict as error:
            return self._reading(call, self._detail(call, values["hand_in"]), error=error)
        if draft and draft.score_id == values["score"]:
            done = gettext("The draft is withdrawn. Nobody was told of it.")
        else:
            done = gettext("The points are withdrawn. The course’s gradebook holds none for this now.")
        return self._changed(self._reading(call, self._detail(call, values["hand_in"]), done=done))

    @learner_handler
    def ask_again(self, call: Call) -> Response:
        """Ask the author to revise it, and show the hand-in as it is then; on an error, what was typed stays."""
        hand_in_id = HandInIdForm(call.body).require()["hand_in"]
        form = AgainForm(call.body)
        try:
            api.ask_again(call.actor, call.place, hand_in_id, form.require()["words"], call.now)
        except (Invalid, Conflict) as error:
            for name, sentences in getattr(error, "fields", {}).items():
                if not form.has_error(name):
                    form.add_error(name, sentences)
            return self._reading(call, self._detail(call, hand_in_id), again=form, error=error)
        done = gettext("Asked. Your words stand beside the hand-in.")
        return self._reading(call, self._detail(call, hand_in_id), done=done)

    def _detail(self, call: Call, hand_in_id: UUID) -> HandInDetail:
        return api.open_hand_in(call.actor, call.place, hand_in_id)

    def _reading(
        self,
        call: Call,
        detail: HandInDetail,
        *,
        form: ScoreForm | None = None,
        again: AgainForm | None = None,
        error: Invalid | Conflict | None = None,
        done: str = "",
    ) -> Response:
        context = {
            "detail": detail,
            "score_form": form or ScoreForm(detail=detail),
            "again_form": again or AgainForm(),
            "score_problem": error.message if error else "",
            "score_done": done,
        }
        return html(self.markup("assessment/_read.html", call, context), error.status if error else 200)

    @staticmethod
    def _changed(answer: Response) -> Response:
        answer.headers["HX-Trigger"] = CHANGED
        return answer
