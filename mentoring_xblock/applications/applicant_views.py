"""The call's handlers: writing, sending, changing and withdrawing an application, and wanting to hear of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.applications import api, pages, words
from mentoring_xblock.applications.answers import half_typed
from mentoring_xblock.applications.checks import problems
from mentoring_xblock.applications.data import ApplicationInfo, CallInfo, CallSettings
from mentoring_xblock.applications.forms import ApplicationForm, WayForm, joined
from mentoring_xblock.applications.models import Status
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.dates import clock
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed


class AppliesHere:
    """A part of the application block: what applicants do. Expects `call_setup`, `call_words` and the base class."""

    call_setup: CallSettings
    handlers = (
        "save_application",
        "send_application",
        "open_application",
        "close_application",
        "preview_application",
        "join_application",
        "withdraw_application",
        "watch_call",
        "unwatch_call",
    )

    def is_grouped(self, call: Call, info: CallInfo) -> bool:
        """Return whether somebody who was accepted has been told who is with them."""
        raise NotImplementedError

    def _info(self, call: Call) -> CallInfo:
        return api.open_call(call.actor, call.place, self.call_setup, call.now)

    def _page(self, call: Call, info: CallInfo, context: Mapping[str, Any] | None = None, **show: Any) -> str:
        shown = pages.page(call.actor, call.place, info, zones.here(), **show)
        if info.application and info.application.status is Status.ACCEPTED:
            shown["grouped"] = self.is_grouped(call, info)
        return self.markup("applications/page.html", call, {**self.call_words(), **shown, **(context or {})})

    def _answer(self, call: Call, info: CallInfo, status: int = 200, *, show: Mapping | None = None, **more: Any):
        return html(self._page(call, info, more, **(show or {})), status)

    def _form(self, call: Call, info: CallInfo) -> ApplicationForm:
        return ApplicationForm(call.body, questions=info.questions)

    # ---- writing ----

    @learner_handler
    def save_application(self, call: Call) -> Response:
        """Keep a draft while it is typed. Answers in JSON, so that the page under the writer's hands stays as it is."""
        info = self._info(call)
        form = self._form(call, info)
        try:
            values = form.require()
            saved = api.save_draft(
                call.actor, call.place, self.call_setup, form.typed, values["version"], values["page"], call.now
            )
        except (Invalid, NotAllowed) as error:
            return data({"message": _first(error)}, error.status)
        except Conflict as error:
            return self._conflict(call, form, error)
        self.touched = True
        state = gettext("Saved %(time)s")
        if any(half_typed(one.kind, form.typed.get(one.id)) for one in info.questions):
            state = gettext("Saved %(time)s, but for hours of which one end is missing")
        state %= {"time": clock(saved.application.updated_at)}
        return data({"version": saved.application.version, "state": state})

    @learner_handler
    def send_application(self, call: Call) -> Response:
        """Send an application, or change one that was sent; what can't be sent stays as it was typed."""
        info = self._info(call)
        form = self._form(call, info)
        try:
            values = form.require()
            sent = api.submit(
                call.actor,
                call.place,
                self.call_setup,
                form.typed,
                committed=values["committed"],
                version=values["version"],
                page_key=values["page"],
                now=call.now,
            )
        except (Invalid, NotAllowed) as error:
            if isinstance(error, Invalid):
                form.refuse(error)
            return self._kept(call, info, form, error)
        except Conflict as error:
            return self._conflict(call, form, error)
        self.touched = True
        done = (
            gettext("Sent. You also get a mail that says so.")
            if sent.first
            else gettext("Your application stands as you see it below.")
        )
        return self._answer(call, self._info(call), done=done, opened=True)

    def _kept(self, call: Call, info: CallInfo, form: ApplicationForm, error: Invalid | NotAllowed) -> Response:
        """Answer with what was typed and why it was not taken; where nothing can be written any more, to be copied."""
        if info.writable:
            return self._answer(call, info, error.status, show={"form": form, "editing": True}, problem=error.message)
        plan = info.programme.plan if info.programme else None
        typed = words.parts_of(info.questions, form.typed, plan) if plan else ()
        return self._answer(call, info, error.status, typed=typed, typed_problem=error.message)

    # ---- two versions ----

    def _conflict(self, call: Call, form: ApplicationForm, error: Conflict) -> Response:
        """Show both versions whole; nothing is saved until the writer has chosen."""
        info = self._info(call)
        current: ApplicationInfo | None = error.current
        if current is None:
            return self._answer(call, info, error.status, show={"form": form, "editing": True}, problem=error.message)
        compared = pages.compare(info.questions, form.typed, current.answers, info.programme.plan)
        context = {"form": form, "compared": compared, "current": current, "problem": error.message}
        return self._answer(call, info, error.status, **context)

    @learner_handler
    def join_application(self, call: Call) -> Response:
        """After a conflict: go on with one's own text, or with both in one; nothing is saved by this."""
        way = WayForm(call.body).require()["way"]
        info = self._info(call)
        form = self._form(call, info)
        form.require()
        own = info.application
        answers = form.typed if way == "mine" or own is None else joined(info.questions, form.typed, own.answers)
        merged = ApplicationForm.showing(
            info.questions, answers, own.version if own else 0, committed=form.cleaned_data["committed"]
        )
        notice = (
            gettext("This is what you typed. The other version stands until you save this one.")
            if way == "mine"
            else gettext("Both versions are below, yours first. Make them one.")
        )
        return self._answer(call, info, show={"form": merged, "editing": True}, joining=notice)

    @learner_handler
    def open_application(self, call: Call) -> Response:
        """The form with what stands: to change what was sent, or to apply again."""
        return self._answer(call, self._info(call), show={"editing": True}, opened=True)

    @learner_handler
    def close_application(self, call: Call) -> Response:
        """The page as it stands, without what was typed."""
        return self._answer(call, self._info(call), opened=True)

    @learner_handler
    def preview_application(self, call: Call) -> Response:
        """What was typed, as its readers would see it; nothing is saved."""
        info = self._info(call)
        form = self._form(call, info)
        form.require()
        plan = info.programme.plan if info.programme else None
        wrong = problems(info.questions, form.typed, plan) if plan else {}
        context = {
            "parts": words.parts_of(info.questions, form.typed, plan) if plan else (),
            "missing": [words.label_of(question) for question in info.questions if question.field in wrong],
        }
        return html(self.markup("applications/_preview.html", call, context))

    # ---- taking back, and hearing of it ----

    @learner_handler
    def withdraw_application(self, call: Call) -> Response:
        """Take an application back, or throw a draft away."""
        try:
            left = api.withdraw(call.actor, call.place, call.now)
        except Conflict as error:
            return self._answer(call, self._info(call), error.status, refused=error.message)
        done = gettext("The draft is erased.") if left is None else ""
        if left is not None and left.status is Status.WITHDRAWN:
            done = gettext("Withdrawn. Nobody reads it any more.")
        return self._answer(call, self._info(call), done=done, opened=True)

    @learner_handler
    def watch_call(self, call: Call) -> Response:
        """Want a mail when the call opens."""
        return self._answer(call, api.watch(call.actor, call.place, self.call_setup, call.now), opened=True)

    @learner_handler
    def unwatch_call(self, call: Call) -> Response:
        """Want none after all."""
        return self._answer(call, api.unwatch(call.actor, call.place, self.call_setup, call.now), opened=True)


def _first(error: Invalid | NotAllowed) -> str:
    """Return the sentence that helps most: the one beside a field, where there is one."""
    fields = getattr(error, "fields", {})
    return next((sentences[0] for sentences in fields.values() if sentences), error.message)
