"""The way from a meeting to a journal: a link to the prompt that is written on after one."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring_xblock import host
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.journal.lately import journals
from mentoring_xblock.worksheets.api import frames_from_mirror

#: The ready-made prompt for after a meeting.
TEMPLATE = "meeting"


@dataclass(frozen=True)
class AfterMeeting:
    """Where a meeting is written about: the address of the journal's page, and its prompt."""

    address: str
    frame: str


class LeadsToJournal:
    """Mixed into the meetings block."""

    @staticmethod
    def after_meeting(call: Call) -> AfterMeeting | None:
        """Return where a meeting is written about; None where no journal has a prompt for that. One query."""
        for block in journals(call.place):
            frame = next((one for one in frames_from_mirror(block) if one.template == TEMPLATE and not one.opens), None)
            if frame is not None:
                return AfterMeeting(host.address(block.usage_key), frame.id)
        return None


__all__ = ["AfterMeeting", "LeadsToJournal"]
