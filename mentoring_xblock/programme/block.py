"""The programme's block: its plan for authors, its page for everybody who takes part."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from xblock.validation import Validation, ValidationMessage

from mentoring_xblock.blocks.base import MentoringBlock, titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.fields import Dict, Scope
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard.agreeing import with_lines
from mentoring_xblock.dashboard.awaiting import concerns, opening
from mentoring_xblock.dashboard.urgency import Matter
from mentoring_xblock.groups import api as groups
from mentoring_xblock.help.views import HelpViews
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Facts
from mentoring_xblock.programme import api, contexts, page
from mentoring_xblock.programme.forms import CardForm, CoordinatorForm, PartnerForm
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.reading import as_id
from mentoring_xblock.programme.studio import EditsPlan
from mentoring_xblock.proposals.place_views import PlaceViews


def _(text: str) -> str:
    """Mark a field's name for translation; the host translates it when it shows the field."""
    return text


class ProgrammeBlock(EditsPlan, PlaceViews, HelpViews, MentoringBlock):
    """The roadmap of a programme, and for each person their role, their groups and what waits for them."""

    display_name = titled(_("Mentoring programme"))

    room = "programme"
    handlers = (
        "show_card",
        "edit_card",
        "save_card",
        "show_contact",
        "name_coordinator",
        "remove_coordinator",
        *PlaceViews.place_handlers,
        *HelpViews.help_handlers,
    )

    plan = Dict(display_name=_("Plan"), scope=Scope.content, default={})

    # ---- pages ----

    def page(self, call: Call, **context: Any) -> str:
        """Return the page: for who takes part or coordinates, for other staff, or for who is only in the course."""
        programme, roles = api.my_round(call.actor.user_id, call.place)
        takes_part = policy.allowed(Action.CARD_EDIT, call.actor, Facts(owner_id=call.actor.user_id)) and bool(roles)
        coordinates = policy.allowed(Action.PEOPLE_MANAGE, call.actor)
        context |= contexts.coordination(call.actor, call.place) if self._administers(call) else {}
        if call.actor.staff and not takes_part and not coordinates:
            return self.markup("programme/staff.html", call, {**context, "setup": self.setup_page(call)})
        roles = roles if takes_part else {}
        mine = groups.my_groups(call.actor.user_id, programme.round.id) if takes_part else []
        clocks = groups.clocks_of(programme, mine)
        context |= contexts.calendar(programme, call.now, clocks)
        context |= contexts.people(call.actor, call.place, programme, roles, mine, call.now, clocks)
        if programme and programme.round:
            found = concerns(call.actor, call.place, programme, roles, call.now, mine)
            context |= opening(found, programme, call.now, clocks)
            context["groups"] = with_lines(context.get("groups", ()), mine, found.agreements, found.meets)
            told = context.get("line") is not None and context["line"].matter is Matter.PLACE
            context |= {"news": found.news, "places": self.places_markup(call, found.offers, told=told)}
        context["help"] = self.help_panel(call, None, inside=takes_part)
        return self.markup("programme/page.html", call, context)

    @staticmethod
    def _administers(call: Call) -> bool:
        return policy.allowed(Action.COORDINATOR_NAME, call.actor)

    def setup_page(self, call: Call) -> str:
        """Return the plan as its author has it in front of them."""
        return self.markup("programme/setup.html", call, contexts.setup(self.plan))

    # ---- one's own card ----

    @learner_handler
    def show_card(self, call: Call) -> Any:
        """Show the card as it is kept."""
        return html(self._card(call, self._own_card(call)))

    @learner_handler
    def edit_card(self, call: Call) -> Any:
        """Open the card's form."""
        card = self._own_card(call)
        form = CardForm(initial={"headline": card.headline, "contact": card.contact, "version": card.version})
        return html(self.markup("programme/card_form.html", call, {"form": form}))

    @learner_handler
    def save_card(self, call: Call) -> Any:
        """Save the card, or show it again with what is wrong, or with what was saved elsewhere meanwhile."""
        form = CardForm(call.body)
        try:
            values = form.require()
            card = api.save_card(call.actor, call.place, values["headline"], values["contact"], values["version"])
        except Invalid as error:
            context = {"form": form, "message": error.message}
            return html(self.markup("programme/card_form.html", call, context), error.status)
        except Conflict as error:
            form.data["version"] = error.current.version
            context = {"form": form, "message": error.message, "other": error.current}
            return html(self.markup("programme/card_form.html", call, context), error.status)
        return html(self._card(call, card, saved=True))

    def _own_card(self, call: Call) -> api.CardInfo:
        card = api.my_card(call.actor, call.place)
        if card is None:
            raise NotFound(gettext("You don’t take part in this programme, so there is no card of yours."))
        return card

    def _card(self, call: Call, card: api.CardInfo, *, saved: bool = False) -> str:
        return self.markup("programme/card.html", call, {"card": card, "saved": saved})

    # ---- partners ----

    @learner_handler
    def show_contact(self, call: Call) -> Any:
        """Show what somebody in a group of mine wrote about how to reach them."""
        participant_id = PartnerForm(call.body).require()["participant"]
        programme = api.get_programme(call.place.course_key, call.place.slug)
        mine = groups.my_groups(call.actor.user_id, programme.round.id) if programme and programme.round else []
        shared = [group for group in mine if participant_id in {one.participant_id for one in page.everybody(group)}]
        members = frozenset(member.user_id for group in shared[:1] for member in page.everybody(group))
        card = api.contact_of(call.actor, call.place, participant_id, Facts(member_ids=members))
        return html(self.markup("programme/contact.html", call, {"card": card}))

    # ---- an administrator's part ----

    @learner_handler
    def name_coordinator(self, call: Call) -> Any:
        """Make somebody of the course's staff a coordinator."""
        return self._coordinators(call, api.name_coordinator)

    @learner_handler
    def remove_coordinator(self, call: Call) -> Any:
        """End somebody's coordinating."""
        return self._coordinators(call, api.remove_coordinator)

    def _coordinators(self, call: Call, change: Any) -> Any:
        known = api.coordination(call.actor, call.place)
        status, extra = 200, {"changed": True}
        try:
            username = CoordinatorForm(call.body).require()["person"]
            people = (*known.named, *known.lapsed, *known.candidates)
            change(call.actor, call.place, next((one.id for one in people if one.username == username), 0))
        except Invalid as error:
            status, extra = error.status, {"message": error.fields["person"][0]}
        context = contexts.coordination(call.actor, call.place)
        return html(self.markup("programme/coordinators.html", call, context | extra), status)

    # ---- what the host asks ----

    def validate(self) -> Validation:
        """Say in Studio what keeps the programme from working."""
        found = super().validate()
        kind = ValidationMessage.WARNING if not self.plan else ValidationMessage.ERROR
        for sentence in contexts.sentences(self.plan):
            found.add(ValidationMessage(kind, sentence))
        if as_id(self.programme) is None:
            found.add(
                ValidationMessage(ValidationMessage.ERROR, gettext("The programme needs a name of small letters."))
            )
        place = self.place
        if place and api.name_taken(place.course_key, place.slug, place.usage_key):
            found.add(
                ValidationMessage(
                    ValidationMessage.ERROR,
                    gettext(
                        "Another block of this course already has this programme. Nothing of this one is published."
                    ),
                )
            )
        return found

    def index_dictionary(self) -> dict[str, Any]:
        """Return what a search finds the block by: the plan's own words, and nobody's name."""
        plan = Plan.from_dict(self.plan)
        content = {
            "display_name": self.title,
            "title": " ".join(plan.title.values()),
            "aim": " ".join(plan.aim.values()),
            "phases": " ".join(text for phase in plan.phases for text in phase.name.values()),
        }
        return {"content": content, "content_type": "Mentoring"}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return what a workbench shows."""
        return [("Mentoring programme", "<mentoring_programme/>")]
