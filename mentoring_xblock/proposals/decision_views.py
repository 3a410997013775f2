"""The coordinator's desk for matching: publishing, and what comes after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.proposals import api, asking_pages, board_pages, sentences
from mentoring_xblock.proposals.data import Meanwhile
from mentoring_xblock.proposals.forms import GiveForm, ProposalForm, PublishForm


class DecisionViews:
    """Mixed into `MatchingDesk`."""

    decision_handlers: tuple[str, ...] = (
        "preview_proposal",
        "publish_proposal",
        "follow_publishing",
        "offer_place",
    )

    @learner_handler
    def preview_proposal(self, call: Call) -> Response:
        """Say what publishing would do."""
        proposal_id = ProposalForm(call.body).require()["proposal"]
        return html(self._publishing_preview(call, proposal_id))

    def _publishing_preview(self, call: Call, proposal_id: UUID, problem: str = "") -> str:
        context = {
            "preview": api.preview(call.actor, call.place, proposal_id),
            "info": api.get_proposal(call.actor, call.place, proposal_id),
            "problem": problem,
        }
        return self.markup("proposals/desk/_publish.html", call, context)

    @learner_handler
    def publish_proposal(self, call: Call) -> Response:
        """Publish a proposal and tell everybody once; when something changed meanwhile, show it before."""
        values = PublishForm(call.body).require()
        self.check_what_is_shown(call)
        try:
            report = api.publish(
                call.actor,
                call.place,
                values["proposal"],
                version=values["version"],
                mentors=values["mentors"] or api.Surplus.NOTHING,
                mentees=values["mentees"] or api.Surplus.NOTHING,
            )
        except Conflict as error:
            if isinstance(error.current, Meanwhile):
                return self.both_versions(call, "", error, lambda names: gettext("Publish this proposal."))
            return self._proposal_not_published(call, values["proposal"], error)
        except Invalid as error:
            return self._proposal_not_published(call, values["proposal"], error)
        if report.info.publishing:
            return html(self.proposal_markup(call, begun=True))
        return html(self.proposal_markup(call, said=sentences.told_words(report.told)))

    def _proposal_not_published(self, call: Call, proposal_id: UUID, error: Conflict | Invalid) -> Response:
        answer = html(self._publishing_preview(call, proposal_id, error.message), error.status)
        answer.headers["HX-Retarget"] = f"#{self.uid}-ma-publish"
        return answer

    @learner_handler
    def follow_publishing(self, call: Call) -> Response:
        """Say that a proposal is still being published; once that has ended, show what became of it."""
        info = api.get_proposal(call.actor, call.place, ProposalForm(call.body).require()["proposal"])
        if info.publishing and not info.lost:
            return html(self.markup("proposals/desk/_publishing.html", call, {"card": board_pages.card(info)}))
        said = sentences.told_words(info.done.told) if info.done else ""
        answer = html(self.proposal_markup(call, said=said, problem=info.problem))
        answer.headers["HX-Retarget"] = f"#{self.uid}-ma"
        return answer

    def after_context(self, call: Call) -> dict[str, Any]:
        """Return what is open after publishing."""
        after = api.after(call.actor, call.place)
        waiting = [who.name for who in after.nobody_for]
        return {
            "after": after,
            "frees": asking_pages.free_views(after),
            "nobody_for": sentences.nobody_for_words(waiting) if waiting else "",
        }

    @learner_handler
    def offer_place(self, call: Call) -> Response:
        """Give somebody a free place; nobody else moves."""
        values = GiveForm(call.body).require()
        try:
            api.give(call.actor, call.place, values["participant"], values["leader"], values["group"])
        except (Conflict, Invalid) as error:
            return html(self.board_markup(call, problem=error.message), error.status)
        return html(self.board_markup(call, said=gettext("The place is given, and whoever is concerned is told.")))
