"""Two texts of an entry side by side, with what differs marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.history_pages import pieces
from mentoring_xblock.kit.differences import Run, runs
from mentoring_xblock.kit.questions import Question
from mentoring_xblock.programme.data import ProgrammeInfo

#: Parts of which there can be one only: shown where the two differ.
_CHOICES = ("theme", "day", "mood", "goal", "meeting")


@dataclass(frozen=True)
class Compared:
    """One question, with both texts whole, each in runs."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


def compare(
    questions: Sequence[Question],
    mine: Draft,
    other: Draft,
    info: ProgrammeInfo | None = None,
    titles: Mapping[UUID | None, str] | None = None,
) -> tuple[Compared, ...]:
    """Return what two texts say, question by question; what neither answers is left out.

    Args:
        info: the programme, for the names of themes.
        titles: of what the texts are linked to, by public id.
    """
    left, right = ({**pieces(draft, {}, questions, info), **_links(draft, titles or {})} for draft in (mine, other))
    order = ["title", *(f"answer {one.id}" for one in questions)]
    # Answers to questions that the journal no longer asks come after those that it asks, and choices last.
    order += sorted(key for key in {*left, *right} if key not in order and key not in _CHOICES)
    found = []
    for key in (*order, *_CHOICES):
        label = (left.get(key) or right.get(key) or ("", ""))[0]
        one, two = (side[key][1] if key in side else "" for side in (left, right))
        if label and (key not in _CHOICES or one != two):
            found.append(Compared(label, *runs(one, two)))
    return tuple(found)


def _links(draft: Draft, titles: Mapping[UUID | None, str]) -> dict[str, tuple[str, str]]:
    found = {}
    if draft.goal_id:
        found["goal"] = (gettext("Goal"), titles.get(draft.goal_id) or gettext("An earlier goal"))
    if draft.meeting_id:
        found["meeting"] = (gettext("Meeting"), titles.get(draft.meeting_id) or gettext("An earlier meeting"))
    return found


__all__ = ["Compared", "compare"]
