"""The mentor bank's pages: one's own profile, the search, and the coordinator's part about it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock import host
from mentoring_xblock.bank import api, pages
from mentoring_xblock.bank.data import Wanted, Welcome
from mentoring_xblock.bank.forms import AnswerForm, AskForm, ProfileForm, ProfilePickForm, SearchForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import NamedForm, NamingForm
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


class BankViews:
    """One's own profile, and the search for whom a coordinator let search. Mixed into the dashboard's block.

    The whole part is the element `<uid>-bk`; in it the profile (`-bk-own`) and what a search has found (`-bk-list`)
    replace themselves, so that what is typed to search by stays.
    """

    bank_handlers: tuple[str, ...] = (
        "save_profile",
        "leave_bank",
        "answer_invitation",
        "search_bank",
        "want_mentor",
    )

    def bank_page(self, call: Call, _standing: Any = None) -> str:
        """Return the part of the dashboard about the bank."""
        programme = programmes.programme_of(call.place)
        welcome = api.welcome(call.actor, programme)
        context = {
            "own": self._bank_own(call, programme, welcome) if welcome.anything else "",
            "found": self._bank_found(call, programme) if policy.allowed(Action.BANK_SEARCH, call.actor) else "",
        }
        return self.markup("bank/page.html", call, context)

    # ---- one's own profile ----

    def _bank_own(
        self,
        call: Call,
        programme: ProgrammeInfo,
        welcome: Welcome,
        form: ProfileForm | None = None,
        answer: AnswerForm | None = None,
        **context: Any,
    ) -> str:
        card = api.my_card(call.actor, programme)
        asks = welcome.invitation and host.people({welcome.invitation.by_id} - {None})
        invited = pages.invited(programme, welcome.invitation, asks) if welcome.invitation else None
        values = {
            "welcome": welcome,
            "first": pages.first(welcome, card, invited),
            "invited": invited,
            "answer": answer or AnswerForm(initial={"capacity": card.words.capacity if card else 1}),
            "card": pages.card(programme.plan, card) if card else None,
            "form": (form or ProfileForm.of(welcome.profile)).named(programme.plan),
            "open": form is not None or welcome.profile is None,
            "readers": self._readers(programme) if welcome.anything else [],
            **context,
        }
        return self.markup("bank/_own.html", call, values)

    @staticmethod
    def _readers(programme: ProgrammeInfo) -> list[str]:
        managers = programmes.appointed(programme.id, programmes.Post.LINE_MANAGER)
        return pages.readers(programmes.coordinators(programme.id), managers)

    def _own_answer(self, call: Call, status: int = 200, form: ProfileForm | None = None, **context: Any) -> Response:
        programme = programmes.programme_of(call.place)
        return html(self._bank_own(call, programme, api.welcome(call.actor, programme), form, **context), status)

    @learner_handler
    def save_profile(self, call: Call) -> Response:
        """Join the bank or change one's profile; what can't be saved stays as it was typed."""
        form = ProfileForm(call.body)
        try:
            values = form.require()
            api.save_profile(call.actor, call.place, form.words, values["version"])
        except Invalid as error:
            form.take(error)
            return self._own_answer(call, error.status, form)
        except Conflict as error:
            stands = error.current
            form.data["version"] = stands.version if stands else 0
            return self._own_answer(call, error.status, form, problem=error.message, stands=stands)
        done = (
            gettext("Saved. Nobody finds you until you end the pause.")
            if form.words.paused
            else gettext("Saved. Who searches the bank sees this.")
        )
        return self._own_answer(call, done=done)

    @learner_handler
    def leave_bank(self, call: Call) -> Response:
        """Leave at once; the words are gone."""
        api.leave(call.actor, call.place)
        return self._own_answer(call, done=gettext("You have left the mentor bank, and your profile is empty."))

    @learner_handler
    def answer_invitation(self, call: Call) -> Response:
        """Say yes or no to mentoring in this round."""
        form = AnswerForm(call.body)
        try:
            asked = form.require()
            api.answer_invitation(
                call.actor, call.place, asked["invitation"], accept=asked["accept"], capacity=asked["capacity"]
            )
        except Invalid as error:
            if "invitation" in error.fields:
                raise
            form.take(error)
            return self._own_answer(call, error.status, answer=form)
        except Conflict as error:
            return self._own_answer(call, error.status, problem=error.message)
        done = (
            gettext("Thank you. You are a mentor of this round now, and hear from the coordinators.")
            if asked["accept"]
            else gettext("Thank you for answering. Your profile stays in the bank.")
        )
        return self._own_answer(call, done=done)

    # ---- searching ----

    def _bank_found(self, call: Call, programme: ProgrammeInfo) -> str:
        """Return the search with everybody in it."""
        values = {
            "form": SearchForm(initial={}).named(programme.plan),
            "list": self._bank_list(call, programme),
            "manages": policy.allowed(Action.BANK_MANAGE, call.actor),
        }
        return self.markup("bank/_found.html", call, values)

    def _bank_list(
        self,
        call: Call,
        programme: ProgrammeInfo,
        form: SearchForm | None = None,
        ask: AskForm | None = None,
        **context: Any,
    ) -> str:
        """Return what a search has found.

        Args:
            form: a valid one; everybody is found without.
            ask: what was written to one of them and needs another look.
        """
        wanted, page = (form.wanted, form.cleaned_data["page"] or 1) if form else (Wanted(), 1)
        shown = api.search(call.actor, call.place, wanted, page)
        manages = policy.allowed(Action.BANK_MANAGE, call.actor)
        until = api.answer_by(programme)
        values = {
            "shown": shown,
            "narrowed": wanted != Wanted(),
            "people": [pages.card(programme.plan, one, pages.ask_form(one, ask, until)) for one in shown.items],
            "manages": manages,
            "runs": programme.round.closed_at is None,
            "asked": pages.asked(api.asked(call.actor, call.place)) if manages else (),
            **context,
        }
        return self.markup("bank/_list.html", call, values)

    def _list_answer(self, call: Call, form: SearchForm, status: int = 200, **context: Any) -> Response:
        return html(self._bank_list(call, programmes.programme_of(call.place), form, **context), status)

    @learner_handler
    def search_bank(self, call: Call) -> Response:
        """Show other people of the bank, or another page of them."""
        form = SearchForm(call.body)
        values = form.require()
        return self._list_answer(call, form, turned=values["page"] is not None)

    @learner_handler
    def want_mentor(self, call: Call) -> Response:
        """Tell the coordinators that one would like somebody for one's people."""
        form = ProfilePickForm(call.body)
        api.want(call.actor, call.place, form.require()["profile"])
        return self._list_answer(call, form, done=gettext("The coordinators have been told. They ask the person."))


class BankDesk(BankViews):
    """The coordinator's part about the bank; mixed into the dashboard's block with the rest."""

    bank_desk_handlers: tuple[str, ...] = ("invite_mentor", "uninvite_mentor", "name_managers", "dismiss_manager")

    def bank_part(self, call: Call, **context: Any) -> str:
        """Return the search, and who else may search.

        Raises:
            NotAllowed: the actor does not coordinate the programme.
        """
        policy.require(Action.BANK_MANAGE, call.actor)
        programme = programmes.programme_of(call.place)
        values = {
            "found": self._bank_found(call, programme),
            "managers": self._managers(call, programme),
            **context,
        }
        return self.markup("bank/desk.html", call, values)

    def invite_to_bank(self, call: Call, user_ids: Collection[int]) -> int:
        """Invite people to the bank; what the desk for applications offers to mentors without a mentee."""
        return api.invite_to_bank(call.actor, call.place, user_ids)

    @learner_handler
    def invite_mentor(self, call: Call) -> Response:
        """Ask somebody of the bank to mentor in this round; what can't be sent stays as it was typed."""
        policy.require(Action.BANK_MANAGE, call.actor)
        form = AskForm(call.body)
        try:
            values = form.require()
            api.invite(call.actor, call.place, values["profile"], values["message"], values["answer_by"])
        except Invalid as error:
            if set(error.fields) - {"message", "answer_by"}:
                raise
            form.take(error)
            search = SearchForm(call.body)
            search.require()
            return self._list_answer(call, search, error.status, ask=form)
        except Conflict as error:
            return self._list_answer(call, form, error.status, problem=error.message)
        return self._list_answer(call, form, done=gettext("Asked. You get a mail when they answer."))

    @learner_handler
    def uninvite_mentor(self, call: Call) -> Response:
        """Take back what somebody was asked."""
        form = ProfilePickForm(call.body)
        api.withdraw_invitation(call.actor, call.place, form.require()["profile"])
        return self._list_answer(call, form, done=gettext("Taken back."))

    # ---- line managers ----

    def _managers(self, call: Call, programme: ProgrammeInfo, form: NamingForm | None = None, **context: Any) -> str:
        values = {
            "people": programmes.appointed(programme.id, programmes.Post.LINE_MANAGER),
            "form": form or NamingForm(),
            **context,
        }
        return self.markup("bank/_managers.html", call, values)

    @learner_handler
    def name_managers(self, call: Call) -> Response:
        """Let line managers search the bank; lines that fit nobody stay in their field."""
        policy.require(Action.BANK_MANAGE, call.actor)
        programme = programmes.programme_of(call.place)
        form = NamingForm(call.body)
        try:
            form.require()
            report = programmes.appoint(call.actor, call.place, programmes.Post.LINE_MANAGER, form.names)
        except Invalid as error:
            if form.is_valid():
                form.add_error("people", error.message)
            return html(self._managers(call, programme, form), error.status)
        done = ngettext("%(count)s person may search now.", "%(count)s people may search now.", report.added) % {
            "count": report.added
        }
        if not report.unknown:
            return html(self._managers(call, programme, done=done))
        left = NamingForm.left_with(report.unknown, gettext("Nobody in the course is called so. Look at the spelling."))
        return html(self._managers(call, programme, left, done=done if report.added else ""), 422)

    @learner_handler
    def dismiss_manager(self, call: Call) -> Response:
        """Let somebody search no more, at once."""
        policy.require(Action.BANK_MANAGE, call.actor)
        programme = programmes.programme_of(call.place)
        username = NamedForm(call.body).require()["person"]
        found = programmes.appointed(programme.id, programmes.Post.LINE_MANAGER)
        person = next((one for one in found if one.username == username), None)
        if person is None:
            raise NotFound(gettext("This person does not search the bank."))
        programmes.dismiss(call.actor, call.place, programmes.Post.LINE_MANAGER, person.id)
        done = gettext("%(name)s does not search the bank any more.") % {"name": person.full_name}
        return html(self._managers(call, programme, done=done))
