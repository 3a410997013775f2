"""Asking for help from the page of a group and from the programme's page, and the coordinators' part about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.help import api, pages
from mentoring_xblock.help.data import Topic
from mentoring_xblock.help.forms import AskForm, ListForm, ReplyForm, RequestForm, SettleForm, WhereForm
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes


class HelpViews:
    """Mixed into the blocks of meetings and of the programme, which list `help_handlers` among their handlers.

    The part is the element `<uid>-help`. It is closed when a page comes, and tells neither that something was asked nor
    that there is an answer: people look at these pages together.
    """

    help_handlers: tuple[str, ...] = ("open_help", "ask_help", "reply_help", "settle_help")

    def help_panel(self, call: Call, relation: Relation | None, *, inside: bool = False) -> str:
        """Return the part, closed: for one group, or for no group; empty for who may not ask.

        Args:
            inside: whether the reader is known to take part; without that and without a group it is one query.
        """
        if relation is None and not inside and not api.may_ask(call.actor, call.place):
            return ""
        return self._help_markup(call, relation.group.public_id if relation else None)

    def _help_markup(self, call: Call, group: UUID | None, **context: Any) -> str:
        programme = programmes.programme_of(call.place)
        values = {"group": group or "", "support": pick(programme.plan.support), **context}
        return self.markup("help/panel.html", call, values)

    def _help_open(
        self, call: Call, group: UUID | None, form: AskForm | None = None, status: int = 200, **context: Any
    ) -> Response:
        """Answer with everything one can ask, and what one has asked.

        Args:
            form: what was sent and needs another look.
        """
        readers = api.who_reads(call.actor, call.place, group)
        sent = form.data.get("topic") if form else None
        forms = [(topic, form if topic == sent else AskForm.about(topic), topic == sent) for topic in Topic]
        values = {
            "opened": True,
            "reads": pages.who_reads(readers),
            "apart": pages.who_does_not(readers),
            "forms": forms if readers.names else (),
            "mine": [(one, pages.topic(one), pages.stands(one)) for one in api.mine(call.actor, call.place)],
            **context,
        }
        return html(self._help_markup(call, group, **values), status)

    def _help_thread(
        self,
        call: Call,
        group: UUID | None,
        request_id: UUID,
        status: int = 200,
        form: ReplyForm | None = None,
        **context: Any,
    ) -> Response:
        """Answer with one of the reader's own requests, which is read by that; not where something was refused."""
        if status == HTTPStatus.OK:
            api.read(call.actor, call.place, request_id)
        thread = api.thread(call.actor, call.place, request_id)
        values = {**_thread(thread, form or ReplyForm.to(request_id)), **context}
        return html(self._help_markup(call, group, **values), status)

    @learner_handler
    def open_help(self, call: Call) -> Response:
        """Open the part: what one can ask, or one of one's requests."""
        asked = WhereForm(call.body).require()
        if asked["request"]:
            return self._help_thread(call, asked["group"], asked["request"])
        return self._help_open(call, asked["group"])

    @learner_handler
    def ask_help(self, call: Call) -> Response:
        """Send a request to the coordinators; what can't be sent stays as it was typed."""
        form = AskForm.typed(call.body)
        try:
            asked = form.require()
            api.ask(call.actor, call.place, asked["topic"], asked["body"], asked["once_key"], asked["group"])
        except Invalid as error:
            if set(error.fields) - {"body"}:
                raise
            form.take(error)
            group = WhereForm({"group": call.body.get("group")}).require()["group"]
            return self._help_open(call, group, form, error.status)
        except Conflict as error:
            return self._help_open(call, asked["group"], form, error.status, problem=error.message)
        done = gettext("Sent. The coordinators are told that somebody waits for them; their answer comes here.")
        return self._help_open(call, asked["group"], done=done)

    @learner_handler
    def reply_help(self, call: Call) -> Response:
        """Say something more about one's request."""
        form, where = ReplyForm(call.body), _where(call)
        try:
            asked = form.require()
            api.reply(call.actor, call.place, asked["request"], asked["body"], asked["once_key"], as_asker=True)
        except Invalid as error:
            if set(error.fields) - {"body"}:
                raise
            form.take(error)
            return self._help_thread(call, where["group"], where["request"], error.status, form)
        return self._help_thread(call, where["group"], where["request"], done=gettext("Sent."))

    @learner_handler
    def settle_help(self, call: Call) -> Response:
        """Settle one's request, or open it again."""
        asked, problem, status = SettleForm(call.body).require(), "", 200
        try:
            api.settle(
                call.actor,
                call.place,
                asked["request"],
                as_asker=True,
                settled=asked["settled"],
                version=asked["version"],
            )
        except Conflict as error:
            problem, status = error.message, error.status
        done = "" if problem else _settled(asked["settled"])
        return self._help_thread(call, asked["group"], asked["request"], status, problem=problem, done=done)


class HelpDesk:
    """The coordinators' part; mixed into the dashboard's block, which lists `help_desk_handlers`.

    It is the element `<uid>-hp`: a list, or one request with everything that was said.
    """

    help_desk_handlers: tuple[str, ...] = ("list_help", "open_help", "answer_help", "settle_help")

    def help_part(self, call: Call, **context: Any) -> str:
        """Return the list of those who wait.

        Raises:
            NotAllowed: the actor does not coordinate the programme.
        """
        return self._help_list(call, **context)

    def _help_list(self, call: Call, *, settled: bool = False, page: int = 1, **context: Any) -> str:
        shown = api.requests(call.actor, call.place, settled=settled, page=page)
        values = {
            "shown": shown,
            "rows": [(one, pages.topic(one.request), pages.waited(one.request, call.now)) for one in shown.items],
            "settled": settled,
            **context,
        }
        return self.markup("help/desk.html", call, values)

    def _help_answer(
        self, call: Call, request_id: UUID, status: int = 200, form: ReplyForm | None = None, **context: Any
    ) -> Response:
        thread = api.thread(call.actor, call.place, request_id)
        values = {
            **_thread(thread, form or ReplyForm.to(request_id)),
            "reads": pages.desk_reads(thread),
            "waited": pages.waited(thread.request, call.now),
            **context,
        }
        return html(self.markup("help/desk_thread.html", call, values), status)

    @learner_handler
    def list_help(self, call: Call) -> Response:
        """Show the list: those that wait and are answered, or those that are settled, or another page of them."""
        policy.require(Action.OVERVIEW_SEE, call.actor)
        asked = ListForm(call.body).require()
        return html(self._help_list(call, settled=asked["settled"], page=asked["page"] or 1, turned=True))

    @learner_handler
    def open_help(self, call: Call) -> Response:
        """Show one request."""
        policy.require(Action.OVERVIEW_SEE, call.actor)
        return self._help_answer(call, RequestForm(call.body).require()["request"])

    @learner_handler
    def answer_help(self, call: Call) -> Response:
        """Answer; what can't be sent stays as it was typed."""
        policy.require(Action.OVERVIEW_SEE, call.actor)
        form, where = ReplyForm(call.body), _where(call)
        try:
            asked = form.require()
            api.reply(call.actor, call.place, asked["request"], asked["body"], asked["once_key"], as_asker=False)
        except Invalid as error:
            if set(error.fields) - {"body"}:
                raise
            form.take(error)
            return self._help_answer(call, where["request"], error.status, form)
        return self._help_answer(call, where["request"], done=gettext("Sent. They are told that there is an answer."))

    @learner_handler
    def settle_help(self, call: Call) -> Response:
        """Settle a request, or open it again; what was said meanwhile is shown first."""
        policy.require(Action.OVERVIEW_SEE, call.actor)
        asked, problem, status = SettleForm(call.body).require(), "", 200
        try:
            api.settle(
                call.actor,
                call.place,
                asked["request"],
                as_asker=False,
                settled=asked["settled"],
                version=asked["version"],
            )
        except Conflict as error:
            problem, status = error.message, error.status
        done = "" if problem else _settled(asked["settled"])
        return self._help_answer(call, asked["request"], status, problem=problem, done=done)


def _where(call: Call) -> dict[str, Any]:
    """Return which request a reply is about, also where the reply itself can't be used."""
    names = {name: call.body.get(name) for name in ("group", "request")}
    where = WhereForm(names).require()
    RequestForm(names).require()
    return where


def _thread(thread: api.Thread, form: ReplyForm) -> dict[str, Any]:
    return {
        "opened": True,
        "thread": thread,
        "steps": pages.steps(thread),
        "topic": pages.topic(thread.request),
        "reads": pages.who_reads(thread.readers),
        "form": form,
        "settled": thread.request.state == "settled",
    }


def _settled(settled: bool) -> str:
    if settled:
        return gettext("Settled. It can be opened again at any time.")
    return gettext("Open again.")
