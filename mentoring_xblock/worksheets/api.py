"""The door to worksheets: reading one, the ready-made ones, and what an author should still look at.

Nothing here belongs to anybody, so nothing asks policy.
"""

from mentoring_xblock.worksheets.builtin_basic import SMART
from mentoring_xblock.worksheets.checks import problems
from mentoring_xblock.worksheets.reading import (
    ANSWER_CEILING,
    from_mirror,
    questions_of,
    read_worksheet,
    template_of,
    writers_of,
)
from mentoring_xblock.worksheets.templates import FIRST, TEMPLATES

__all__ = [
    "ANSWER_CEILING",
    "FIRST",
    "SMART",
    "TEMPLATES",
    "from_mirror",
    "problems",
    "questions_of",
    "read_worksheet",
    "template_of",
    "writers_of",
]
