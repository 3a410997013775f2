"""The part of the meetings block that is about the whole programme: joint."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.programme.data import ProgrammeInfo


class JointViews:
    """Mixed into the meetings block, which lists `joint_handlers` among its handlers."""

    joint_handlers: tuple[str, ...] = ()

    def joint_panel(self, call: Call, programme: ProgrammeInfo) -> str:
        """Return what the page shows of it."""
        return ""
