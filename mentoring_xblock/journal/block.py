"""The journal block: prompts that an author writes, and the pages on which people answer and read."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from webob import Response

from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.assessment.studio import SetsGrading
from mentoring_xblock.blocks.base import titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.device import DeviceViews
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.journal import api, forms, pages
from mentoring_xblock.journal.compare import compare
from mentoring_xblock.journal.data import Saved
from mentoring_xblock.journal.prompts_views import ShowsPrompts
from mentoring_xblock.journal.studio import AsksFrames
from mentoring_xblock.journal.views import AroundAnEntry
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import parts_of
from mentoring_xblock.lookback.views import LooksBack
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor


def _candidates(actor: Actor, place: Place) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(entry.public_id, pages.name_of(entry), entry.updated_at) for entry in api.candidates(actor, place)
    )


class JournalBlock(DeviceViews, SetsGrading, ShowsPrompts, AsksFrames, AroundAnEntry, LooksBack, GradedBlock):
    """A journal: whoever takes part writes for themselves, and reads what others share with them."""

    display_name = titled(_("Mentoring journal"))

    room = "journal"
    scripts = ("drafts.js", "editor.js")
    script = "journal.js"
    init = "MentoringJournal"
    items = Items(kind=ItemKind.ENTRY, candidates=_candidates, freeze=api.freeze, clear=api.reset)
    handlers = (
        *GradedBlock.handlers,
        *AroundAnEntry.handlers,
        *LooksBack.looking_handlers,
        *DeviceViews.device_handlers,
        "save_entry",
        "choose_text",
        "join_texts",
        "new_entry",
        "preview_entry",
        "open_panel",
    )

    # ---- pages ----

    def page(self, call: Call) -> str:
        """The journal of whoever takes part, or a sentence for everybody else."""
        context = pages.home(call.actor, call.place, self.questions, self.looking_back(call))
        template = "journal/page.html" if context["home"].open else "journal/outside.html"
        return self.markup(template, call, {**context, "intro": self.intro, **self.panel_context(call)})

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: journal", "<mentoring_journal/>")]

    # ---- writing ----

    def _form(self, call: Call) -> forms.EntryForm:
        return forms.EntryForm(call.body, questions=self.questions)

    def _save(self, call: Call, form: forms.EntryForm) -> Saved:
        values = form.require()
        saved = api.save_entry(
            call.actor, call.place, values["entry"], form.draft, values["version"], form.writer, words=form.words
        )
        if saved.created:
            self.touched = True
            self.complete_if_due(call, Event.MADE, saved.count)
        return saved

    def _conflict(self, call: Call, form: forms.EntryForm, error: Conflict) -> Response:
        """Show both texts whole; both are kept already, whatever is chosen now."""
        context = {
            "current": error.current,
            "mine": form,
            "compared": compare(self.questions, form.draft, error.current.draft),
            "saved": pages.saved_line(error.current.updated_at),
            "message": error.message,
        }
        return html(self.markup("journal/_conflict.html", call, context), error.status)

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
                "state": pages.saved_line(saved.entry.updated_at),
                "words": pages.words_line(saved.entry.words),
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
        return self._desk(call, entry, unsaved=pages.joined(form.draft, entry.draft))

    @learner_handler
    def new_entry(self, call: Call) -> Response:
        """A blank paper; the entry comes to be with its first words."""
        return self._desk(call, None)

    @learner_handler
    def preview_entry(self, call: Call) -> Response:
        """What was typed, as a reader would see it; nothing is saved."""
        form = self._form(call)
        form.require()
        parts = parts_of(self.questions, form.draft.answers)
        return html(self.markup("journal/_preview.html", call, {"title": form.draft.title, "parts": parts}))

    @learner_handler
    def open_panel(self, call: Call) -> Response:
        """What can be handed in, after an entry has come to be or gone."""
        return self._panel(call)
