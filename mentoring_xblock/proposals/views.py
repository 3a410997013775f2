"""The coordinator's desk for matching, as a part of the dashboard's page."""

from __future__ import annotations

from typing import Any

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.proposals.asking_views import AskingViews
from mentoring_xblock.proposals.board_views import BoardViews
from mentoring_xblock.proposals.decision_views import DecisionViews
from mentoring_xblock.proposals.work_views import WorkViews


class MatchingDesk(BoardViews, WorkViews, AskingViews, DecisionViews):
    """Mixed into the dashboard's block, which lists `matching_handlers` among its handlers.

    Every answer takes the place of the whole part, of one card in it or of a place for it; the part has its own first
    sentence.
    """

    matching_handlers: tuple[str, ...] = (
        *BoardViews.board_handlers,
        *WorkViews.work_handlers,
        *AskingViews.asking_handlers,
        *DecisionViews.decision_handlers,
    )

    def matching_part(self, call: Call, **context: Any) -> str:
        """Return the part as one arrives at it: all proposals side by side.

        Raises:
            NotAllowed: the actor does not coordinate this programme.
        """
        return self.board_markup(call, **context)
