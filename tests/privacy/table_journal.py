"""The same for journals in depth: the device's key, frames, history, passages, looking back, and reflections of groups.

See `table.py`. Each dictionary is joined to the block of its name.
"""

from __future__ import annotations

from tests.privacy.rows import IN_COURSE, Row, anybody

#: Handlers of the block of journals.
JOURNAL: dict[str, Row] = {
    "device_key": Row(anybody(IN_COURSE)),
    "search_entries": Row(anybody(IN_COURSE)),
    "open_year": Row(anybody(IN_COURSE)),
    "open_insights": Row(anybody(IN_COURSE)),
}
#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {}
