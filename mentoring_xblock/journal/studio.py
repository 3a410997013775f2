"""The editor of a journal: its questions, and its points."""

from __future__ import annotations

from mentoring_xblock.assessment.studio import GradingEditor
from mentoring_xblock.blocks.questions import QuestionsEditor


class JournalEditor(GradingEditor, QuestionsEditor):
    """Questions with points by a mentor."""

    row_forms = {**QuestionsEditor.row_forms, **GradingEditor.rubric_rows}
