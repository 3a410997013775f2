"""The same for calls, applications, the matching group, proposals, choosing and the bank. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.privacy.rows import IN_COURSE, NOTHING, TAKING_PART, Row, Things, anybody

#: Who is enrolled, and so can apply. The mentee has written a draft; the other mentee and the matcher have sent an
#: application.
APPLICANTS = (*TAKING_PART, "learner outside the programme", "matcher", "author", "superuser")

APPLICATION = {
    "save_application": Row(
        anybody(APPLICANTS),
        told={("other mentee", ""): 409, ("matcher", ""): 409},
        writes=dict.fromkeys([role for role in APPLICANTS if role not in ("other mentee", "matcher")], NOTHING),
    ),
    "send_application": Row(anybody(APPLICANTS), writes=NOTHING),
    "open_application": Row(anybody(IN_COURSE)),
    "close_application": Row(anybody(IN_COURSE)),
    "preview_application": Row(anybody(IN_COURSE)),
    "join_application": Row(anybody(IN_COURSE)),
    "withdraw_application": Row(anybody(("mentee", "other mentee", "matcher")), writes=NOTHING),
    "watch_call": Row(anybody(APPLICANTS)),
    "unwatch_call": Row(anybody(APPLICANTS)),
}

#: Whoever holds a place, as long as it can be declined; afterwards it is theirs.
HOLDERS: Mapping[str, Things] = {
    "mentee": ("a place",),
    "own mentor": ("their mentor’s",),
    "other mentee": ("somebody else’s",),
}
SETTLED = {("mentee", "a settled place"): 409}

#: On the programme's page.
PLACES = {
    "show_place": Row(HOLDERS, about="offers"),
    "ask_place": Row(HOLDERS, about="offers"),
    "explain_place": Row(HOLDERS, about="offers"),
    "keep_place": Row(HOLDERS, about="offers", told=SETTLED, writes=HOLDERS),
    "decline_place": Row(HOLDERS, about="offers", told=SETTLED, writes=HOLDERS),
}

READ: Mapping[str, Things] = {"matcher": ("sent", "in reserve")}

#: The matching group reads what was handed in to it, and never an application of its own.
READING = {
    "list_reading": Row(anybody(("matcher",))),
    "open_reading": Row(READ, about="applications", shows=True),
    "save_rating": Row(READ, about="applications", writes=READ),
    "find_partner": Row(READ, about="applications"),
    "suggest_pair": Row(READ, about="applications", writes=READ),
    "withdraw_pair": Row(READ, about="applications", writes=("sent",)),
    "name_matchers": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "dismiss_matcher": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "save_reading": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
}

#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {**READING}
