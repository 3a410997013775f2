"""The meetings block: for each of somebody's groups the next meeting, what it is about, and what they agreed on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from webob import Response

from mentoring_xblock.agreements.views import AgreementViews
from mentoring_xblock.attainment.at_hand_views import GoalsAtHand
from mentoring_xblock.blocks.base import MentoringBlock, titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.device import DeviceViews
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.calendars.views import CalendarViews
from mentoring_xblock.closing.views import EndingViews
from mentoring_xblock.declared.views import DeclaringViews
from mentoring_xblock.gatherings.views import JointViews
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.help.views import HelpViews
from mentoring_xblock.journal.meeting_views import LeadsToJournal
from mentoring_xblock.meetings import pages
from mentoring_xblock.meetings.completing import Completing
from mentoring_xblock.meetings.forms import GroupForm
from mentoring_xblock.meetings.views import BookingViews
from mentoring_xblock.notes.earlier_views import EarlierViews
from mentoring_xblock.notes.views import NotesViews
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.signups.views import SignUpViews


class MeetingsBlock(
    DeviceViews,
    BookingViews,
    LeadsToJournal,
    JointViews,
    NotesViews,
    EarlierViews,
    GoalsAtHand,
    AgreementViews,
    CalendarViews,
    HelpViews,
    EndingViews,
    SignUpViews,
    DeclaringViews,
    Completing,
    MentoringBlock,
):
    """Where a group meets: one page for each group, and one for what concerns everybody in the programme."""

    display_name = titled(_("Mentoring meetings"))

    room = "meetings"
    script = "meetings.js"
    scripts = ("calendars.js", "drafts.js", "papers.js", "agreements.js")
    init = "MentoringMeetings"
    handlers = (
        "open_relation",
        *DeviceViews.device_handlers,
        *BookingViews.booking_handlers,
        *JointViews.joint_handlers,
        *NotesViews.notes_handlers,
        *EarlierViews.earlier_handlers,
        *GoalsAtHand.at_hand_handlers,
        *AgreementViews.agreement_handlers,
        *CalendarViews.calendar_handlers,
        *HelpViews.help_handlers,
        *EndingViews.ending_handlers,
        *SignUpViews.sign_up_handlers,
        *DeclaringViews.declaring_handlers,
    )

    # ---- pages ----

    def page(self, call: Call) -> str:
        """Return the page of the first of somebody's groups, or what concerns everybody."""
        mine = groups.relations(call.actor, call.place)
        return self._page(call, mine, mine[0] if mine else None)

    def _page(self, call: Call, mine: tuple[Relation, ...], chosen: Relation | None, **context: Any) -> str:
        programme, roles = programmes.my_round(call.actor.user_id, call.place)
        panels = {}
        if chosen is not None:
            panels = {
                "warning": self.warning_panel(call, chosen),
                "booking": self.booking_panel(call, chosen),
                "met": self.met_panel(call, chosen),
                "notes": self.notes_panel(call, chosen, self.goals_panel(call, chosen)),
                **self.agreement_panels(call, chosen),
                "calendar": self.calendar_panel(call, chosen),
                "help": self.help_panel(call, chosen),
                "ending": self.ending_panel(call, chosen),
            }
        elif programme is not None and programme.round is not None:
            panels = {
                "joint": self.joint_panel(call, programme),
                "sign_up": self.sign_up_panel(call, programme),
                "declaring": self.declaring_panel(call, programme),
                "earlier": self.earlier_panel(call, mine),
                "calendar": self.calendar_panel(call),
                "help": self.help_panel(call, None, inside=bool(roles)),
            }
        context |= {"chosen": chosen, "panels": panels, "everybody": any(panel.strip() for panel in panels.values())}
        context["tabs"] = pages.tabs(mine, chosen) if mine else []
        return self.markup("meetings/page.html", call, context)

    def setup_page(self, call: Call) -> str:
        """Return what the plan says of meetings, and what completes the block."""
        programme = programmes.get_programme(call.place.course_key, call.place.slug) if call.place else None
        values = {"plan": programme.plan if programme else None, "rule": self.rule.value}
        return self.markup("meetings/setup.html", call, values | {"count": max(1, self.completion_meetings or 1)})

    @learner_handler
    def open_relation(self, call: Call) -> Response:
        """Show another of the reader's groups, or what concerns everybody."""
        group_id = GroupForm(call.body).require()["group"]
        mine = groups.relations(call.actor, call.place)
        chosen = groups.relation(call.actor, call.place, group_id) if group_id else None
        return html(self._page(call, mine, chosen, switched=True))

    # ---- what the host asks ----

    def index_dictionary(self) -> dict[str, Any]:
        """Return what a search finds the block by: its title, and nobody's name."""
        return {"content": {"display_name": self.display_name}, "content_type": "Mentoring"}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return what a workbench shows."""
        return [("Mentoring meetings", "<mentoring_meetings/>")]
