"""The same for goals in depth: scales and ratings, actions, history, reviews, grading, and goals of groups.

See `table.py`. Each dictionary is joined to the block of its name.
"""

from __future__ import annotations

from tests.privacy.rows import Row

#: Handlers of the block of goals.
GOALS: dict[str, Row] = {}
#: Handlers of the block of hand-ins, for goals and journals alike.
GRADED: dict[str, Row] = {}
#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {}
#: Handlers of the page about meetings.
MEETINGS: dict[str, Row] = {}
