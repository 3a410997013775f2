"""The journal block's handlers around an entry: lists, sharing, comments, the bin, the history, and reading."""

from __future__ import annotations

from typing import Any

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.journal import api, forms, history_pages, pages, side_pages
from mentoring_xblock.journal.data import Draft, EntryInfo
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import BIN_DAYS


class AroundAnEntry:
    """Everything that a journal does with an entry but writing it; a part of `JournalBlock`, kept beside it for size.

    Expects `questions` and what the block's base class gives.
    """

    handlers = (
        "open_entry",
        "entry_side",
        "open_history",
        "share_entry",
        "withdraw_entry",
        "comment_entry",
        "delete_entry",
        "restore_entry",
        "list_shared",
        "open_shared",
    )

    def _desk(self, call: Call, entry: EntryInfo | None, unsaved: Draft | None = None) -> Response:
        """Answer with the paper and what stands beside it, the reader's focus on the paper."""
        context = pages.desk(call.actor, call.place, self.questions, entry, unsaved)
        return html(self.markup("journal/_desk.html", call, {**context, "opened": True}))

    def _beside(self, call: Call, entry_id: Any, **more: Any) -> Response:
        """Answer with what stands beside the paper, and with the strip that says who reads; the paper stays."""
        entry = api.get_entry(call.actor, call.place, entry_id) if entry_id else None
        context = pages.desk(call.actor, call.place, self.questions, entry)
        return html(self.markup("journal/_side.html", call, {**context, "strip": True, **more}))

    # ---- one's own ----

    @learner_handler
    def open_entry(self, call: Call) -> Response:
        """One of one's own entries, to go on writing."""
        entry_id = forms.PickForm(call.body).require()["entry"]
        return self._desk(call, api.get_entry(call.actor, call.place, entry_id))

    @learner_handler
    def entry_side(self, call: Call) -> Response:
        """What stands beside an entry, once it has come to be."""
        return self._beside(call, forms.SideForm(call.body).require()["entry"])

    @learner_handler
    def open_history(self, call: Call) -> Response:
        """The texts that were kept beside an entry."""
        values = forms.HistoryForm(call.body).require()
        found = history_pages.context(call.actor, call.place, self.questions, values["entry"], values["page"] or 1)
        return html(self.markup("journal/_history.html", call, found))

    @learner_handler
    def share_entry(self, call: Call) -> Response:
        """Share an entry with one's mentor or group."""
        values = forms.ShareForm(call.body).require()
        api.share_entry(call.actor, call.place, values["entry"], values["group"], values["audience"])
        return self._beside(call, values["entry"], moved=True)

    @learner_handler
    def withdraw_entry(self, call: Call) -> Response:
        """Take a share back."""
        values = forms.WithdrawForm(call.body).require()
        api.withdraw_entry(call.actor, call.place, values["entry"], values["share"])
        return self._beside(call, values["entry"], moved=True)

    @learner_handler
    def delete_entry(self, call: Call) -> Response:
        """Put an entry into the bin; the answer stands where the paper was and offers it back."""
        entry = api.delete_entry(call.actor, call.place, forms.PickForm(call.body).require()["entry"])
        return html(self.markup("journal/_deleted.html", call, {"entry": entry, "days": BIN_DAYS}))

    @learner_handler
    def restore_entry(self, call: Call) -> Response:
        """Take an entry out of the bin."""
        return self._desk(call, api.restore_entry(call.actor, call.place, forms.PickForm(call.body).require()["entry"]))

    # ---- between author and readers ----

    @learner_handler
    def comment_entry(self, call: Call) -> Response:
        """Say something in the thread of one share."""
        form = forms.CommentForm(call.body)
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
    def list_shared(self, call: Call) -> Response:
        """A page of what others share with oneself here."""
        page = forms.PageForm(call.body).require()["page"] or 1
        return html(self.markup("journal/_shared.html", call, pages.shared_list(call.actor, call.place, page)))

    @learner_handler
    def open_shared(self, call: Call) -> Response:
        """An entry that somebody shares with oneself; its author's trail says that it was opened."""
        reading = side_pages.reading(call.actor, call.place, forms.PickForm(call.body).require()["entry"])
        return html(self.markup("journal/_read.html", call, {"reading": reading, "opened": True, "listed": True}))
