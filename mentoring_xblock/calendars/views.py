"""The part of the meetings block that the calendars room answers for."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups.relation import Relation


class CalendarViews:
    """Mixed into the meetings block, which lists `calendar_handlers` among its handlers."""

    calendar_handlers: tuple[str, ...] = ()

    def calendar_panel(self, call: Call, relation: Relation) -> str:
        """Return what the page shows of it for one group."""
        return ""
