"""The coordinator's desk for matching: asking what if, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.proposals import api, asking_pages, choosing, sentences
from mentoring_xblock.proposals.data import Question
from mentoring_xblock.proposals.forms import QuestionForm, TryForm


class AskingViews:
    """Mixed into `MatchingDesk`."""

    asking_handlers: tuple[str, ...] = ("ask_what_if", "try_what_if")

    @learner_handler
    def ask_what_if(self, call: Call) -> Response:
        """Say what would come of a place more or less, a swap, or a wish that is forced."""
        question, proposal_id = _question(QuestionForm(call.body).require())
        outcome = api.what_if(call.actor, call.place, proposal_id, question)
        info = api.get_proposal(call.actor, call.place, proposal_id)
        context = {
            "outcome": asking_pages.outcome_view(outcome, info.kind),
            "asked": sentences.question_words(question, choosing.names(call.actor, call.place)),
            "once_key": uuid4(),
        }
        return html(self.markup("proposals/desk/_difference.html", call, context))

    @learner_handler
    def try_what_if(self, call: Call) -> Response:
        """Run another proposal with a place more or less, around the same locks."""
        values = TryForm(call.body).require()
        question, proposal_id = _question(values)
        try:
            brief = api.trial_brief(call.actor, call.place, proposal_id, question)
            started = api.start(call.actor, call.place, brief, once_key=values["once_key"], parent=proposal_id)
        except (Conflict, Invalid) as error:
            return html(self.board_markup(call, problem=error.message), error.status)
        return html(self.board_markup(call, started=started.public_id))


def _question(values: Mapping[str, Any]) -> tuple[Question, UUID]:
    return Question(values["ask"], values["leader"], values["member"], values["other"]), values["proposal"]
