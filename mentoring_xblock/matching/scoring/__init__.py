"""Scores of all pairs from weighted criteria, which can be taken apart again to the point."""

from mentoring_xblock.matching.scoring.base import Criterion, Measure
from mentoring_xblock.matching.scoring.criteria import (
    Field,
    Hours,
    Interests,
    Languages,
    Likert,
    Mutual,
    Place,
    Reviews,
    Verdict,
    Wishes,
)
from mentoring_xblock.matching.scoring.scores import BLOCK, FULL, Part, Scores, score, shares

__all__ = [
    "BLOCK",
    "FULL",
    "Criterion",
    "Field",
    "Hours",
    "Interests",
    "Languages",
    "Likert",
    "Measure",
    "Mutual",
    "Part",
    "Place",
    "Reviews",
    "Scores",
    "Verdict",
    "Wishes",
    "score",
    "shares",
]
