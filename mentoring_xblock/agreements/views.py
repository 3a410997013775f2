"""The part of the meetings block that the agreements room answers for."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups.relation import Relation


class AgreementViews:
    """Mixed into the meetings block, which lists `agreement_handlers` among its handlers."""

    agreement_handlers: tuple[str, ...] = ()

    def agreement_panel(self, call: Call, relation: Relation) -> str:
        """Return what the page shows of it for one group."""
        return ""
