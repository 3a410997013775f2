"""The part of the meetings block that the help room answers for."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups.relation import Relation


class HelpViews:
    """Mixed into the meetings block, which lists `help_handlers` among its handlers."""

    help_handlers: tuple[str, ...] = ()

    def help_panel(self, call: Call, relation: Relation) -> str:
        """Return what the page shows of it for one group."""
        return ""
