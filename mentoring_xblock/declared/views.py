"""The part of the meetings block that is about the whole programme: declaring."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.programme.data import ProgrammeInfo


class DeclaringViews:
    """Mixed into the meetings block, which lists `declaring_handlers` among its handlers."""

    declaring_handlers: tuple[str, ...] = ()

    def declaring_panel(self, call: Call, programme: ProgrammeInfo) -> str:
        """Return what the page shows of it."""
        return ""
