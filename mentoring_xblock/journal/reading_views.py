"""What readers of an entry do: open it, comment, and let its author know without words that they have read it."""

from __future__ import annotations

from uuid import UUID

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.journal import api, pages, side_pages
from mentoring_xblock.journal.forms import PageForm, PickForm
from mentoring_xblock.journal.sharing_forms import CommentForm, MarkForm, ReactForm
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound


class ReaderViews:
    """For every block on whose page an entry is read (`journal/_read.html`). Each answer replaces itself there.

    The block lists `reader_handlers` among its handlers.
    """

    reader_handlers = ("comment_entry", "mark_read", "react")

    @learner_handler
    def comment_entry(self, call: Call) -> Response:
        """Say something in the thread of one share."""
        form = CommentForm(call.body)
        values = form.require()
        errors, status = [], 200
        try:
            api.comment(call.actor, call.place, values["entry"], values["share"], values["body"], values["once_key"])
        except (Invalid, Conflict, NotFound) as error:
            errors, status = [error.message], error.status
        context = {
            "entry_id": values["entry"],
            "thread": side_pages.thread(call.actor, call.place, values["entry"], values["share"]),
            "typed": values["body"] if errors else "",
            "errors": errors,
            "said": not errors,
        }
        return html(self.markup("journal/_thread.html", call, context), status)

    @learner_handler
    def mark_read(self, call: Call) -> Response:
        """Let the author know that one has read it."""
        values = MarkForm(call.body).require()
        api.mark_read(call.actor, call.place, values["entry"], values["share"])
        return self._marks(call, values["entry"], moved=True)

    @learner_handler
    def react(self, call: Call) -> Response:
        """Say something without words, or nothing any more."""
        values = ReactForm(call.body).require()
        api.react(call.actor, call.place, values["entry"], values["share"], values["reaction"])
        return self._marks(call, values["entry"])

    def _marks(self, call: Call, entry_id: UUID, *, moved: bool = False) -> Response:
        """Answer with the marks anew; what was pressed keeps the focus by its id, unless it is gone."""
        context = {"marks": side_pages.marks(call.actor, call.place, entry_id), "entry_id": entry_id, "marked": moved}
        return html(self.markup("journal/_marks.html", call, context))


class ReadsEntries(ReaderViews):
    """A part of `JournalBlock`: what others share here, in a list and each by itself."""

    reading_handlers = (*ReaderViews.reader_handlers, "list_shared", "open_shared")

    @learner_handler
    def list_shared(self, call: Call) -> Response:
        """A page of what others share with oneself here."""
        values = PageForm(call.body).require()
        context = pages.shared_list(call.actor, call.place, values["page"] or 1)
        return html(self.markup("journal/_shared.html", call, {**context, "turned": values["turned"]}))

    @learner_handler
    def open_shared(self, call: Call) -> Response:
        """An entry that somebody shares with oneself; its author's trail says that it was opened."""
        reading = side_pages.reading(call.actor, call.place, PickForm(call.body).require()["entry"])
        return html(self.markup("journal/_read.html", call, {"reading": reading, "opened": True, "listed": True}))


__all__ = ["ReaderViews", "ReadsEntries"]
