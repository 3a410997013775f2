"""The same for calls, applications, the matching group, proposals, choosing and the bank. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.privacy.rows import FOREIGN, IN_COURSE, MENTORS, NAMED, NOTHING, TAKING_PART, Row, Things, anybody

#: Who is enrolled, and so can apply. The mentee has written a draft; the other mentee and the matcher have sent an
#: application, and the peer's has been decided on.
APPLICANTS = (*TAKING_PART, *NAMED, "learner outside the programme", "author", "superuser")
DECIDED = {("peer", ""): 403}
SENT = {("other mentee", ""): 409, ("matcher", ""): 409}


def _all_but(*roles: str) -> dict[str, Things]:
    return dict.fromkeys([role for role in APPLICANTS if role not in roles], NOTHING)


APPLICATION = {
    "save_application": Row(
        anybody(APPLICANTS), told={**SENT, **DECIDED}, writes=_all_but("other mentee", "matcher", "peer")
    ),
    "send_application": Row(anybody(APPLICANTS), told=DECIDED, writes=_all_but("peer")),
    "open_application": Row(anybody(IN_COURSE)),
    "close_application": Row(anybody(IN_COURSE)),
    "preview_application": Row(anybody(IN_COURSE)),
    "join_application": Row(anybody(IN_COURSE)),
    "withdraw_application": Row(anybody(("mentee", "peer", "other mentee", "matcher")), writes=NOTHING),
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

#: Both partners are told why they are together, as long as they are; who is among peers is told nothing more.
TOGETHER: Mapping[str, Things] = {
    "mentee": ("a place", "their mentor’s", "a settled place"),
    "own mentor": ("a place", "their mentor’s"),
    "other mentee": ("somebody else’s",),
    "other mentor": ("somebody else’s",),
    "peer": ("a settled place",),
}

#: On the programme's page.
PLACES = {
    "show_place": Row(HOLDERS, about="offers"),
    "ask_place": Row(HOLDERS, about="offers"),
    "explain_place": Row(TOGETHER, about="offers"),
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

DRAFTS: Things = ("a draft", "peer groups")


def _matches(*things: str, refused: int = 422, writes: Things = ()) -> Row:
    """Return a row of the desk for matching; what is in no state for it is refused in words."""
    told = {("coordinator", thing): refused for thing in (*DRAFTS, "a run") if thing not in things}
    return Row({"coordinator": things}, about="proposals", told=told, refusal=403, writes=writes)


#: Coordinators bring people together; nobody else hears of a proposal before it is published.
PROPOSALS = {
    "list_proposals": Row(anybody(("coordinator",)), refusal=403),
    "new_proposal": Row(anybody(("coordinator",)), refusal=403),
    "weigh_proposal": Row(anybody(("coordinator",)), refusal=403),
    "start_proposal": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "restart_proposal": _matches(*DRAFTS, "a run"),
    "follow_proposal": _matches(*DRAFTS, "a run"),
    "cancel_proposal": _matches(*DRAFTS, "a run", writes=("a run",)),
    "discard_proposal": _matches(*DRAFTS, writes=DRAFTS),
    "open_proposal": _matches(*DRAFTS),
    "watch_proposal": _matches(*DRAFTS, "a run"),
    "open_seat": _matches(*DRAFTS),
    "move_seat": _matches(*DRAFTS, writes=DRAFTS),
    "lock_seat": _matches(*DRAFTS, writes=DRAFTS),
    "coach_group": _matches("peer groups"),
    "fill_proposal": _matches(*DRAFTS, writes=DRAFTS),
    "undo_change": _matches(*DRAFTS, writes=DRAFTS),
    "redo_change": _matches(*DRAFTS, writes=DRAFTS),
    "ask_what_if": _matches(*DRAFTS),
    "try_what_if": _matches("a draft", writes=("a draft",)),
    "preview_proposal": _matches(*DRAFTS),
    "publish_proposal": _matches(*DRAFTS, writes=DRAFTS),
    "follow_publishing": _matches(*DRAFTS),
    "offer_place": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
}

#: What coordinators read: sent, and not taken back. Nobody else learns even that there is such a desk.
SENT = ("sent", "in reserve", "the matcher’s own")
NOT_THEIRS = ("a draft", "in another course", "unknown")


def _desk(about: str = "", *things: str, told: Mapping[str, int] | None = None, **more: Any) -> Row:
    """Return a row of a coordinator's; `told` are things about which something else is said."""
    said = {("coordinator", thing): status for thing, status in (told or {}).items()}
    return Row({"coordinator": things or NOTHING}, about=about, told=said, refusal=403, **more)


DESK = {
    "list_applications": _desk(),
    "open_application": _desk("applications", *SENT, shows=True),
    "order_reserve": _desk("applications", "in reserve", told={"sent": 409, "the matcher’s own": 409}),
    "export_applications": _desk(writes=NOTHING),
    "choose_applications": _desk("applications", *SENT, told=dict.fromkeys(NOT_THEIRS, 422)),
    "leave_applications": _desk(),
    "decide_applications": _desk("applications", *SENT, writes=SENT),
    "open_call_letters": _desk(),
    "leave_call_letters": _desk(),
    "save_call_letters": _desk(writes=NOTHING),
    "let_in_late": _desk(writes=NOTHING),
    "check_people_table": _desk(),
    "import_people_table": _desk(writes=NOTHING),
    # None of these has applied to mentor.
    "bank_applicants": _desk("applications", *SENT, told=dict.fromkeys((*SENT, *NOT_THEIRS), 422)),
}

#: The peer is the one mentee here who has no mentor, and asks. Who was asked answers; others hear nothing.
ASKED: Mapping[str, Things] = {"other mentor": ("asked",), "own mentor": FOREIGN}
ENDED = {("own mentor", "too late"): 409, ("former mentor", "declined"): 409}

NO_MENTORS = ("the mentee", "their peer", "another mentee", "somebody without a group", "in another course")

CHOOSING = {
    "list_mentors": Row(anybody(("peer",)), refusal=403),
    "open_mentor": Row({"peer": ("their mentor",)}, about="people", refusal=403),
    # Whoever has a mentor is told so about mentors.
    "ask_mentor": Row(
        {"peer": ("their mentor",)},
        about="people",
        told={(role, thing): 404 for role in ("mentee", "other mentee") for thing in NO_MENTORS},
        refusal=403,
        writes=("their mentor",),
    ),
    "withdraw_request": Row(
        {"peer": ("asked",)},
        about="requests",
        told={("peer", "too late"): 409, ("peer", "declined"): 409},
        writes=("asked",),
    ),
    "accept_request": Row(ASKED, about="requests", told=ENDED, writes=ASKED),
    # Who lets nobody ask answers whoever waits with it.
    "pause_requests": Row(anybody(MENTORS), refusal=403, writes=NOTHING),
    # Saying no twice is saying it once.
    "decline_request": Row(
        {**ASKED, "former mentor": ("declined",)},
        about="requests",
        told={("own mentor", "too late"): 409},
        writes=ASKED,
    ),
}

#: Whoever has been in the programme, or has applied to mentor in it, may join its bank. Three are in it already, and
#: what they send was written before that.
OUTSIDE = ("learner outside the programme", *NAMED, "author", "superuser")
JOINERS = ("mentee", "own mentor", "other mentee")
INSIDE = ("peer", "other mentor", "former mentor")
FOUND: Things = ("an alumna’s", "a mentee’s", "a mentor’s")
INVITED: Things = ("a mentee’s", "a mentor’s")

BANK = {
    "save_profile": Row(
        anybody((*JOINERS, *INSIDE)),
        told={**{(role, ""): 409 for role in INSIDE}, **{(role, ""): 403 for role in OUTSIDE}},
        writes=anybody(JOINERS),
    ),
    "leave_bank": Row(anybody((*JOINERS, *INSIDE, *OUTSIDE)), writes=anybody(INSIDE)),
    "answer_invitation": Row(
        {"peer": ("a mentee’s",), "other mentor": ("a mentor’s",)},
        about="invitations",
        told={("peer", "declined"): 409, ("former mentor", "too late"): 409},
        writes=INVITED,
    ),
    "search_bank": Row(anybody(("coordinator", "line manager")), refusal=403),
    "want_mentor": Row(
        {"coordinator": FOUND, "line manager": FOUND}, about="profiles", refusal=403, writes=FOUND, shows=True
    ),
    # The mentor is in the round already, and the mentee has been asked.
    "invite_mentor": Row(
        {"coordinator": ("an alumna’s", "a mentee’s")},
        about="profiles",
        told={("coordinator", "a mentor’s"): 409, ("coordinator", "paused"): 409},
        refusal=403,
        writes=("an alumna’s",),
        shows=True,
    ),
    # What was asked is taken back also from who pauses; theirs has expired, and is closed by it.
    "uninvite_mentor": Row(
        {"coordinator": (*FOUND, "paused")}, about="profiles", refusal=403, writes=(*INVITED, "paused")
    ),
    "name_managers": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "dismiss_manager": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
}

#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {**READING, **DESK, **PROPOSALS, **CHOOSING, **BANK}
