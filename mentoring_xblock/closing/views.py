"""The part of the meetings block that the closing room answers for."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups.relation import Relation


class EndingViews:
    """Mixed into the meetings block, which lists `ending_handlers` among its handlers."""

    ending_handlers: tuple[str, ...] = ()

    def ending_panel(self, call: Call, relation: Relation) -> str:
        """Return what the page shows of it for one group."""
        return ""
