"""The coordinator's page: who takes part, and in which role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import names_in
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import coordinator, coordinator_lists
from mentoring_xblock.dashboard.coordinator_forms import AddForm, PeopleListForm, PersonForm, PlacesForm
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import AddReport, Role


class PeopleViews:
    """Mixed into `CoordinatorViews`; the block also gives more time, see `assessment.time_views`."""

    people_handlers: tuple[str, ...] = (
        "list_people",
        "add_people",
        "open_person",
        "set_places",
        "ask_leave",
        "leave_programme",
    )

    def people_part(self, call: Call, programme: coordinator.Programme, **context: Any) -> str:
        """Return the part about people: a form to add them, and who is there."""
        found = coordinator_lists.people_list(call.actor, call.place)
        form = context.pop("form", None) or AddForm(initial={"role": Role.MENTEE})
        names = [(role.value, coordinator.role_name(programme.plan, role)) for role in Role]
        values = {"people": found, "form": form.named(names), "programme": programme, "timed": self.offers_time(call)}
        return self.markup("dashboard/coordinator/people.html", call, {**values, **context})

    def _person(
        self, call: Call, participant_id: UUID, *, status: int = 200, lead: bool = False, **context: Any
    ) -> Response:
        """Answer with one person's line."""
        programme = coordinator.programme_of(call.actor, call.place, Action.PEOPLE_MANAGE)
        values = {
            "person": coordinator_lists.person(call.actor, call.place, participant_id),
            "programme": programme,
            "timed": self.offers_time(call),
            **(self.lead_context(programme) if lead else {}),
            **context,
        }
        return html(self.markup("dashboard/coordinator/_person.html", call, values), status)

    @learner_handler
    def list_people(self, call: Call) -> Response:
        """Show other people, or another page of them."""
        policy.require(Action.PEOPLE_MANAGE, call.actor)
        asked = PeopleListForm(call.body).require()
        found = coordinator_lists.people_list(call.actor, call.place, asked["role"], asked["text"], asked["page"] or 1)
        programme = coordinator.programme_of(call.actor, call.place)
        context = {"people": found, "programme": programme, "timed": self.offers_time(call)}
        return html(self.markup("dashboard/coordinator/_people_list.html", call, context))

    @learner_handler
    def add_people(self, call: Call) -> Response:
        """Give people a role; lines that fit nobody stay in their field, with a sentence beside it."""
        programme = coordinator.programme_of(call.actor, call.place, Action.PEOPLE_MANAGE)
        form, report = AddForm(call.body), None
        status = 200
        try:
            values = form.require()
            report = programmes.add_participants(call.actor, call.place, names_in(values["people"]), values["role"])
        except Invalid as error:
            status = error.status
            if form.is_valid():
                form.add_error("people", error.message)
        if report is not None:
            form, status = self._after_adding(form, report)
        context = {"form": form, "report": _report_sentence(report) if report else "", **self.lead_context(programme)}
        return html(self.people_part(call, programme, fresh=True, **context), status)

    @staticmethod
    def _after_adding(form: AddForm, report: AddReport) -> tuple[AddForm, int]:
        role = form.cleaned_data["role"]
        if not report.unknown:
            return AddForm(initial={"role": role}), 200
        left = AddForm({"role": role.value, "people": "\n".join(report.unknown)})
        sentence = ngettext(
            "Nobody who is enrolled in this course is called %(lines)s. Mend the line and add it again.",
            "Nobody who is enrolled in this course is called %(lines)s. Mend the lines and add them again.",
            len(report.unknown),
        )
        # Isolated, so that a right-to-left mark in one of them turns nothing else around.
        sentence %= {"lines": ", ".join(f"\u2068{line}\u2069" for line in report.unknown)}
        left.is_valid()
        left.add_error("people", sentence)
        return left, 422

    @learner_handler
    def open_person(self, call: Call) -> Response:
        """Show somebody's line as it is, without a question."""
        return self._person(call, _asked_for(call), opened=True)

    @learner_handler
    def set_places(self, call: Call) -> Response:
        """Say how many groups somebody leads at most."""
        participant_id = _asked_for(call)
        form = PlacesForm(call.body)
        try:
            values = form.require()
            programmes.set_capacity(call.actor, call.place, participant_id, values["capacity"])
        except Invalid as error:
            sentences = error.fields.get("capacity") or [error.message]
            typed = str(call.body.get("capacity", ""))[:20]
            return self._person(
                call, participant_id, status=error.status, places_error=" ".join(sentences), typed=typed
            )
        return self._person(call, participant_id, lead=True, fresh=True, done=gettext("Saved."))

    @learner_handler
    def ask_leave(self, call: Call) -> Response:
        """Say what happens when somebody leaves, before it does."""
        return self._person(call, _asked_for(call), leaving=True)

    @learner_handler
    def leave_programme(self, call: Call) -> Response:
        """End somebody's part in the round, and free their places."""
        participant_id = _asked_for(call)
        gone = coordinator_lists.person(call.actor, call.place, participant_id)
        try:
            changed = groups.leave_programme(call.actor, call.place, participant_id)
        except Conflict as error:
            return self._person(call, participant_id, status=error.status, places_error=error.message)
        programme = coordinator.programme_of(call.actor, call.place)
        context = {"person": gone, "changed": len(changed), "fresh": True, **self.lead_context(programme)}
        return html(self.markup("dashboard/coordinator/_left.html", call, context))


def _asked_for(call: Call) -> UUID:
    policy.require(Action.PEOPLE_MANAGE, call.actor)
    return PersonForm(call.body).require()["participant_id"]


def _report_sentence(report: AddReport) -> str:
    """Say how many people were added, and how many were there before."""
    added = ngettext("%(count)s person was added.", "%(count)s people were added.", report.added) % {
        "count": report.added
    }
    if not report.already:
        return added if report.added else ""
    already = ngettext(
        "%(count)s person was in this role already.", "%(count)s people were in this role already.", report.already
    ) % {"count": report.already}
    return f"{added} {already}" if report.added else already
