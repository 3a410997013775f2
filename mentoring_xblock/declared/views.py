"""Declaring a pair, on the page for everybody of the meetings block, and the coordinators' part about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.declared import api, pages
from mentoring_xblock.declared.forms import AnswerForm, ConfirmForm, DeclareForm, PageForm, PickForm
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


class DeclaringViews:
    """Mixed into the meetings block, which lists `declaring_handlers` among its handlers.

    The part is the element `<uid>-declaring`, and replaces itself.
    """

    declaring_handlers: tuple[str, ...] = ("declare_pair", "answer_declared", "withdraw_declared")

    def declaring_panel(self, call: Call, programme: ProgrammeInfo) -> str:
        """Return the part; empty where pairs are not declared, or the reader may not. Three queries."""
        # Whoever was in an earlier round declares in the newest one.
        newest = programmes.programme_of(call.place)
        return self._declaring(call, newest) if api.may_declare(call.actor, newest) else ""

    def _declaring(self, call: Call, programme: ProgrammeInfo, form: DeclareForm | None = None, **context: Any) -> str:
        found, plan = api.declaring(call.actor, call.place), programme.plan
        values = {
            "asking": [(one, pages.asks(plan, one)) for one in found.mine if one.to_answer],
            "mine": [(one, pages.stands(plan, one)) for one in found.mine if not one.to_answer],
            "left": found.left,
            "form": (form or DeclareForm.empty(plan.today(call.now))).named_by(plan),
            "opened": form is not None,
            **context,
        }
        return self.markup("declared/panel.html", call, values)

    def _declaring_whole(
        self, call: Call, status: int = 200, form: DeclareForm | None = None, **context: Any
    ) -> Response:
        return html(self._declaring(call, programmes.programme_of(call.place), form, **context), status)

    @learner_handler
    def declare_pair(self, call: Call) -> Response:
        """Name the other one of a pair; what can't be used stays as it was typed."""
        form = DeclareForm(call.body)
        try:
            values = form.require()
            mentors = values["role"] == "mentee"
            api.declare(call.actor, call.place, values["named"], values["starts_on"], mentors=mentors)
        except Invalid as error:
            form.take(error)
            return self._declaring_whole(call, error.status, form)
        except Conflict as error:
            return self._declaring_whole(call, error.status, form, problem=error.message)
        done = gettext("Kept. If somebody in this course is called so, they are asked whether they agree.")
        return self._declaring_whole(call, done=done)

    @learner_handler
    def answer_declared(self, call: Call) -> Response:
        """Agree, or do not."""
        asked = AnswerForm(call.body).require()
        try:
            api.answer(call.actor, call.place, asked["pair"], agree=asked["agree"])
        except Conflict as error:
            return self._declaring_whole(call, error.status, problem=error.message)
        done = (
            gettext("You have both agreed. The coordinators are told, and you hear from them.")
            if asked["agree"]
            else gettext("They are told that it does not come about, and not why.")
        )
        return self._declaring_whole(call, done=done)

    @learner_handler
    def withdraw_declared(self, call: Call) -> Response:
        """Take it back."""
        asked = PickForm(call.body).require()
        try:
            api.withdraw(call.actor, call.place, asked["pair"])
        except Conflict as error:
            return self._declaring_whole(call, error.status, problem=error.message)
        return self._declaring_whole(call, done=gettext("Taken back."))


class DeclaredDesk:
    """The coordinators' part: those who have both agreed.

    It is the element `<uid>-dc`, and replaces itself. Mixed into their page, whose `lead_again` renews what is on top.
    """

    declared_desk_handlers: tuple[str, ...] = ("list_declared", "confirm_declared", "refuse_declared")

    def declared_part(
        self,
        call: Call,
        page: int = 1,
        form: ConfirmForm | None = None,
        about: UUID | None = None,
        reasons: tuple[str, ...] = (),
        **context: Any,
    ) -> str:
        """Return a page of those who wait to be made a pair.

        Args:
            form, about, reasons: what was sent about one of them, and why it was not possible.
        Raises:
            NotAllowed: the actor does not coordinate the programme.
        """
        shown, plan = api.agreed(call.actor, call.place, page), programmes.programme_of(call.place).plan
        values = {
            "shown": shown,
            "pairs": [pages.agreed_view(plan, one, form, about, reasons) for one in shown.items],
            **context,
        }
        return self.markup("declared/desk.html", call, values)

    @learner_handler
    def list_declared(self, call: Call) -> Response:
        """Show another page of them."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        page = PageForm(call.body).require()["page"]
        return html(self.declared_part(call, page or 1, turned=True))

    @learner_handler
    def confirm_declared(self, call: Call) -> Response:
        """Make two a pair; what speaks against it stands beside them."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        about, form = PickForm({"pair": call.body.get("pair")}).require()["pair"], ConfirmForm(call.body)
        try:
            api.confirm(call.actor, call.place, about, form.require()["starts_on"])
        except Invalid as error:
            form.take(error)
            reasons = tuple(error.fields.get("pair", ()))
            problem = error.message if reasons else ""
            return html(self.declared_part(call, 1, form, about, reasons, problem=problem), error.status)
        except Conflict as error:
            return html(self.declared_part(call, problem=error.message), error.status)
        part = self.declared_part(call, done=gettext("They are a pair now, and both get a mail."))
        return html(part + self.lead_again(call))

    @learner_handler
    def refuse_declared(self, call: Call) -> Response:
        """Do not make two a pair."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        about = PickForm(call.body).require()["pair"]
        try:
            api.refuse(call.actor, call.place, about)
        except Conflict as error:
            return html(self.declared_part(call, problem=error.message), error.status)
        return html(self.declared_part(call, done=gettext("Declined. Both of them get a mail.")))
