"""The dashboard's block: one page, by what its reader is in the programme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from webob import Response

from mentoring_xblock.assessment.time_views import GivesTime
from mentoring_xblock.blocks.base import MentoringBlock, titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.choices.views import ChoosingViews
from mentoring_xblock.dashboard.coordinator_views import CoordinatorViews
from mentoring_xblock.dashboard.forms import PartForm
from mentoring_xblock.dashboard.mentor_views import MentorViews
from mentoring_xblock.dashboard.parts import Part, Standing, standing_of
from mentoring_xblock.dashboard.studio import EditsTitle
from mentoring_xblock.dashboard.urgency import AT_ONCE, Situation, lines
from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.reviews.views import MatchersViews, ReadingViews


class DashboardBlock(
    GivesTime, MentorViews, ReadingViews, ChoosingViews, CoordinatorViews, MatchersViews, EditsTitle, MentoringBlock
):
    """My mentees for a mentor, applications for the matching group, the whole programme for a coordinator, what is new
    for everybody else in it."""

    display_name = titled(_("Mentoring dashboard"))

    room = "dashboard"
    script = "dashboard.js"
    init = "MentoringDashboard"
    scripts = ("reviews.js", "proposals.js")
    handlers = (
        *MentorViews.mentor_handlers,
        *GivesTime.time_handlers,
        *ReadingViews.reading_handlers,
        *ChoosingViews.choosing_handlers,
        *CoordinatorViews.coordinator_handlers,
        *MatchersViews.matchers_handlers,
        "show_part",
    )

    # ---- pages ----

    def page(self, call: Call) -> str:
        """Return the first part that the reader has, with a switch to the others; set-up for other staff."""
        standing = standing_of(call.actor, call.place)
        if not standing.parts:
            if call.actor.staff:
                return self.markup("dashboard/staff.html", call, {"setup": self.setup_page(call)})
            return self.markup("dashboard/outside.html", call, {"line": self.first_line(call, standing)})
        here = self.situation(call, standing)
        said = lines(here, standing.programme.plan) if here else ()
        # Where somebody waits for the reader, or the reader can't go on without doing something, that part comes first.
        urgent = next((line.part for line in said if line.matter in AT_ONCE), None)
        return self._whole(call, standing, urgent if urgent in standing.parts else standing.parts[0], here)

    def _whole(self, call: Call, standing: Standing, part: Part, here: Situation | None = None, **context: Any) -> str:
        if part is Part.OVERVIEW:
            body = self.coordinator_page(call)
        elif part in {Part.MENTEES, Part.NEWS}:
            page = self.mentor_page if part is Part.MENTEES else self.news_page
            body = page(call, standing, here or self.situation(call, standing))
        else:
            pages = {Part.READING: self.reading_page, Part.CHOOSING: self.choosing_page, Part.BANK: self.bank_page}
            body = pages[part](call, standing)
        context = {"parts": standing.parts, "part": part, "words": standing.words, "body": body, **context}
        return self.markup("dashboard/page.html", call, context)

    def setup_page(self, call: Call) -> str:
        """Return who sees what here; there is nothing else to set up."""
        return self.markup("dashboard/setup.html", call)

    @learner_handler
    def show_part(self, call: Call) -> Response:
        """Show another part of the page to somebody who has several."""
        part = Part(PartForm(call.body).require()["part"])
        standing = standing_of(call.actor, call.place)
        if part not in standing.parts:
            raise NotAllowed(gettext("You can’t do this here."))
        return html(self._whole(call, standing, part, switched=True))

    # ---- what the host asks ----

    def index_dictionary(self) -> dict[str, Any]:
        """Return what a search finds the block by: its title, and nobody's name."""
        return {"content": {"display_name": self.display_name}, "content_type": "Mentoring"}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return what a workbench shows."""
        return [("Mentoring dashboard", "<mentoring_dashboard/>")]
