"""The part of the meetings block that the meetings room answers for."""

from __future__ import annotations

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups.relation import Relation


class BookingViews:
    """Mixed into the meetings block, which lists `booking_handlers` among its handlers."""

    booking_handlers: tuple[str, ...] = ()

    def booking_panel(self, call: Call, relation: Relation) -> str:
        """Return what the page shows of it for one group."""
        return ""
