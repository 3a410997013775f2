"""The coordinator's desk for matching: asking what if, publishing, and what comes after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Full, Invalid
from mentoring_xblock.proposals import api, opening, pages
from mentoring_xblock.proposals.data import Meanwhile, Question
from mentoring_xblock.proposals.forms import GiveForm, ProposalForm, QuestionForm, TryForm, VersionForm


class DecisionViews:
    """Mixed into `MatchingDesk`."""

    decision_handlers: tuple[str, ...] = (
        "ask_what_if",
        "try_what_if",
        "preview_proposal",
        "publish_proposal",
        "offer_place",
    )

    # ---- what if ----

    @learner_handler
    def ask_what_if(self, call: Call) -> Response:
        """Say what would come of a place more or less, a swap, or a wish that is forced."""
        question, proposal_id = _question(QuestionForm(call.body).require())
        outcome = api.what_if(call.actor, call.place, proposal_id, question)
        found = opening.open_proposal(call.actor, call.place, proposal_id)
        context = {
            "outcome": pages.outcome_view(outcome),
            "leaders": pages.leaders_listed(found.leaders),
            "once_key": uuid4(),
            "info": found.info,
        }
        return html(self.markup("proposals/desk/_what_if.html", call, context))

    @learner_handler
    def try_what_if(self, call: Call) -> Response:
        """Make a what-if a proposal of its own."""
        values = TryForm(call.body).require()
        question, proposal_id = _question(values)
        started = api.try_what_if(call.actor, call.place, proposal_id, question, once_key=values["once_key"])
        return html(self.board_markup(call, started=started.public_id))

    # ---- publishing, and after ----

    @learner_handler
    def preview_proposal(self, call: Call) -> Response:
        """Say what publishing would do."""
        proposal_id = ProposalForm(call.body).require()["proposal"]
        return html(self._publishing_preview(call, proposal_id))

    def _publishing_preview(self, call: Call, proposal_id: UUID, problem: str = "") -> str:
        context = {
            "preview": api.preview(call.actor, call.place, proposal_id),
            "info": opening.get_proposal(call.actor, call.place, proposal_id),
            "problem": problem,
        }
        return self.markup("proposals/desk/_publish.html", call, context)

    @learner_handler
    def publish_proposal(self, call: Call) -> Response:
        """Publish a proposal and tell everybody once; when something changed meanwhile, show it before."""
        values = VersionForm(call.body).require()
        try:
            report = api.publish(call.actor, call.place, values["proposal"], version=values["version"])
        except Conflict as error:
            if isinstance(error.current, Meanwhile):
                return self.both_versions(call, "", error, lambda names: gettext("Publish this proposal."))
            return self._proposal_not_published(call, values["proposal"], error)
        except (Invalid, Full) as error:
            return self._proposal_not_published(call, values["proposal"], error)
        told = ngettext(
            "It is published, and %(count)s person gets a mail.",
            "It is published, and %(count)s people get one mail each.",
            report.told,
        ) % {"count": report.told}
        return html(self.proposal_markup(call, said=told))

    def _proposal_not_published(self, call: Call, proposal_id: UUID, error: Conflict | Invalid) -> Response:
        answer = html(self._publishing_preview(call, proposal_id, error.message), error.status)
        answer.headers["HX-Retarget"] = f"#{self.uid}-ma-publish"
        return answer

    def after_context(self, call: Call) -> dict[str, Any]:
        """Return what is open after publishing."""
        after = api.after(call.actor, call.place)
        return {"after": after, "frees": pages.free_views(after)}

    @learner_handler
    def offer_place(self, call: Call) -> Response:
        """Give somebody a free place; nobody else moves."""
        values = GiveForm(call.body).require()
        try:
            api.give_place(call.actor, call.place, values["participant"], values["leader"], values["group"])
        except (Conflict, Invalid) as error:
            return html(self.board_markup(call, problem=error.message), error.status)
        return html(self.board_markup(call, said=gettext("The place is given, and whoever is concerned is told.")))


def _question(values: Mapping[str, Any]) -> tuple[Question, UUID]:
    return Question(values["ask"], values["leader"], values["member"], values["other"]), values["proposal"]
