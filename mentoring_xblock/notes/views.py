"""The part of the meetings block that the notes room answers for."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups.relation import Relation


class NotesViews:
    """Mixed into the meetings block, which lists `notes_handlers` among its handlers."""

    notes_handlers: tuple[str, ...] = ()

    def notes_panel(self, call: Call, relation: Relation) -> str:
        """Return what the page shows of it for one group."""
        return ""
