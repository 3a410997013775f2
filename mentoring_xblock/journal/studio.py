"""The editor of a journal: its prompts and their questions, and its points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop
from xblock.fields import Boolean

from mentoring_xblock.assessment.studio import GradingEditor
from mentoring_xblock.blocks.fields import Dict, List, Scope
from mentoring_xblock.blocks.questions import AsksQuestions, QuestionsEditor
from mentoring_xblock.journal.prompts import DEFAULT_PROMPTS
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.questions import Question
from mentoring_xblock.worksheets import api
from mentoring_xblock.worksheets.data import Frame


class JournalEditor(GradingEditor, QuestionsEditor):
    """Questions with points by a mentor."""

    row_forms = {**QuestionsEditor.row_forms, **GradingEditor.rubric_rows}


class AsksFrames(AsksQuestions):
    """A part of the journal block: the fields of its prompts, their editor, and what is wrong with them."""

    editor = JournalEditor
    question_field = "prompts"

    prompts = List(
        display_name=gettext_noop("Questions"),
        help=gettext_noop("What the journal asks. What was answered stays when a question is removed."),
        scope=Scope.content,
        default=DEFAULT_PROMPTS,
    )
    frames = List(
        display_name=gettext_noop("Prompts"),
        help=gettext_noop("What the questions are gathered under: an entry is written on one prompt."),
        scope=Scope.content,
        default=[],
    )
    moods = Boolean(
        display_name=gettext_noop("Mood"),
        help=gettext_noop("Whether people can say how they are; only they see it unless they share it."),
        scope=Scope.settings,
        default=False,
    )
    intro = Dict(
        display_name=gettext_noop("Introduction"),
        help=gettext_noop("Shown above the journal."),
        scope=Scope.content,
        default={},
    )

    @property
    def frame_fields(self) -> dict[str, Any]:
        """The block's fields that make its prompts, as they are stored."""
        return {"frames": self.frames, "prompts": self.prompts}

    @property
    def question_sets(self) -> tuple[Frame, ...]:
        """The prompts that people write on."""
        return api.read_frames(self.frame_fields)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that the journal asks, on whichever prompt."""
        return api.questions_of_frames(self.question_sets)

    def index_texts(self) -> Mapping[str, str]:
        """Return the introduction, and the prompts with their questions, which their author wrote."""
        names = [pick(frame.name) for frame in self.question_sets]
        return {
            "intro": pick(self.intro),
            "prompts": " ".join(filter(None, names)) if len(names) > 1 else "",
            "questions": " ".join(pick(one.label) for one in self.questions),
        }
