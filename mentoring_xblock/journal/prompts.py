"""The questions that a journal asks."""

from __future__ import annotations

from typing import Any

from mentoring_xblock.kit.questions import Question
from mentoring_xblock.worksheets import api as worksheets
from mentoring_xblock.worksheets.data import MAIN, Frame

#: What a journal asks until its author says otherwise.
DEFAULT_PROMPTS: list[dict[str, Any]] = [dict(one) for one in worksheets.FRAMES[worksheets.FIRST_FRAME].questions]


def prompts_of(authored: Any, frames: Any = None) -> tuple[Question, ...]:
    """Return everything that a journal asks, from its fields `prompts` and `frames` or their mirror.

    Nothing is ever required of an entry, so `required` in the data means nothing here.
    """
    return worksheets.questions_of_frames(worksheets.read_frames({"prompts": authored, "frames": frames}))


def frame_of(frames: tuple[Frame, ...], frame_id: str) -> Frame | None:
    """Return the prompt that an entry was written on; None where its author has removed it.

    Entries from before a journal had several are on the one that is called "main".
    """
    return next((frame for frame in frames if frame.id == (frame_id or MAIN)), None)
