"""The journal block's handlers of writing: saving, conflicts, earlier texts, and the bin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.journal import api, forms, history_pages, pages
from mentoring_xblock.journal.compare import compare
from mentoring_xblock.journal.data import EntryInfo, Saved
from mentoring_xblock.journal.paper import Asked, joined, saved_line, words_line
from mentoring_xblock.journal.prompts import require_open
from mentoring_xblock.journal.side_pages import programme_of
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.keeping import BIN_DAYS
from mentoring_xblock.kit.questions import parts_of

#: Bytes of a request with everything that somebody has typed: a text that is too long by far is answered with its own
#: sentence, and not with one about what can be sent.
_TEXT_LIMIT = 2 * 1024 * 1024


class WritesEntries:
    """A part of `JournalBlock`, kept beside it for size: everything that puts something on the paper.

    Expects the fields of prompts (`studio.AsksFrames`), what groups answer together (`reflections.views.Together`), and
    what the block's base class gives.
    """

    writing_handlers = (
        "open_entry",
        "new_entry",
        "save_entry",
        "choose_text",
        "join_texts",
        "preview_entry",
        "open_history",
        "put_back",
        "delete_entry",
        "restore_entry",
        "list_bin",
    )
    body_limits = dict.fromkeys(("save_entry", "choose_text", "join_texts", "preview_entry"), _TEXT_LIMIT)

    @property
    def asked(self) -> Asked:
        """What the journal asks."""
        return Asked(self.question_sets, self.moods is True)

    # ---- the paper ----

    def _desk(
        self, call: Call, entry: EntryInfo | None, more: Mapping[str, Any] | None = None, **layout: Any
    ) -> Response:
        """Answer with the paper and what stands beside it, the reader's focus on the paper."""
        context = pages.desk(call.actor, call.place, self.asked, entry, **layout)
        context = {**context, "opened": True, **self.together_context(call), **(more or {})}
        return html(self.markup("journal/_desk.html", call, context))

    @learner_handler
    def open_entry(self, call: Call) -> Response:
        """One of one's own entries, to go on writing."""
        entry_id = forms.PickForm(call.body).require()["entry"]
        return self._desk(call, api.get_entry(call.actor, call.place, entry_id))

    @learner_handler
    def new_entry(self, call: Call) -> Response:
        """A blank paper on a prompt; the entry comes to be with its first words."""
        values = forms.NewForm(call.body).require()
        return self._desk(call, None, frame_id=values["frame"], meeting_id=values["meeting"])

    # ---- saving ----

    def saved_entry(self, call: Call, saved: Saved) -> None:
        """Hear that an entry was saved."""

    def _form(self, call: Call) -> forms.EntryForm:
        return forms.EntryForm(call.body, questions=self.questions)

    def _save(self, call: Call, form: forms.EntryForm) -> Saved:
        values, draft = form.require(), form.draft
        if values["entry"] is None:
            draft = replace(draft, frame=require_open(call.actor, call.place, self.question_sets, draft.frame))
        saved = api.save_entry(
            call.actor, call.place, values["entry"], draft, values["version"], form.writer, words=form.words
        )
        self.saved_entry(call, saved)
        return saved

    def _conflict(self, call: Call, form: forms.EntryForm, error: Conflict) -> Response:
        """Show both texts whole; both are kept already, whatever is chosen now."""
        current, mine = error.current, form.draft.over(error.current.draft)
        context = {
            "current": current,
            "mine": form,
            "compared": compare(
                self.questions, mine, current.draft, programme_of(call.place), self._titles(call, mine, current.draft)
            ),
            "saved": saved_line(current.updated_at),
            "message": error.message,
        }
        return html(self.markup("journal/_conflict.html", call, context), error.status)

    def _titles(self, call: Call, *drafts: Any) -> dict[UUID, str]:
        """Return what these drafts are linked to, where they are not linked to the same."""
        if len({(draft.goal_id, draft.meeting_id) for draft in drafts}) == 1:
            return {}
        return {link.id: link.title for link in api.links(call.actor, call.place)}

    @learner_handler
    def save_entry(self, call: Call) -> Response:
        """Save while typing. Answers in JSON, so that the page under the writer's hands stays as it is."""
        form = self._form(call)
        try:
            saved = self._save(call, form)
        except Invalid as error:
            return data({"message": error.message, "fields": error.fields}, error.status)
        except Conflict as error:
            return self._conflict(call, form, error)
        return data(
            {
                "entry": str(saved.entry.public_id),
                "version": saved.entry.version,
                "created": saved.created,
                "state": saved_line(saved.entry.updated_at),
                "words": words_line(saved.entry.words),
                "counted": self.points_moved,
            }
        )

    @learner_handler
    def choose_text(self, call: Call) -> Response:
        """After a conflict: put one's own text over the other one, which is kept already."""
        form = self._form(call)
        try:
            return self._desk(call, self._save(call, form).entry)
        except Conflict as error:
            return self._conflict(call, form, error)

    @learner_handler
    def join_texts(self, call: Call) -> Response:
        """After a conflict: go on with both texts in one. The page saves it as it saves whatever is typed."""
        form = self._form(call)
        entry = api.get_entry(call.actor, call.place, form.require()["entry"])
        return self._desk(call, entry, unsaved=joined(form.draft.over(entry.draft), entry.draft))

    @learner_handler
    def preview_entry(self, call: Call) -> Response:
        """What was typed, as a reader would see it; nothing is saved."""
        form = self._form(call)
        form.require()
        parts = parts_of(self.questions, form.draft.answers)
        return html(self.markup("journal/_preview.html", call, {"title": form.draft.title, "parts": parts}))

    # ---- earlier texts ----

    @learner_handler
    def open_history(self, call: Call) -> Response:
        """A page of the texts that were kept beside an entry, each as what has changed since."""
        values = forms.HistoryForm(call.body).require()
        asked = (self.questions, values["entry"], values["page"] or 1, programme_of(call.place))
        found = history_pages.context(call.actor, call.place, *asked)
        return html(self.markup("journal/_history.html", call, found))

    @learner_handler
    def put_back(self, call: Call) -> Response:
        """Let an earlier text stand again; the one that stood is kept."""
        values = forms.PutBackForm(call.body).require()
        entry = api.put_back(call.actor, call.place, values["entry"], values["text"])
        self.count_part(call)
        return self._desk(call, entry)

    # ---- the bin ----

    @learner_handler
    def delete_entry(self, call: Call) -> Response:
        """Put an entry into the bin; the answer stands where the paper was and offers it back."""
        entry = api.delete_entry(call.actor, call.place, forms.PickForm(call.body).require()["entry"])
        return html(self.markup("journal/_deleted.html", call, {"entry": entry, "days": BIN_DAYS}))

    @learner_handler
    def restore_entry(self, call: Call) -> Response:
        """Take an entry out of the bin."""
        entry = api.restore_entry(call.actor, call.place, forms.PickForm(call.body).require()["entry"])
        self.count_part(call)
        return self._desk(call, entry, {"moved_bin": True})

    @learner_handler
    def list_bin(self, call: Call) -> Response:
        """A page of what can still be brought back."""
        values = forms.PageForm(call.body).require()
        binned = api.bin_of(call.actor, call.place, values["page"] or 1)
        return html(self.markup("journal/_bin.html", call, {"binned": binned, "days": BIN_DAYS}))


__all__ = ["WritesEntries"]
