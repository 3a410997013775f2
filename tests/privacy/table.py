"""What every handler answers to whom, about what. Read a row as: these roles may, about these things; nobody else.

Whoever is nobody here (no account, no part in the course, or looking through somebody else's eyes) is refused with 403
by every handler, and so needs no row. The handlers of matching stand in `table_matching.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.privacy import scene_goals, scene_journal
from tests.privacy import table_goals as depth
from tests.privacy import table_journal as journals
from tests.privacy import table_matching as matching
from tests.privacy import table_relations_agreements as agreements
from tests.privacy import table_relations_calendar as calendars
from tests.privacy import table_relations_closing as closing
from tests.privacy import table_relations_declared as declared
from tests.privacy import table_relations_help as help_room
from tests.privacy import table_relations_joint as joint
from tests.privacy import table_relations_meetings as meetings
from tests.privacy import table_relations_notes as notes
from tests.privacy.rows import (
    ANSWERS,
    EVERYBODY,
    FOREIGN,
    GIVEN,
    IN_COURSE,
    LIVE,
    MENTORS,
    NOBODY,
    NOTHING,
    TAKING_PART,
    TOGETHER,
    WRITTEN,
    Row,
    Things,
    anybody,
    owners,
    writers,
)

#: Who reads what by a share that has not ended.
READERS: dict[str, Things] = {"own mentor": ("shared",), "peer": ("with peers",), "other mentor": FOREIGN}
TALKERS = {**READERS, **owners("shared", "with peers")}
#: Nobody reads by these shares any more, so that nobody would read an answer.
ENDED = {("mentee", "withdrawn"): 409, ("mentee", "with a former mentor"): 409}
SPEAKS: Things = ("shared", "with peers", *FOREIGN)
#: The same of entries.
ENTRY_READERS = journals.READERS
ENTRY_TALKERS = {
    **ENTRY_READERS,
    "peer": ("with peers", "opened together", "a kept text"),
    **owners("shared", "with peers", "opened together", "a passage", "a kept text"),
}
ENTRY_ENDED = {**ENDED, ("peer", "to one person"): 409, ("mentee", "to one person"): 409}
ENTRY_SPEAKS = (*SPEAKS, "opened together", "a passage", "a kept text")

PROGRAMME = {
    "show_card": Row(anybody(TAKING_PART)),
    "edit_card": Row(anybody(TAKING_PART)),
    "save_card": Row(anybody(TAKING_PART), writes=NOTHING),
    "show_contact": Row(
        {
            "mentee": ("the mentee", "their mentor", "their peer"),
            "own mentor": ("the mentee", "their mentor"),
            "peer": ("the mentee", "their peer"),
            "other mentee": ("another mentee",),
            "other mentor": ("another mentee",),
        },
        about="people",
        shows=True,
    ),
    "name_coordinator": Row(anybody(("administrator",)), refusal=403, writes=NOTHING),
    "remove_coordinator": Row(anybody(("administrator",)), refusal=403, writes=NOTHING),
    **matching.PLACES,
    **help_room.ASKING,
}


def _hand_in(kind: str, taken: Mapping[str, Things], changed: Things) -> dict[str, Row]:
    """Handing in is a form with one's own things to choose from; whoever has none there can only choose wrongly."""
    own = WRITTEN if kind == "journal" else LIVE
    wrong = {("mentee", thing): 422 for thing in ("deleted", *FOREIGN, "in another course", "unknown")}
    wrong |= {("other mentee", thing): 422 for thing in (*own, "deleted", "in another course", "unknown")}
    if kind == "goals":
        # What a group writes together is nobody's own to hand in.
        wrong |= {(role, thing): 422 for role in ("mentee", "other mentee") for thing in TOGETHER}
    return {
        "hand_in": Row(owners(*own), about=kind, told=wrong, refusal=422, writes=owners(*own)),
        "take_back": Row(taken, about="hand-ins", writes=changed),
    }


GOALS = {
    **_hand_in("goals", {"mentee": ("scored",)}, ("scored",)),
    "new_goal": Row(anybody(IN_COURSE)),
    "open_goal": Row(writers(*LIVE), about="goals", shows=True),
    "save_goal": Row(writers(*LIVE), about="goals", writes=(*LIVE, *FOREIGN, *TOGETHER)),
    "join_goal": Row(writers(*LIVE), about="goals", shows=True),
    "delete_goal": Row(writers(*LIVE, "deleted"), about="goals", writes=(*LIVE, *FOREIGN, *TOGETHER)),
    "restore_goal": Row(writers(*LIVE, "deleted"), about="goals", writes=("deleted",), shows=True),
    "share_goal": Row(
        owners("private", "shared", "with peers", "withdrawn"),
        about="goals",
        writes=("private", "shared", "withdrawn"),
    ),
    "withdraw_goal": Row(
        owners("shared", "with peers", "withdrawn", "with a former mentor"),
        about="goals",
        writes=("shared", "with peers", "with a former mentor", *FOREIGN),
    ),
    "comment_goal": Row(owners("shared", "with peers"), about="goals", told=ENDED, writes=SPEAKS),
    "open_shared": Row(READERS, about="goals", writes=SPEAKS, shows=True),
    "comment_shared": Row(READERS, about="goals", writes=SPEAKS, shows=True),
}

JOURNAL = {
    **_hand_in("journal", {"mentee": ("waiting", "taken back"), "other mentee": FOREIGN}, ("waiting", *FOREIGN)),
    "new_entry": Row(anybody(IN_COURSE)),
    "list_entries": Row(anybody(IN_COURSE)),
    "list_shared": Row(anybody(IN_COURSE)),
    "open_panel": Row(anybody(IN_COURSE)),
    "preview_entry": Row(anybody(IN_COURSE)),
    "open_entry": Row(owners(*WRITTEN), about="journal", shows=True),
    "entry_side": Row(owners(*WRITTEN), about="journal"),
    "open_history": Row(owners(*WRITTEN), about="journal"),
    # What was typed into an entry that is in the bin meanwhile is kept with it.
    "save_entry": Row(
        owners(*WRITTEN), about="journal", told={("mentee", "deleted"): 409}, writes=(*WRITTEN, "deleted", *FOREIGN)
    ),
    "choose_text": Row(
        owners(*WRITTEN), about="journal", told={("mentee", "deleted"): 409}, writes=(*WRITTEN, "deleted", *FOREIGN)
    ),
    "join_texts": Row(owners(*WRITTEN), about="journal", shows=True),
    "delete_entry": Row(owners(*WRITTEN, "deleted"), about="journal", writes=(*WRITTEN, *FOREIGN)),
    "restore_entry": Row(owners(*WRITTEN, "deleted"), about="journal", writes=("deleted",), shows=True),
    "share_entry": Row(
        owners("private", "shared", "with peers", "withdrawn", *ANSWERS, *GIVEN),
        about="journal",
        writes=("private", "shared", "withdrawn", *ANSWERS, *GIVEN),
    ),
    "withdraw_entry": Row(
        owners("shared", "with peers", "withdrawn", "with a former mentor", "opened together", *GIVEN),
        about="journal",
        writes=("shared", "with peers", "with a former mentor", "opened together", *GIVEN, *FOREIGN),
    ),
    "comment_entry": Row(ENTRY_TALKERS, about="journal", told=ENTRY_ENDED, writes=ENTRY_SPEAKS),
    "open_shared": Row(ENTRY_READERS, about="journal", writes=journals.READ, shows=True),
}

#: Whoever mentors somebody now reads and scores what they handed in; authors look at their own.
SCORERS: dict[str, Things] = {"own mentor": ("scored", "waiting"), "other mentor": FOREIGN}

MENTOR = {
    "show_part": Row(anybody(MENTORS), refusal=403),
    "list_mentees": Row(anybody(MENTORS)),
    "list_waiting": Row(anybody(IN_COURSE)),
    "show_mentee": Row({"own mentor": ("the mentee",), "other mentor": ("another mentee",)}, about="people"),
    "open_goal": Row(READERS, about="goals", writes=SPEAKS, shows=True),
    "open_entry": Row(ENTRY_READERS, about="journal", writes=journals.READ, shows=True),
    "comment_goal": Row(READERS, about="goals", writes=SPEAKS, shows=True),
    "comment_entry": Row(ENTRY_TALKERS, about="journal", told=ENTRY_ENDED, writes=ENTRY_SPEAKS),
    "open_hand_in": Row({**SCORERS, **owners("scored", "waiting")}, about="hand-ins", writes=SCORERS, shows=True),
    "give_score": Row(SCORERS, about="hand-ins", writes=("scored", "waiting", *FOREIGN), shows=True),
    "withdraw_score": Row(SCORERS, about="hand-ins", writes=("scored",), shows=True),
}

PEOPLE: Things = ("the mentee", "their mentor", "their peer", "another mentee", "somebody without a group")
GROUPS: Things = ("a draft", "a whole draft", "published", "closed")


def _coordinates(about: str, *things: str, refused: Mapping[str, int] | None = None, writes: Things = ()) -> Row:
    """Return a row of the coordinator's; `refused` are things whose state forbids it."""
    told = {("coordinator", thing): status for thing, status in (refused or {}).items()}
    return Row({"coordinator": things or NOTHING}, about=about, told=told, refusal=403, writes=writes)


COORDINATOR = {
    "show_desk": _coordinates(""),
    "list_overview": _coordinates(""),
    "list_groups": _coordinates(""),
    "show_round": _coordinates(""),
    "ask_close_round": _coordinates(""),
    "close_round": _coordinates("", writes=NOTHING),
    "start_round": _coordinates("", refused={"": 409}),
    "list_people": _coordinates(""),
    "new_draft": _coordinates(""),
    "find_people": _coordinates(""),
    "create_draft": _coordinates("", writes=NOTHING),
    "add_people": _coordinates("", writes=NOTHING),
    "open_person": _coordinates("people", *PEOPLE),
    "ask_leave": _coordinates("people", *PEOPLE),
    "set_places": _coordinates(
        "people",
        "their mentor",
        refused=dict.fromkeys(("the mentee", "their peer", "another mentee", "somebody without a group"), 422),
        writes=("their mentor",),
    ),
    "leave_programme": _coordinates("people", *PEOPLE, writes=PEOPLE),
    "open_group": _coordinates("groups", *GROUPS),
    "ask_group": _coordinates("groups", *GROUPS),
    "preview_publishing": _coordinates("groups", *GROUPS),
    "publish_drafts": _coordinates(
        "groups", "a whole draft", "published", refused={"a draft": 422, "closed": 422}, writes=("a whole draft",)
    ),
    "add_to_group": _coordinates(
        "groups", "a draft", "published", refused={"a whole draft": 409, "closed": 422}, writes=("published",)
    ),
    "take_out": _coordinates(
        "groups",
        "a draft",
        "published",
        refused={"a whole draft": 422, "closed": 422},
        writes=("a draft", "published"),
    ),
    "lead_group": _coordinates(
        "groups", *GROUPS[:3], refused={"closed": 422}, writes=("a draft", "a whole draft", "published")
    ),
    "rename_group": _coordinates(
        "groups", *GROUPS[:3], refused={"closed": 422}, writes=("a draft", "a whole draft", "published")
    ),
    "resize_group": _coordinates(
        "groups", "a draft", "published", refused={"a whole draft": 422, "closed": 422}, writes=("published",)
    ),
    "delete_draft": _coordinates(
        "groups",
        "a draft",
        "a whole draft",
        refused={"published": 422, "closed": 422},
        writes=("a draft", "a whole draft"),
    ),
    "move_member": _coordinates("groups", "published", refused={"a draft": 422, "a whole draft": 422}),
    "close_group": _coordinates(
        "groups",
        "published",
        "closed",
        refused={"a draft": 422, "a whole draft": 422},
        writes=("published",),
    ),
}

TABLE: dict[str, dict[str, Row]] = {
    "mentoring_programme": PROGRAMME,
    "mentoring_goals": {**GOALS, **depth.GOALS, **depth.GRADED},
    "mentoring_journal": {**JOURNAL, **depth.GRADED, **journals.JOURNAL},
    "mentoring_application": matching.APPLICATION,
    "mentoring_dashboard": {
        **MENTOR,
        **COORDINATOR,
        **matching.DASHBOARD,
        **declared.DESK,
        **help_room.DESK,
        **joint.DESK,
        **closing.DESK,
        **depth.DASHBOARD,
        **journals.DASHBOARD,
    },
    "mentoring_meetings": {
        "open_relation": Row(anybody(IN_COURSE)),
        **meetings.BOOKING,
        **declared.DECLARING,
        **help_room.ASKING,
        **joint.MEETINGS,
        **agreements.AGREEMENT,
        **notes.NOTES,
        **calendars.CALENDAR,
        **closing.ENDING,
        **depth.MEETINGS,
    },
}
#: The editor's, for authors in Studio.
STUDIO = ("studio_save", "studio_start")

# ---- who may read whose words ----


def _both(*states: str) -> set[str]:
    return {f"{room} {state}" for room in ("goals", "journal") for state in states}


def _card(*people: str) -> set[str]:
    return {f"{part} {person}" for part in ("headline", "contact") for person in people}


def _names(*people: str) -> set[str]:
    return {f"name {person}" for person in people}


BANK = ("profile alumna", "profile peer", "profile othermentor")

#: By role, the names of the marks (`watch.mark`) that may stand in an answer: a private text, a shared one, a comment,
#: a hand-in, feedback, a card, a name. Whoever is not here reads nobody's.
READS: dict[str, set[str]] = {
    "mentee": {
        "where pair",
        *_both("first", "shared", "private", "with peers", "withdrawn", "before", "deleted"),
        *_both("comment mentor", "comment peer", "comment former"),
        *("goals scored", "journal taken", "journal waiting", "feedback mentor"),
        *_card("mentee", "mentor", "peer"),
        *_names("mentee", "mentor", "peer", "former", "coordinator"),
        # Whoever may join the bank is told before who by name would read them.
        *("application draft", "name manager", "help pair", "help alone"),
    },
    "own mentor": {
        "where pair",
        *_both("shared", "comment mentor"),
        *("goals scored", "journal waiting", "feedback mentor"),
        *_card("mentee", "mentor"),
        *_names("mentee", "mentor", "coordinator"),
        # Whoever asks introduces themselves with their card's line.
        *("request foreign", "headline waiting", "name waiting", "name manager"),
    },
    "former mentor": {*_card("former"), *_names("former", "coordinator", "peer", "manager"), "profile former"},
    "peer": {
        *_both("with peers", "comment peer"),
        "application reserve",
        *_card("mentee", "peer"),
        *_names("mentee", "peer", "coordinator"),
        # Whoever chooses sees who has a free place, and their line; and what they asked themselves.
        *(f"headline {name}" for name in ("mentor", "former", "othermentor")),
        *_names("mentor", "former", "othermentor"),
        *("request asked", "request late", "request declined", "profile peer", "told reserve"),
        # Who is in the bank sees who asks them, what they write, and who can search.
        *("invitation peer", "name manager"),
    },
    "other mentee": {
        "where foreign",
        *_both("foreign"),
        *("journal foreign handed", "application sent", "name manager", "help foreign"),
        *_card("othermentee", "othermentor"),
        *_names("othermentee", "othermentor", "coordinator"),
    },
    "other mentor": {
        "where foreign",
        *_both("foreign"),
        "journal foreign handed",
        *_card("othermentee", "othermentor"),
        *_names("othermentee", "othermentor", "coordinator"),
        *("request asked", "headline peer", "name peer", "profile othermentor"),
        *("invitation othermentor", "name manager"),
    },
    # Of the bank what its people wrote for it, and nothing of the round.
    "line manager": {*BANK, *_names("alumna", "peer", "othermentor")},
    # Of the group's notes their own, and others' once they have given theirs; nothing of what is said of them.
    "matcher": {
        *("application sent", "application reserve", "application mentor", "application matcher"),
        *("note mine", "note sent"),
        *_names("othermentee", "othermentor", "mentor", "peer", "waiting", "reader", "coordinator"),
    },
    "coordinator": {
        *_names("mentee", "mentor", "former", "peer", "othermentor", "othermentee", "waiting", "coordinator"),
        *_names("matcher", "reader", "alumna", "manager"),
        *("application sent", "application reserve", "application matcher", "told reserve"),
        *("application waiting", "application mentor", "application accepted", "reason declined"),
        *("help pair", "help alone", "help foreign"),
        *BANK,
    },
    "administrator": _names("coordinator"),
}

# Whoever reads a letter reads the other answers that stand beside it.
for room in (agreements, joint, meetings, notes, scene_goals, scene_journal):
    for role, names in room.READS.items():
        READS[role] = READS.get(role, set()) | names
for found in READS.values():
    found |= {name.replace("application", "answer") for name in found if name.startswith("application ")}

__all__ = ["EVERYBODY", "IN_COURSE", "NOBODY", "READS", "STUDIO", "TABLE", "Row"]
