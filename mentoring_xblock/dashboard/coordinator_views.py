"""The coordinator's page: its frame, and the overview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext
from webob import Response

from mentoring_xblock.applications.views import ApplicationsDesk
from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment import desk as points
from mentoring_xblock.assessment.desk_views import PointsDesk
from mentoring_xblock.attainment import figure_pages
from mentoring_xblock.bank.views import BankDesk
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import coordinator, coordinator_lists
from mentoring_xblock.dashboard.coordinator import Desk
from mentoring_xblock.dashboard.coordinator_forms import DeskForm, OverviewForm
from mentoring_xblock.dashboard.coordinator_meetings_views import MeetingsDeskViews
from mentoring_xblock.dashboard.groups_views import GroupsViews
from mentoring_xblock.dashboard.people_views import PeopleViews
from mentoring_xblock.dashboard.phases_views import PhasesViews
from mentoring_xblock.dashboard.rounds_views import RoundsViews
from mentoring_xblock.declared import api as declared
from mentoring_xblock.declared.views import DeclaredDesk
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups.data import State
from mentoring_xblock.help import api as help_room
from mentoring_xblock.help.views import HelpDesk
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.proposals.views import MatchingDesk
from mentoring_xblock.signups import api as signups


class CoordinatorViews(
    GroupsViews,
    PeopleViews,
    RoundsViews,
    MeetingsDeskViews,
    BankDesk,
    ApplicationsDesk,
    MatchingDesk,
    DeclaredDesk,
    PointsDesk,
    HelpDesk,
):
    """Mixed into the dashboard's block, which lists `coordinator_handlers` among its handlers."""

    coordinator_handlers: tuple[str, ...] = (
        "show_desk",
        "list_overview",
        *GroupsViews.groups_handlers,
        *PeopleViews.people_handlers,
        *RoundsViews.rounds_handlers,
        *PhasesViews.phases_handlers,
        *MeetingsDeskViews.meetings_handlers,
        *ApplicationsDesk.applications_handlers,
        *MatchingDesk.matching_handlers,
        *BankDesk.bank_handlers,
        *BankDesk.bank_desk_handlers,
        *DeclaredDesk.declared_desk_handlers,
        *PointsDesk.points_handlers,
        *HelpDesk.help_desk_handlers,
    )

    def coordinator_page(self, call: Call) -> str:
        """Return the coordinator's page with the overview open.

        Raises:
            NotAllowed: the actor does not coordinate this programme.
        """
        return self.desk_markup(call, Desk.OVERVIEW)

    def desk_markup(self, call: Call, desk: Desk, *, arrived: bool = False, **context: Any) -> str:
        """Return the whole page with one part open.

        Args:
            arrived: the reader has just chosen the part, so their focus stays on its button.
            context: what else the part is given.
        """
        policy.require(Action.OVERVIEW_SEE, call.actor)
        try:
            programme = coordinator.programme_of(call.actor, call.place)
        except NotFound:
            return self.markup("dashboard/coordinator/none.html", call)
        # Once the round is over that is what every part says first.
        own_lead = desk in coordinator.WITH_OWN_LEAD and not programme.info.round.closed
        lead = {} if own_lead else self.lead_context(programme)
        held = assessment.held(call.actor, programme.info)
        known = {**lead, "points": points.waits(held)}
        parts = {
            Desk.OVERVIEW: lambda call, programme, **context: self._overview_part(call, programme, known, **context),
            Desk.APPLICATIONS: lambda call, _, **context: self.applications_part(call, **context),
            Desk.MATCHING: lambda call, _, **context: self.matching_part(call, **context),
            Desk.GROUPS: self.groups_part,
            Desk.MEETINGS: lambda call, programme, **_: self.meetings_part(call, programme),
            Desk.PEOPLE: self.people_part,
            Desk.BANK: lambda call, _, **context: self.bank_part(call, **context),
            Desk.DECLARED: lambda call, _, **context: self.declared_part(call, **context),
            Desk.POINTS: lambda call, _, **context: self.points_part(call, **context),
            Desk.HELP: lambda call, _, **context: self.help_part(call, **context),
        }
        body = parts[desk](call, programme, **context)
        return self.markup(
            "dashboard/coordinator/page.html",
            call,
            {
                "desk": desk,
                "desks": self._desks(programme, held),
                "body": body,
                "arrived": arrived,
                "own_lead": own_lead,
                **lead,
            },
        )

    @staticmethod
    def _desks(programme: coordinator.Programme, held: int) -> list[tuple[Desk, str]]:
        found = [
            (Desk.OVERVIEW, gettext("Overview")),
            (Desk.APPLICATIONS, gettext("Applications")),
            (Desk.MATCHING, gettext("Matching")),
            (Desk.GROUPS, gettext("Groups")),
            (Desk.MEETINGS, gettext("Meetings")),
            (Desk.PEOPLE, gettext("People")),
            (Desk.BANK, gettext("Mentor bank")),
            (Desk.DECLARED, gettext("Declared pairs")),
            (Desk.POINTS, pgettext("part of a page", "Points")),
            (Desk.HELP, pgettext("part of a page", "Help")),
        ]
        there = {Desk.DECLARED: declared.declares(programme.info), Desk.POINTS: points.shown(programme.info, held)}
        return [one for one in found if there.get(one[0], True)]

    @staticmethod
    def lead_context(programme: coordinator.Programme) -> dict[str, Any]:
        """Return what the sentences on top are made of."""
        found = coordinator.numbers(programme)
        return {
            "numbers": found,
            "first": coordinator.first_sentence(found, programme.info.round),
            "second": coordinator.second_sentence(found, programme.info.round),
        }

    def lead_again(self, call: Call) -> str:
        """Return the sentences on top, to take the place of those that stand there."""
        programme = coordinator.programme_of(call.actor, call.place)
        return self.markup("dashboard/coordinator/_lead.html", call, {"oob": True, **self.lead_context(programme)})

    def _overview_part(
        self, call: Call, programme: coordinator.Programme, lead: Mapping[str, Any], **about_rounds: Any
    ) -> str:
        if programme.info.round.closed:
            return self.closed_part(call, programme, **about_rounds)
        about_phases = about_rounds.pop("phases_context", {})
        overview = coordinator_lists.overview(programme, call.now)
        context = {
            "overview": overview,
            "shown": overview.list,
            "numbers": lead["numbers"],
            "points": lead["points"],
            "asking": help_room.waiting_count(call.actor, programme.info),
            "declared": declared.waiting_count(call.actor, programme.info),
            "waiting": signups.waiting_count(programme.round_id),
            "means": figure_pages.lines(call.actor, programme.info, call.now),
            "left_behind": gatherings.left_behind(call.actor, programme.info, call.now),
            "phases": self.phases_markup(call, programme, **about_phases),
            "round": self.round_markup(call, programme, **about_rounds),
            "one_by_one": overview.without.total <= coordinator.ONE_BY_ONE,
            **self.filter_context(),
        }
        return self.markup("dashboard/coordinator/overview.html", call, context)

    @learner_handler
    def show_desk(self, call: Call) -> Response:
        """Show another part of the page."""
        policy.require(Action.OVERVIEW_SEE, call.actor)
        return html(self.desk_markup(call, DeskForm(call.body).require()["desk"], arrived=True))

    @learner_handler
    def list_overview(self, call: Call) -> Response:
        """Show other groups in the overview, or another page of them."""
        programme = coordinator.programme_of(call.actor, call.place)
        asked = OverviewForm(call.body).require()
        shown = coordinator_lists.overview_list(
            programme, call.now, asked["state"] or State.PUBLISHED, asked["kind"], asked["page"] or 1
        )
        return html(self.markup("dashboard/coordinator/_pictures.html", call, {"shown": shown}))
