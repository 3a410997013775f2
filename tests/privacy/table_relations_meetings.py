"""The same for a group's own meetings: everybody in the group, and nobody else. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tests.privacy.rows import FOREIGN, Row, Things

_ABOUT = "own meetings"
_MINE: Things = ("booked", "passed", "asked")
_PAIR, _OTHERS = ("mentee", "own mentor"), ("other mentee", "other mentor")


def _members(*things: str, foreign: bool = True) -> Mapping[str, Things]:
    """Return that both of the pair may about these things, and those of the other pair about theirs."""
    return dict.fromkeys(_PAIR, things) | (dict.fromkeys(_OTHERS, FOREIGN) if foreign else {})


def _told(status: int, *things: str) -> dict[tuple[str, str], int]:
    """Return that these things are in no state for it; the others' meeting is a booked one."""
    found = {(role, thing): status for role in _PAIR for thing in things}
    return found | ({(role, FOREIGN[0]): status for role in _OTHERS} if "booked" in things else {})


_GROUP = _members("the pair’s")


def _whole(*, writes: bool = True) -> Row:
    """Return a row about the group alone, whichever meetings it has."""
    return Row(_GROUP, about="meeting groups", writes=_GROUP if writes else ())


BOOKING = {
    "open_booking": Row(_members("booked", "passed"), about=_ABOUT, shows=True),
    "book_meeting": _whole(),
    "propose_times": _whole(),
    "preview_series": _whole(writes=False),
    "book_series": _whole(),
    "log_meeting": _whole(),
    "list_met": _whole(writes=False),
    "answer_times": Row(
        _members("asked", foreign=False), about=_ABOUT, told=_told(409, "booked", "passed"), writes=("asked",)
    ),
    "confirm_time": Row(_members("asked", foreign=False), about=_ABOUT, writes=("asked",)),
    "take_back_times": Row(
        _members("asked", foreign=False), about=_ABOUT, told=_told(409, "booked", "passed"), writes=("asked",)
    ),
    "move_meeting": Row(
        _members("booked", "passed"), about=_ABOUT, told=_told(409, "asked"), writes=("booked", "passed", *FOREIGN)
    ),
    "cancel_meeting": Row(
        _members("booked", "passed"), about=_ABOUT, told=_told(409, "asked"), writes=("booked", "passed", *FOREIGN)
    ),
    "hold_meeting": Row(
        _members("passed", foreign=False),
        about=_ABOUT,
        told=_told(409, "asked") | _told(422, "booked"),
        writes=("passed",),
    ),
}

#: By role, the names of the marks that may stand in an answer.
READS: Mapping[str, set[str]] = {
    **{role: {f"where own {name}" for name in _MINE} for role in _PAIR},
    **{role: {"where own foreign"} for role in _OTHERS},
    # Whoever was in a group to its end finds it among theirs, with whom they were in it.
    "former mentor": {"name mentee"},
}
