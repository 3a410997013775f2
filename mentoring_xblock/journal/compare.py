"""Two texts side by side, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext

from mentoring_xblock.journal.data import Draft
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.questions import Question

#: Above this many words in one text lines are compared instead, and above as many lines the whole texts: comparing
#: takes more than twice as long for twice as much.
_MOST = 1_500


@dataclass(frozen=True)
class Run:
    """A piece of text that both have, or that only one has (`differs`)."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Compared:
    """One question, with both texts whole, each in runs."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


def compare(questions: Sequence[Question], mine: Draft, other: Draft) -> tuple[Compared, ...]:
    """Return what two texts say, question by question; what neither answers is left out."""
    pairs = [(gettext("Title"), mine.title, other.title)]
    asked = [one.id for one in questions]
    labels = {one.id: pick(one.label) for one in questions}
    extra = [id_ for id_ in sorted({*mine.answers, *other.answers}) if id_ not in labels]
    pairs += [
        (labels.get(id_) or gettext("An earlier question"), mine.answers.get(id_, ""), other.answers.get(id_, ""))
        for id_ in [*asked, *extra]
    ]
    return tuple(Compared(label, *_runs(one, two)) for label, one, two in pairs if one.strip() or two.strip())


def _runs(mine: str, other: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    left, right = _pieces(mine), _pieces(other)
    if max(len(left), len(right)) > _MOST:
        left, right = mine.splitlines(keepends=True), other.splitlines(keepends=True)
    if max(len(left), len(right)) > _MOST:
        left, right = [mine], [other]
    blocks = SequenceMatcher(None, left, right).get_matching_blocks()
    mine_runs, other_runs, at, to = [], [], 0, 0
    for block in blocks:
        mine_runs += [("".join(left[at : block.a]), True), ("".join(left[block.a : block.a + block.size]), False)]
        other_runs += [("".join(right[to : block.b]), True), ("".join(right[block.b : block.b + block.size]), False)]
        at, to = block.a + block.size, block.b + block.size
    return _told(mine_runs), _told(other_runs)


def _pieces(text: str) -> list[str]:
    """Split into words that keep the white space after them."""
    return re.findall(r"\S+\s*|\s+", text)


def _told(runs: list[tuple[str, bool]]) -> tuple[Run, ...]:
    return tuple(Run(text, differs) for text, differs in runs if text)
