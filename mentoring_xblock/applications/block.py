"""The application block: a call that an author publishes, and the page on which people apply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _
from opaque_keys.edx.keys import UsageKey
from xblock.fields import String
from xblock.validation import Validation, ValidationMessage

from mentoring_xblock import host
from mentoring_xblock.applications import api, authored
from mentoring_xblock.applications.applicant_views import AppliesHere
from mentoring_xblock.applications.calls import call_settings
from mentoring_xblock.applications.data import CallInfo, CallSettings, Order
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.studio import EditsCall
from mentoring_xblock.blocks.base import MentoringBlock, titled
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.fields import Dict, Integer, List, Scope
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.reading import as_text, mappings


class ApplicationBlock(EditsCall, AppliesHere, MentoringBlock):
    """A call for one role: announced, open, closed; and the reader's own application to it.

    Applying completes nothing: who does not apply has left nothing undone.
    """

    room = "applications"
    script = "applications.js"
    init = "MentoringApplication"
    handlers = AppliesHere.handlers

    display_name = titled(_("Call for applications"))
    role = String(
        display_name=_("Role"),
        help=_("What people apply to be."),
        scope=Scope.settings,
        default=CallRole.MENTEE.value,
        values=[{"display_name": label, "value": value} for value, label in authored.ROLE_LABELS.items()],
    )
    opens_at = String(
        display_name=_("Opens"),
        help=_("On the programme’s clock: 2027-02-01T09:00, or a day alone. Empty: open at once. “later”: announced."),
        scope=Scope.settings,
        default="",
    )
    closes_at = String(
        display_name=_("Closes"),
        help=_("On the programme’s clock. A day alone closes at its end. Empty: no end."),
        scope=Scope.settings,
        default="",
    )
    order = String(
        display_name=_("Who gets a place"),
        help=_("Whom the coordinators choose, or who applies first."),
        scope=Scope.settings,
        default=Order.SELECTION.value,
        values=[{"display_name": label, "value": value} for value, label in authored.ORDER_LABELS.items()],
    )
    places = Integer(
        display_name=_("Places"),
        help=_("How many are taken in where first come is served. Empty: everybody who applies."),
        scope=Scope.settings,
        default=None,
    )
    target = Integer(
        display_name=_("How many are looked for"),
        help=_("Told to applicants, and shown to coordinators beside the number of applications."),
        scope=Scope.settings,
        default=None,
    )
    text = Dict(display_name=_("Text"), help=_("What the call says."), scope=Scope.content, default={})
    eligibility = Dict(display_name=_("Who can apply"), help=_("In words."), scope=Scope.content, default={})
    commitment = Dict(
        display_name=_("Commitment"),
        help=_("Ticked before an application is sent. Empty: nothing is ticked."),
        scope=Scope.content,
        default={},
    )
    faq = List(
        display_name=_("Questions and answers"),
        help=_("Shown with the call."),
        scope=Scope.content,
        default=[],
    )
    questions = List(
        display_name=_("Questions"),
        help=_("What the form asks. Empty: the ready-made form of the role."),
        scope=Scope.content,
        default=[],
    )

    @property
    def call_setup(self) -> CallSettings:
        """The call as data."""
        names = ("role", "opens_at", "closes_at", "order", "places", "target")
        return call_settings({name: getattr(self, name) for name in names}, self.questions, self.commitment)

    def call_words(self) -> dict[str, Any]:
        """Return what the author wrote of the call, for its templates."""
        faq = [
            {"question": as_text(one.get("question")), "answer": as_text(one.get("answer"))}
            for one in mappings(self.faq)
        ]
        return {
            "title": self.title,
            "text": as_text(self.text),
            "eligibility": as_text(self.eligibility),
            "commitment": as_text(self.commitment),
            "faq": [one for one in faq if pick(one["question"]) and pick(one["answer"])],
        }

    # ---- pages ----

    def page(self, call: Call) -> str:
        """The call, and the reader's own application to it."""
        return self._page(call, api.open_call(call.actor, call.place, self.call_setup, call.now))

    def setup_page(self, call: Call) -> str:
        """The call as an author set it; reads no learner's row."""
        context = {**self.call_words(), **authored.shown(self.call_setup, call.place)}
        return self.markup("applications/setup.html", call, context)

    def is_grouped(self, call: Call, info: CallInfo) -> bool:
        """Return whether the reader is in a published group of the round; one query or two."""
        return bool(groups.my_groups(call.actor.user_id, info.programme.round.id))

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """Return the block as the plain workbench shows it."""
        return [("Mentoring: call for applications", "<mentoring_application/>")]

    # ---- what the host asks ----

    def validate(self) -> Validation:
        """Tell an author in Studio what keeps people from applying."""
        found = super().validate()
        for sentence in authored.problems(self.call_setup, self.place):
            found.add(ValidationMessage(ValidationMessage.WARNING, sentence))
        return found

    def index_dictionary(self) -> dict[str, Any]:
        """Return what course search may index: what authors wrote, and nothing of any person's."""
        asked = " ".join(pick(question.label) for question in self.call_setup.questions)
        texts: Mapping[str, str] = {"text": pick(as_text(self.text)), "questions": asked}
        return {"content": {"display_name": self.display_name, **texts}, "content_type": "Mentoring"}

    def clear_student_state(self, user_id: str, course_id: str, item_id: str, requesting_user_id: str) -> None:
        """Take a learner back to the start: the host calls this when staff delete a learner's state.

        A draft goes, and what was sent is withdrawn. The ids of people are anonymous ids; the host has decided that the
        person asking may, and calls again whenever it likes.
        """
        owner_id = host.user_id_of(user_id)
        if owner_id is not None:
            api.reset(owner_id, UsageKey.from_string(item_id), timezone.now())
