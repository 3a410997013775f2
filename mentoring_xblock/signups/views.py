"""The part of the meetings block that is about the whole programme: sign_up."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.programme.data import ProgrammeInfo


class SignUpViews:
    """Mixed into the meetings block, which lists `sign_up_handlers` among its handlers."""

    sign_up_handlers: tuple[str, ...] = ()

    def sign_up_panel(self, call: Call, programme: ProgrammeInfo) -> str:
        """Return what the page shows of it."""
        return ""
