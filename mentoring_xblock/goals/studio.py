"""The editor of a goals block: its worksheet, and its points."""

from __future__ import annotations

from mentoring_xblock.assessment.studio import PartEditor
from mentoring_xblock.worksheets.studio import WorksheetEditor


class GoalsEditor(PartEditor, WorksheetEditor):
    """A worksheet with points by a mentor or by taking part."""

    row_forms = {**WorksheetEditor.row_forms, **PartEditor.rubric_rows}
