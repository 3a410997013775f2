"""The dashboard's part in which mentees ask mentors and mentors answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.choices import api, pages
from mentoring_xblock.choices.forms import AskForm, FindMentorForm, MentorForm, PauseForm, RequestForm
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role

_NOBODY: Page[Any] = Page((), 1, 1, 0)


class ChoosingViews:
    """Mixed into the dashboard's block, which lists `choosing_handlers` among its handlers.

    The whole part is the element `<uid>-ch`; in it the list of mentors (`-ch-list`) and each mentor (`-ch-<key>`)
    replace themselves, so that a message that is being written beside them stays.
    """

    choosing_handlers: tuple[str, ...] = (
        "list_mentors",
        "open_mentor",
        "ask_mentor",
        "withdraw_request",
        "accept_request",
        "decline_request",
        "pause_requests",
    )

    def choosing_page(self, call: Call, _standing: Any = None, **context: Any) -> str:
        """Return the whole part for a mentee, a mentor, or somebody who is both."""
        programme = programmes.programme_of(call.place)
        roles = programmes.roles_of(call.actor.user_id, programme.round.id)
        values: dict[str, Any] = {"programme": programme, "words": programme.plan.words(), **context}
        if Role.MENTEE in roles:
            values |= self._choosing_context(call, programme)
        if Role.MENTOR in roles:
            found = api.answering(call.actor, call.place)
            values["answering"] = {
                "first": pages.for_mentor(programme.plan, found),
                "until": pages.answer_until(found.requests),
                "room": pages.room(found),
                "requests": [pages.request_view(programme.plan, one) for one in found.requests],
                "full": not found.free,
                "paused": found.paused,
            }
        return self.markup("choices/page.html", call, values)

    def _choosing_context(self, call: Call, programme: ProgrammeInfo) -> dict[str, Any]:
        found = api.choosing(call.actor, call.place)
        mentors = api.open_mentors(call.actor, call.place) if found.may_ask else _NOBODY
        return {
            "choosing": found,
            "first": pages.for_mentee(programme.plan, found, mentors.total),
            "rule": pages.rule(programme.plan, found),
            "requests": [pages.request_view(programme.plan, one) for one in found.requests],
            "narrow": FindMentorForm(initial={}).named(programme.plan),
            **_listed(programme, mentors),
        }

    def _choosing_whole(self, call: Call, status: int = 200, **context: Any) -> Response:
        return html(self.choosing_page(call, **context), status)

    # ---- a mentee ----

    @learner_handler
    def list_mentors(self, call: Call) -> Response:
        """Show other mentors, or another page of them."""
        form = FindMentorForm(call.body)
        values = form.require()
        programme = programmes.programme_of(call.place)
        shown = api.open_mentors(call.actor, call.place, form.wanted, values["page"] or 1)
        context = {"turned": True, **_listed(programme, shown)}
        return html(self.markup("choices/_list.html", call, context))

    @learner_handler
    def open_mentor(self, call: Call) -> Response:
        """Open the form that asks a mentor, in place."""
        mentor = MentorForm(call.body).require()["mentor"]
        return self._choosing_form(call, AskForm.to(mentor), mentor)

    def _choosing_form(self, call: Call, form: AskForm, mentor: UUID, status: int = 200, problem: str = "") -> Response:
        found = api.mentor_to_ask(call.actor, call.place, mentor)
        context = {
            "form": form,
            "key": pages.key_of(mentor),
            "name": found.name,
            "problem": problem,
            "full": not found.open,
        }
        return html(self.markup("choices/_ask.html", call, context), status)

    @learner_handler
    def ask_mentor(self, call: Call) -> Response:
        """Send a message to a mentor; what can't be sent stays as it was typed."""
        form = AskForm(call.body)
        mentor = MentorForm({"mentor": call.body.get("mentor")}).require()["mentor"]
        try:
            values = form.require()
            sent = api.ask(call.actor, call.place, mentor, values["message"], values["once_key"])
        except (Invalid, Conflict) as error:
            for name, sentences in getattr(error, "fields", {}).items():
                if name in form.fields and form.is_valid():
                    form.add_error(name, sentences)
            return self._choosing_form(call, form, mentor, error.status, "" if form.errors else error.message)
        answer = self._choosing_whole(
            call, done=gettext("Sent to %(name)s. You get a mail when they answer.") % {"name": sent.name}
        )
        # A refusal takes the place of the form; what was sent changes the whole part.
        answer.headers["HX-Retarget"] = f"#{self.uid}-ch"
        return answer

    @learner_handler
    def withdraw_request(self, call: Call) -> Response:
        """Take a question back."""
        asked = RequestForm(call.body).require()["request"]
        try:
            api.withdraw(call.actor, call.place, asked)
        except Conflict as error:
            return self._choosing_whole(call, error.status, problem=error.message)
        return self._choosing_whole(call, done=gettext("Taken back. You can ask somebody else now."))

    # ---- a mentor ----

    @learner_handler
    def accept_request(self, call: Call) -> Response:
        """Say yes: the two are together from now on."""
        asked = RequestForm(call.body).require()["request"]
        try:
            made = api.accept(call.actor, call.place, asked)
        except Conflict as error:
            return self._choosing_whole(call, error.status, problem=error.message)
        except Invalid as error:
            reasons = error.fields.get("request", ())
            return self._choosing_whole(call, error.status, problem=error.message, reasons=reasons)
        return self._choosing_whole(call, done=pages.accepted(made.kind))

    @learner_handler
    def decline_request(self, call: Call) -> Response:
        """Say no; they are told kindly and can ask somebody else."""
        asked = RequestForm(call.body).require()["request"]
        try:
            api.decline(call.actor, call.place, asked)
        except Conflict as error:
            return self._choosing_whole(call, error.status, problem=error.message)
        return self._choosing_whole(call, done=gettext("Declined. They are told so that they can ask somebody else."))

    @learner_handler
    def pause_requests(self, call: Call) -> Response:
        """Let nobody ask for now, or let people ask again."""
        paused = PauseForm(call.body).require()["paused"]
        api.pause(call.actor, call.place, paused=paused)
        done = gettext("Nobody can ask you now.") if paused else gettext("People can ask you again.")
        return self._choosing_whole(call, done=done)


def _listed(programme: ProgrammeInfo, shown: Page[Any]) -> dict[str, Any]:
    return {"shown": shown, "mentors": [pages.mentor_view(programme.plan, one) for one in shown.items]}
