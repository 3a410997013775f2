"""The journal block: prompts that an author writes, and the pages on which people answer and read."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from mentoring_xblock.assessment.data import Candidate, Items
from mentoring_xblock.assessment.graded import Event, GradedBlock
from mentoring_xblock.assessment.part_views import TakesPartByWriting
from mentoring_xblock.assessment.settings import EntriesFields
from mentoring_xblock.assessment.studio import SetsEntriesPart
from mentoring_xblock.blocks.base import titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.device import DeviceViews
from mentoring_xblock.journal import api, pages
from mentoring_xblock.journal.data import Saved
from mentoring_xblock.journal.prompts_views import ShowsPrompts
from mentoring_xblock.journal.studio import AsksFrames
from mentoring_xblock.journal.views import AroundAnEntry
from mentoring_xblock.journal.writing_views import WritesEntries
from mentoring_xblock.kit.place import Place
from mentoring_xblock.lookback.views import LooksBack
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.reflections.views import Together


def _candidates(actor: Actor, place: Place) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(entry.public_id, pages.name_of(entry), entry.updated_at) for entry in api.candidates(actor, place)
    )


class JournalBlock(
    DeviceViews,
    SetsEntriesPart,
    ShowsPrompts,
    AsksFrames,
    WritesEntries,
    AroundAnEntry,
    LooksBack,
    Together,
    EntriesFields,
    TakesPartByWriting,
    GradedBlock,
):
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
        *WritesEntries.writing_handlers,
        *Together.together_handlers,
        *TakesPartByWriting.part_handlers,
    )

    # ---- pages ----

    def page(self, call: Call) -> str:
        """The journal of whoever takes part, or a sentence for everybody else."""
        context = pages.home(call.actor, call.place, self.asked, self.looking_back(call))
        template = "journal/page.html" if context["home"].open else "journal/outside.html"
        more = {"intro": self.intro, **self.panel_context(call), **self.together_context(call)}
        return self.markup(template, call, {**context, **more})

    def saved_entry(self, call: Call, saved: Saved) -> None:
        """Leave the platform's mark with the first entry, complete the block when there are enough, and count."""
        if saved.created:
            self.touched = True
            self.complete_if_due(call, Event.MADE, saved.count)
        self.count_written(call, saved)

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: journal", "<mentoring_journal/>")]
