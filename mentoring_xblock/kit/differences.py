"""Two texts side by side, with what differs marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Above this many words in one text lines are compared instead, and above as many lines the whole texts: comparing
#: takes more than twice as long for twice as much.
_MOST = 1_500


@dataclass(frozen=True)
class Run:
    """A piece of text that both have, or that only one has (`differs`)."""

    text: str
    differs: bool


def runs(mine: str, other: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return both texts whole, each in runs of words."""
    left, right = _pieces(mine), _pieces(other)
    if max(len(left), len(right)) > _MOST:
        left, right = mine.splitlines(keepends=True), other.splitlines(keepends=True)
    if max(len(left), len(right)) > _MOST:
        left, right = [mine], [other]
    mine_runs, other_runs, at, to = [], [], 0, 0
    for block in SequenceMatcher(None, left, right).get_matching_blocks():
        mine_runs += [("".join(left[at : block.a]), True), ("".join(left[block.a : block.a + block.size]), False)]
        other_runs += [("".join(right[to : block.b]), True), ("".join(right[block.b : block.b + block.size]), False)]
        at, to = block.a + block.size, block.b + block.size
    return _told(mine_runs), _told(other_runs)


class Kind(StrEnum):
    """What became of a piece of text between two versions."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """A piece of what is read as one text: it stood before and after, before only, or after only."""

    text: str
    kind: Kind


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return two versions of a text as one, with what has gone before what has come in its place."""
    left, right = (list(side) for side in runs(before, after))
    found: list[Change] = []
    while left or right:
        if left and left[0].differs:
            found.append(Change(left.pop(0).text, Kind.GONE))
        elif right and right[0].differs:
            found.append(Change(right.pop(0).text, Kind.NEW))
        else:
            left.pop(0)
            found.append(Change(right.pop(0).text, Kind.SAME))
    return tuple(found)


def _pieces(text: str) -> list[str]:
    """Split into words that keep the white space after them."""
    return re.findall(r"\S+\s*|\s+", text)


def _told(found: list[tuple[str, bool]]) -> tuple[Run, ...]:
    return tuple(Run(text, differs) for text, differs in found if text)
