"""The door to scales and ratings of goals.

Everything that writes asks policy itself, about the goal, and in its own transaction. `standings` and `frozen_parts`
are for callers that have read the goals: whoever reads a goal reads how far it has come. What all of somebody's goals
come to is for their own eyes.
"""

from __future__ import annotations

from mentoring_xblock.attainment.counting import frozen_parts, reached
from mentoring_xblock.attainment.figures import fix_due, fix_round, means
from mentoring_xblock.attainment.rating import agree, rate
from mentoring_xblock.attainment.reading import remembered_standings, standings
from mentoring_xblock.attainment.reviewing import due_reviews, save_review
from mentoring_xblock.attainment.scales import copy_scale, save_scale
from mentoring_xblock.attainment.stages import attained

__all__ = [
    "agree",
    "attained",
    "copy_scale",
    "due_reviews",
    "fix_due",
    "fix_round",
    "frozen_parts",
    "means",
    "rate",
    "reached",
    "remembered_standings",
    "save_review",
    "save_scale",
    "standings",
]
