"""The door to hand-ins and points.

Every function asks policy with facts of this moment; the ones that write open their own transaction, in which
edx-submissions writes too (docs/decisions/0008).
"""

from __future__ import annotations

from mentoring_xblock.assessment.again import ask_again
from mentoring_xblock.assessment.data import HandInDetail
from mentoring_xblock.assessment.gradebook import NotStored
from mentoring_xblock.assessment.hand_ins import hand_in, let_go_of_texts, reset_learner, take_back, writers_of
from mentoring_xblock.assessment.panel import panel
from mentoring_xblock.assessment.partaking import part_panel, take_part
from mentoring_xblock.assessment.queries import (
    handed_in_to,
    open_hand_in,
    points_since,
    readable_by_mentor,
    waiting_for,
)
from mentoring_xblock.assessment.release import drafts, held, release, releases
from mentoring_xblock.assessment.rules import FEEDBACK_LIMIT, ITEM_LIMIT
from mentoring_xblock.assessment.scores import give_score, withdraw_score
from mentoring_xblock.assessment.time import closes_at, give_time, graded_blocks, time_desk
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Actor


def mark_opened(actor: Actor, detail: HandInDetail) -> None:
    """Write into the author's trail that a mentor opened a hand-in, once a mentor. `detail` was read by the actor."""
    if actor.user_id is None or not detail.may_score:
        return
    if not audit.has_step(ItemKind.HAND_IN, detail.hand_in_id, actor_id=actor.user_id, verb=Verb.OPENED):
        audit.record(
            ItemKind.HAND_IN,
            detail.hand_in_id,
            owner_id=detail.owner_id,
            actor_id=actor.user_id,
            verb=Verb.OPENED,
        )


__all__ = [
    "FEEDBACK_LIMIT",
    "ITEM_LIMIT",
    "NotStored",
    "ask_again",
    "closes_at",
    "drafts",
    "give_score",
    "give_time",
    "graded_blocks",
    "hand_in",
    "handed_in_to",
    "held",
    "let_go_of_texts",
    "mark_opened",
    "open_hand_in",
    "panel",
    "part_panel",
    "points_since",
    "readable_by_mentor",
    "release",
    "releases",
    "reset_learner",
    "take_back",
    "take_part",
    "time_desk",
    "waiting_for",
    "withdraw_score",
    "writers_of",
]
