"""The door to looking back at one's own entries. Every function shows the actor's own and nobody else's.

The journal asks policy for the rows: who may have none, as somebody who looks as another person, gets empty pages.
"""

from __future__ import annotations

from mentoring_xblock.lookback.document import document
from mentoring_xblock.lookback.insights import insights
from mentoring_xblock.lookback.searching import search
from mentoring_xblock.lookback.timeline import a_year_ago, timeline, year

__all__ = ["a_year_ago", "document", "insights", "search", "timeline", "year"]
