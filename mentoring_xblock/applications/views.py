"""The coordinator's desk for applications: how calls stand, who has applied, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.applications import exporting, figures, lists, reserve
from mentoring_xblock.applications.decision_views import DecisionViews
from mentoring_xblock.applications.desk_forms import ChosenForm, ExportForm, ListForm, OneForm, OrderForm, TableForm
from mentoring_xblock.applications.intake_views import IntakeViews, call_key
from mentoring_xblock.applications.letter_views import LetterViews
from mentoring_xblock.applications.lists import STATUS_NAMES, ApplicationLine, Narrow
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.reviews import api as reviews
from mentoring_xblock.reviews.data import Summary
from mentoring_xblock.reviews.pictures import numbers
from mentoring_xblock.reviews.views import MatchersViews


class ApplicationsDesk(DecisionViews, IntakeViews, LetterViews, MatchersViews):
    """Mixed into the coordinator's page, whose `lead_again` renews the sentences on top of it."""

    applications_handlers: tuple[str, ...] = (
        "list_applications",
        "open_application",
        "order_reserve",
        "export_applications",
        "bank_applicants",
        *DecisionViews.decision_handlers,
        *IntakeViews.intake_handlers,
        *LetterViews.letter_handlers,
        *MatchersViews.matchers_handlers,
    )

    #: Invites people to the mentor bank: takes the call and user ids, and returns how many were invited. Where nothing
    #: is set there is no bank, and the desk says nothing of one.
    invite_to_bank: Callable[[Any, Call, Collection[int]], int] | None = None

    def applications_part(
        self, call: Call, *, report: str = "", narrow: Narrow | None = None, page: int = 1, **context: Any
    ) -> str:
        """Return the whole part.

        Args:
            report: what has just been done, said on top.
            narrow, page: which applications the list shows.
        Raises:
            NotAllowed: the actor does not coordinate the programme.
        """
        found = figures.calls(call.actor, call.place, call.now)
        values = {
            "calls": found,
            "sentence": figures.first_sentence(found),
            "coverage": figures.coverage(call.actor, call.place, found),
            "surplus": [one for one in found if one.role is CallRole.MENTOR and one.surplus],
            **self._applications_narrow(found),
            "report": report,
            "table_form": TableForm(),
            "matchers": self.matchers_part(call),
            **self.late_context(call, found),
            **self._applications_list(call, narrow or Narrow(), page),
            **context,
        }
        return self.markup("applications/desk/part.html", call, values)

    def _applications_list(self, call: Call, narrow: Narrow, page: int) -> dict[str, Any]:
        shown = lists.application_list(call.actor, call.place, self._applications_narrowed(call, narrow), page)
        return {
            "shown": shown,
            "narrow": narrow,
            "rows": self._applications_read(call, shown.items),
            "banked": self.invite_to_bank is not None,
        }

    @staticmethod
    def _applications_narrow(found: Iterable[figures.CallFigures]) -> dict[str, Any]:
        return {"roles": {one.role: one.role_name for one in found}, "statuses": STATUS_NAMES}

    @staticmethod
    def _applications_narrowed(call: Call, narrow: Narrow) -> Narrow:
        """Name the applications on which opinions differ, where only they are looked for."""
        if not narrow.differ:
            return narrow
        found = reviews.summaries_for(call.actor, lists.programme_of(call.actor, call.place).round.id)
        return replace(narrow, among=frozenset(id_ for id_, one in found.items() if one.disagrees))

    @staticmethod
    def _applications_read(
        call: Call, lines: Iterable[ApplicationLine]
    ) -> list[tuple[ApplicationLine, Summary | None]]:
        """Return lines, each with what the matching group thinks of it in numbers."""
        shown = list(lines)
        programme = lists.programme_of(call.actor, call.place)
        found = reviews.summaries_for(call.actor, programme.round.id, [line.id for line in shown])
        return [(line, found.get(line.id)) for line in shown]

    # ---- the list ----

    @learner_handler
    def list_applications(self, call: Call) -> Response:
        """Show other applications, or another page of them."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = ListForm(call.body)
        asked = form.require()
        context = self._applications_list(call, form.narrow, asked["page"] or 1)
        if asked["again"]:
            context |= {"again": True, **self._applications_narrow(figures.calls(call.actor, call.place, call.now))}
        return html(self.markup("applications/desk/_list.html", call, context))

    @learner_handler
    def open_application(self, call: Call) -> Response:
        """Show one application in whole, in its place, or fold it again."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        asked = OneForm(call.body).require()
        if asked["folded"]:
            line, opened = lists.one_line(call.actor, call.place, asked["application_id"]), None
        else:
            opened = lists.open_application(call.actor, call.place, asked["application_id"])
            line = opened.line
        [(line, reading)] = self._applications_read(call, [line])
        context = {"line": line, "opened": opened, "folded": asked["folded"], "reading": reading}
        if opened and reading:
            context["numbers"] = numbers(reading)
        return html(self.markup("applications/desk/_line.html", call, context))

    @learner_handler
    def order_reserve(self, call: Call) -> Response:
        """Let somebody in the reserve change places with whoever is before or after them."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = OrderForm(call.body)
        asked = form.require()
        reserve.move_in_reserve(call.actor, call.place, asked["application_id"], up=asked["up"])
        context = self._applications_list(call, form.narrow, asked["page"] or 1)
        context |= {"moved": asked["application_id"], "moved_up": asked["up"]}
        return html(self.markup("applications/desk/_list.html", call, context))

    # ---- out of the desk ----

    @learner_handler
    def export_applications(self, call: Call) -> Response:
        """Give a part of a call's table to the page, which puts the parts together into a file."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        asked = ExportForm(call.body).require()
        part = exporting.export_part(call.actor, call.place, call_key(asked["call"]), asked["number"] or 1)
        return data({"text": part.text, "next": part.next, "name": gettext("applications.csv")})

    @learner_handler
    def bank_applicants(self, call: Call) -> Response:
        """Invite the chosen mentors to the mentor bank; where they stand here does not change."""
        policy.require(Action.APPLICATIONS_MANAGE, call.actor)
        form = ChosenForm(call.body)
        asked = form.require()
        narrow = self._applications_narrowed(call, form.narrow) if asked["everything"] else None
        chosen = lists.chosen_lines(call.actor, call.place, asked["applications"], narrow)
        people = [line.applicant_id for line in chosen if line.role is CallRole.MENTOR and line.enrolled]
        if self.invite_to_bank is None or not people:
            raise Invalid(gettext("Choose at least one person who applied to mentor and is in the course."))
        count = self.invite_to_bank(call, people)
        said = ngettext(
            "%(count)s person was invited to the mentor bank.",
            "%(count)s people were invited to the mentor bank.",
            count,
        ) % {"count": count}
        return html(self.applications_part(call, report=said, narrow=form.narrow, page=asked["page"] or 1))
