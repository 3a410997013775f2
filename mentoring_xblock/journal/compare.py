"""Two texts of an entry side by side, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from mentoring_xblock.journal.data import Draft
from mentoring_xblock.kit.differences import Run, runs
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.questions import Question


@dataclass(frozen=True)
class Compared:
    """One question, with both texts whole, each in runs."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


def compare(questions: Sequence[Question], mine: Draft, other: Draft) -> tuple[Compared, ...]:
    """Return what two texts say, question by question; what neither answers is left out."""
    labels = {one.id: pick(one.label) for one in questions}
    ids = [*labels, *(id_ for id_ in sorted({*mine.answers, *other.answers}) if id_ not in labels)]
    pairs = [(gettext("Title"), mine.title, other.title)]
    pairs += [
        (labels.get(id_) or gettext("An earlier question"), mine.answers.get(id_, ""), other.answers.get(id_, ""))
        for id_ in ids
    ]
    return tuple(Compared(label, *runs(one, two)) for label, one, two in pairs if one.strip() or two.strip())
