"""The same for meetings of the whole programme, and groups that people sign up to. See `table.py`."""

from __future__ import annotations

from typing import Any

from tests.privacy.rows import MENTEES, MENTORS, NOTHING, TAKING_PART, Row, Things, anybody

ALL: Things = ("for everybody", "for mentors", "held", "a draft")
AHEAD: Things = ("for everybody", "for mentors")

#: Whom it is for can answer, until it begins; whoever holds it is expected anyway.
ANSWERS = {
    **dict.fromkeys(MENTEES, ("for everybody",)),
    **dict.fromkeys(MENTORS, AHEAD),
    "other mentor": ("for everybody",),
}
_BEGUN = {(role, "held"): 409 for role in TAKING_PART}

#: Whoever holds a meeting, and coordinators, on either page.
_SHEET = {
    "open_attendance": Row({"coordinator": ALL, "other mentor": ("for mentors", "held")}, about="joint"),
    "save_attendance": Row(
        {"coordinator": ("held",), "other mentor": ("held",)},
        about="joint",
        told={
            ("other mentor", "for mentors"): 409,
            **{("coordinator", thing): 409 for thing in ALL if thing != "held"},
        },
        writes=("held",),
    ),
}

#: The mentee and their peer are in a group of peers already; the mentor waits for a place, and gets it by asking again.
MEETINGS = {
    "answer_joint": Row(ANSWERS, about="joint", told={**_BEGUN, ("other mentor", "for mentors"): 409}, writes=ANSWERS),
    **_SHEET,
    "sign_up": Row(
        {"other mentee": ("for mentees",), **dict.fromkeys(MENTORS, ("for mentors",))},
        about="openings",
        told={("mentee", "for mentees"): 409, ("peer", "for mentees"): 409},
        writes={"other mentee": ("for mentees",), **dict.fromkeys(MENTORS, ("for mentors",))},
    ),
    "leave_sign_up": Row(
        {**dict.fromkeys(MENTEES, ("for mentees",)), **dict.fromkeys(MENTORS, ("for mentors",))},
        about="openings",
        writes={"own mentor": ("for mentors",)},
    ),
}


def _desk(*things: str, told: dict[str, int] | None = None, about: str = "joint", **more: Any) -> Row:
    said = {("coordinator", thing): status for thing, status in (told or {}).items()}
    return Row({"coordinator": things}, about=about, told=said, refusal=403, **more)


OPENINGS: Things = ("for mentees", "for mentors")

#: On the coordinator's page.
DESK = {
    **_SHEET,
    "list_joint": Row(anybody(("coordinator",)), refusal=403),
    # The plan has meetings that are not in the calendar.
    "put_joint": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "edit_joint": _desk(*ALL),
    "save_joint": _desk(*AHEAD, "a draft", told={"held": 409}, writes=(*AHEAD, "a draft")),
    "announce_joint": _desk(*ALL, writes=("a draft",)),
    "ask_cancel_joint": _desk(*ALL),
    "cancel_joint": _desk(*AHEAD, told={"a draft": 422, "held": 409}, writes=AHEAD),
    "discard_joint": _desk(
        "a draft",
        told={thing: 422 for thing in ALL if thing != "a draft"},
        writes=("a draft",),
    ),
    "export_attendance": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "edit_sign_up": _desk(*OPENINGS, about="openings"),
    "open_sign_up": Row(anybody(("coordinator",)), refusal=403, writes=NOTHING),
    "change_sign_up": _desk(*OPENINGS, about="openings", writes=OPENINGS),
    "end_sign_up": _desk(*OPENINGS, about="openings", writes=OPENINGS),
}

_EXPECTED = ("mentee", "mentor", "former", "peer", "othermentee", "othermentor", "waiting")

#: The names of marks that these pages show: to mentors where they meet, and who holds it; to who holds a meeting who is
#: expected.
READS = {
    # Who raised what is to be talked about is told beside it.
    **{role: {"name peer"} for role in MENTEES},
    **{role: {"where joint", "name othermentor", "name peer"} for role in (*MENTORS, "coordinator")},
    # Whoever signs up sees their groups: the one that ended, and the new one, in which the mentor gets a place as well.
    "former mentor": {"where joint", "name othermentor", "name mentee", "name mentor", "name peer"},
    "other mentor": {"where joint", *(f"name {one}" for one in _EXPECTED)},
}
