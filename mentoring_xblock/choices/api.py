"""The door to choosing: open mentors, requests, and what mentors answer.

Every function asks policy but `asked_of` and `looking`, whose callers have. Ids from a browser are public ids.
"""

from __future__ import annotations

from mentoring_xblock.choices.answering import accept, answering, asked_of, counts, decline
from mentoring_xblock.choices.asking import ask, choosing, looking, withdraw
from mentoring_xblock.choices.data import (
    MESSAGE_LIMIT,
    PAGE_SIZE,
    Answering,
    Choosing,
    Counts,
    MentorToAsk,
    OpenMentor,
    RequestInfo,
    RequestState,
    Wanted,
)
from mentoring_xblock.choices.ending import end_round, open_count
from mentoring_xblock.choices.expiring import end_overtaken, expire_due
from mentoring_xblock.choices.mentors import mentor_to_ask, open_mentors
from mentoring_xblock.choices.pausing import pause

__all__ = [
    "MESSAGE_LIMIT",
    "PAGE_SIZE",
    "Answering",
    "Choosing",
    "Counts",
    "MentorToAsk",
    "OpenMentor",
    "RequestInfo",
    "RequestState",
    "Wanted",
    "accept",
    "answering",
    "ask",
    "asked_of",
    "choosing",
    "counts",
    "decline",
    "end_overtaken",
    "end_round",
    "expire_due",
    "looking",
    "mentor_to_ask",
    "open_count",
    "open_mentors",
    "pause",
    "withdraw",
]
