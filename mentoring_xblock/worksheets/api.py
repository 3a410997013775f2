"""The door to worksheets: reading one, the ready-made ones, and what an author should still look at.

Nothing here belongs to anybody, so nothing asks policy.
"""

from mentoring_xblock.worksheets.builtin_basic import SMART
from mentoring_xblock.worksheets.checks import problems
from mentoring_xblock.worksheets.frames import FIRST_FRAME, FRAMES
from mentoring_xblock.worksheets.frames_checks import FRAMES_LIMIT, QUESTIONS_LIMIT, frame_problems
from mentoring_xblock.worksheets.frames_reading import (
    authored_frames,
    frames_from_mirror,
    open_frames,
    questions_of_frames,
    read_frames,
    template_of_frame,
)
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
    "FIRST_FRAME",
    "FRAMES",
    "FRAMES_LIMIT",
    "QUESTIONS_LIMIT",
    "SMART",
    "TEMPLATES",
    "authored_frames",
    "frame_problems",
    "frames_from_mirror",
    "from_mirror",
    "open_frames",
    "problems",
    "questions_of",
    "questions_of_frames",
    "read_frames",
    "read_worksheet",
    "template_of",
    "template_of_frame",
    "writers_of",
]
