"""The same for journals in depth: the device's key, frames, history, passages, looking back, and reflections of groups.

See `table.py`. Each dictionary is joined to the block of its name.
"""

from __future__ import annotations

from tests.privacy.rows import ANSWERS, FOREIGN, GIVEN, IN_COURSE, Row, Things, anybody, owners

#: Who reads which entry by a share that has not ended.
READERS: dict[str, Things] = {
    "own mentor": ("shared", "a passage"),
    "peer": ("with peers", "opened together", "a kept text", "to one person"),
    "other mentor": FOREIGN,
}
#: Those of them that somebody reads.
READ: Things = tuple(name for names in READERS.values() for name in names)
#: On whichever page it is read.
READING = {
    "mark_read": Row(READERS, about="journal", writes=READ),
    "react": Row(READERS, about="journal", writes=READ),
}

#: Handlers of the block of journals.
JOURNAL: dict[str, Row] = {
    "device_key": Row(anybody(IN_COURSE)),
    "search_entries": Row(anybody(IN_COURSE)),
    "open_year": Row(anybody(IN_COURSE)),
    "open_insights": Row(anybody(IN_COURSE)),
    "list_bin": Row(anybody(IN_COURSE)),
    # The oldest text that is kept beside an entry. Where it is the one that stands, nothing changes.
    "put_back": Row(
        owners("shared", "with peers", "withdrawn", "with a former mentor", "a kept text", "to one person", *ANSWERS),
        about="journal",
        writes=("shared", "a kept text"),
    ),
    "open_document": Row(anybody(IN_COURSE)),
}
#: What the mentee can hand over to the group that a call names, which is the one that a thing is or could be shared in.
_GIVEN = ("private", "shared", "with peers", "withdrawn", *ANSWERS, *GIVEN)

JOURNAL |= {
    # The same text again is for who is in the group by now; what has opened is shared at once, in place of the earlier.
    "hand_over": Row(
        owners(*_GIVEN),
        about="journal",
        writes=("private", "shared", "with peers", "withdrawn", *ANSWERS, *GIVEN, *FOREIGN),
    ),
    "take_over_back": Row(
        owners(*(name for name in _GIVEN if name != "opened together")),
        about="journal",
        told={("mentee", "opened together"): 409},
        writes=("handed over",),
    ),
    "list_reflections": Row(anybody(IN_COURSE)),
}
JOURNAL |= READING
#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {**READING}
