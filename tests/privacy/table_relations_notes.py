"""The same for what a group prepares and remembers, and what is raised for joint meetings. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tests.privacy.rows import FOREIGN, MENTORS, TAKING_PART, Row, Things, anybody
from tests.privacy.table_matching import APPLICANTS

PAIR: Things = ("of the pair",)
PEERS: Things = ("of peers",)

#: Whoever is in the pair, in the other pair, and in the group of peers.
IN_PAIRS: Mapping[str, Things] = {
    "mentee": PAIR,
    "own mentor": PAIR,
    "other mentee": FOREIGN,
    "other mentor": FOREIGN,
}
IN_GROUPS: Mapping[str, Things] = {**IN_PAIRS, "mentee": (*PAIR, *PEERS), "peer": PEERS}
#: The mentees raised the points.
RAISED_THEM: Mapping[str, Things] = {"mentee": (*PAIR, *PEERS), "other mentee": FOREIGN}
VOTE: Mapping[str, Things] = {"mentee": PEERS, "peer": PEERS}

ALL: Things = ("for everybody", "for mentors")
FOR: Mapping[str, Things] = {
    **dict.fromkeys(TAKING_PART, ("for everybody",)),
    **dict.fromkeys(MENTORS, ALL),
}

NOTES = {
    "add_point": Row(IN_GROUPS, about="points", writes=IN_GROUPS, shows=True),
    "tick_point": Row(IN_GROUPS, about="points", writes=IN_GROUPS, shows=True),
    "remove_point": Row(RAISED_THEM, about="points", writes=RAISED_THEM),
    "vote_point": Row(VOTE, about="points", writes=VOTE, shows=True),
    "choose_agenda": Row(IN_GROUPS, about="points", writes=IN_PAIRS),
    "edit_action": Row(IN_PAIRS, about="actions", shows=True),
    "add_action": Row(IN_PAIRS, about="actions", writes=IN_PAIRS, shows=True),
    "change_action": Row(IN_PAIRS, about="actions", writes=IN_PAIRS),
    "settle_action": Row(IN_PAIRS, about="actions", writes=IN_PAIRS, shows=True),
    "open_notes": Row(IN_PAIRS, about="notes", shows=True),
    "list_notes": Row(IN_GROUPS, about="points"),
    "list_earlier": Row(anybody(APPLICANTS)),
    "save_note": Row(IN_PAIRS, about="notes", writes=IN_PAIRS),
    "join_note": Row(IN_PAIRS, about="notes", shows=True),
    "open_raised": Row({**FOR, "coordinator": ALL}, about="raised", shows=True),
    "raise_point": Row(FOR, about="raised", writes=FOR, shows=True),
    "vote_raised": Row(FOR, about="raised", writes=FOR, shows=True),
    "take_back_raised": Row(
        {"peer": ("for everybody",), "former mentor": ("for mentors",)},
        about="raised",
        writes={"peer": ("for everybody",), "former mentor": ("for mentors",)},
    ),
}

_PAIR = {"point pair", "action pair", "note pair"}
_FOREIGN = {"point foreign", "action foreign", "note foreign"}

#: What is raised stands there with the name of who raised it.
_RAISED = {"raised everybody", "name peer"}
_MENTORS_RAISED = {*_RAISED, "raised mentors", "name former"}

#: By role, the names of the marks that may stand in an answer. A private note is its writer's alone.
READS: Mapping[str, set[str]] = {
    "mentee": {*_PAIR, "point circle", "own note mentee", *_RAISED},
    "own mentor": {*_PAIR, "own note mentor", *_MENTORS_RAISED},
    "peer": {"point circle", *_RAISED},
    "other mentee": {*_FOREIGN, *_RAISED},
    "other mentor": {*_FOREIGN, *_MENTORS_RAISED},
    "former mentor": _MENTORS_RAISED,
    "coordinator": _MENTORS_RAISED,
}
