"""The same for calendars, and for which mails somebody gets. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tests.privacy.rows import FOREIGN, NOTHING, Row, Things, anybody
from tests.privacy.table_matching import APPLICANTS

#: Whoever is in a group has its meetings in their calendar; there is nothing there of anybody else's.
EXPECTED: Mapping[str, Things] = {
    "mentee": ("the pair’s",),
    "own mentor": ("the pair’s",),
    "other mentee": FOREIGN,
    "other mentor": FOREIGN,
}

#: On the page of meetings. Whoever is enrolled keeps an address of their own; who is not has no calendar here.
CALENDAR = {
    "make_feed": Row(anybody(APPLICANTS), refusal=403, writes=NOTHING),
    "end_feed": Row(anybody(APPLICANTS), refusal=403),
    "save_mails": Row(anybody(APPLICANTS), refusal=403, writes=NOTHING),
    "download_meeting": Row(
        EXPECTED | dict.fromkeys([role for role in APPLICANTS if role not in EXPECTED], ()),
        about="calendar",
        refusal=403,
        shows=True,
    ),
}
