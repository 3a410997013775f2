"""The door to proposals: ask for one, see how far it is, change it, publish it, and what comes after.

Everything here asks policy itself. What coordinators do needs PROPOSALS_MANAGE; `my_offers`, `answer_offer` and
`why_together` are for the people who were put together. Ids are public ids. Everything takes a constant number of
queries, or of batches of rows.
"""

from __future__ import annotations

from mentoring_xblock.proposals.asking import trial_brief, what_if
from mentoring_xblock.proposals.editing import coach, fill, lock, move, redo, swap, undo
from mentoring_xblock.proposals.ending import draft_count, end_round
from mentoring_xblock.proposals.late import after, give
from mentoring_xblock.proposals.later_data import Surplus
from mentoring_xblock.proposals.offers import REASON_LIMIT, answer_offer, my_offers, why_together
from mentoring_xblock.proposals.opening import (
    get_proposal,
    open_proposal,
    options,
    proposals,
    run_report,
    standing,
)
from mentoring_xblock.proposals.previewing import preview
from mentoring_xblock.proposals.published import fates
from mentoring_xblock.proposals.publishing import publish
from mentoring_xblock.proposals.starting import cancel, discard, restart, start

__all__ = [
    "REASON_LIMIT",
    "Surplus",
    "after",
    "answer_offer",
    "cancel",
    "coach",
    "discard",
    "draft_count",
    "end_round",
    "fates",
    "fill",
    "get_proposal",
    "give",
    "lock",
    "move",
    "my_offers",
    "open_proposal",
    "options",
    "preview",
    "proposals",
    "publish",
    "redo",
    "restart",
    "run_report",
    "standing",
    "start",
    "swap",
    "trial_brief",
    "undo",
    "what_if",
    "why_together",
]
