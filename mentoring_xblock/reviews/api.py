"""The door to the matching group's room: how a round is read, what matchers write, and what others learn of it.

Functions that take an `Actor` ask policy themselves. `reading_of`, `seal`, `summaries` and `suggested` serve rooms that
have asked.
"""

from __future__ import annotations

from mentoring_xblock.reviews.notes import rate, suggest, unsuggest
from mentoring_xblock.reviews.papers import applications_to_read, between, next_unread, notes_on, paper_of, progress
from mentoring_xblock.reviews.queries import (
    disagreement,
    facts_for,
    readable_ratings,
    readable_suggestions,
    suggested,
    summaries,
    summaries_for,
)
from mentoring_xblock.reviews.settings import reading_of, seal, set_reading

__all__ = [
    "applications_to_read",
    "between",
    "disagreement",
    "facts_for",
    "next_unread",
    "notes_on",
    "paper_of",
    "progress",
    "rate",
    "readable_ratings",
    "readable_suggestions",
    "reading_of",
    "seal",
    "set_reading",
    "suggest",
    "suggested",
    "summaries",
    "summaries_for",
    "unsuggest",
]
