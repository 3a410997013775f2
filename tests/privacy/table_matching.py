"""The same for calls, applications, the matching group, proposals, choosing and the bank. See `table.py`."""

from __future__ import annotations

from tests.privacy.rows import IN_COURSE, NOTHING, TAKING_PART, Row, anybody

#: Who is enrolled, and so can apply. The mentee has written a draft, the other mentee has sent an application.
APPLICANTS = (*TAKING_PART, "learner outside the programme", "author", "superuser")

APPLICATION = {
    "save_application": Row(
        anybody(APPLICANTS),
        told={("other mentee", ""): 409},
        writes=dict.fromkeys([role for role in APPLICANTS if role != "other mentee"], NOTHING),
    ),
    "send_application": Row(anybody(APPLICANTS), writes=NOTHING),
    "open_application": Row(anybody(IN_COURSE)),
    "close_application": Row(anybody(IN_COURSE)),
    "preview_application": Row(anybody(IN_COURSE)),
    "join_application": Row(anybody(IN_COURSE)),
    "withdraw_application": Row(anybody(("mentee", "other mentee")), writes=NOTHING),
    "watch_call": Row(anybody(APPLICANTS)),
    "unwatch_call": Row(anybody(APPLICANTS)),
}

#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {}
