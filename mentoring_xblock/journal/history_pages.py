"""What the history of an entry shows: each kept text as what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import Draft, VersionInfo
from mentoring_xblock.journal.history import APART
from mentoring_xblock.journal.moods import mood_name
from mentoring_xblock.kit.dates import long_day, long_moment
from mentoring_xblock.kit.differences import Change, Kind, changes
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.localised import Text, pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Question, parts_of
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo

#: A part of a text by what tells it from the others: what it is called, and its words.
Pieces = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class PartChange:
    """One part of an entry, before and after in one."""

    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Told:
    """A kept text: a sentence that says why and when it was put aside, and what has changed since.

    apart: it never stood, so that it is shown whole. can_stand: it can be put back: it is a whole text, and another one
    than the entry's.
    """

    version: VersionInfo
    what: str
    changes: tuple[PartChange, ...]
    apart: bool
    can_stand: bool


def context(
    actor: Actor,
    place: Place,
    questions: Sequence[Question],
    entry_id: UUID,
    page: int,
    info: ProgrammeInfo | None = None,
) -> dict[str, Any]:
    """Return the context of `journal/_history.html` for a page of it."""
    found = api.history(actor, place, entry_id, page)
    told = told_of(found.texts.items, found.after, questions, info, stands=found.entry.draft)
    return {"entry_id": entry_id, "texts": found.texts, "told": told}


def told_of(
    kept: Sequence[VersionInfo],
    after: Draft,
    questions: Sequence[Question],
    info: ProgrammeInfo | None = None,
    *,
    stands: Draft | None = None,
) -> tuple[Told, ...]:
    """Return kept texts of one entry, newest first, as what each has changed into.

    A text that never stood as the whole entry is told whole, and nothing is compared with it.

    Args:
        after: the text that stood after the first of them.
        info: the programme, for the names of themes.
        stands: the text of the entry, which is not put back.
    """
    later, told = pieces(after, {}, questions, info), []
    now = pieces(stands, {}, questions, info) if stands else None
    for one in kept:
        here, apart = pieces(one.draft, one.asked, questions, info), one.reason in APART
        if apart:
            changed = tuple(PartChange(label, (Change(text, Kind.SAME),)) for label, text in here.values())
        else:
            changed, later = _changed(here, later), here
        can_stand = one.reason is not Reason.EXCERPT and (now is None or _differs(here, now))
        told.append(Told(one, sentence(one), changed, apart, can_stand))
    return tuple(told)


def _changed(before: Pieces, after: Pieces) -> tuple[PartChange, ...]:
    """Return what differs, in the order of the newer text; what is only in the older comes last."""
    found = []
    for key in dict.fromkeys([*after, *before]):
        label = (after.get(key) or before[key])[0]
        old, new = (side[key][1] if key in side else "" for side in (before, after))
        # Texts that were kept before entries had days say nothing of theirs.
        if old != new and (key != "day" or old):
            found.append(PartChange(label, changes(old, new)))
    return tuple(found)


def _differs(kept: Pieces, now: Pieces) -> bool:
    known = [key for key in {*kept, *now} if key != "day" or key in kept]
    return any(key not in kept or key not in now or kept[key][1] != now[key][1] for key in known)


def pieces(
    draft: Draft, asked: Mapping[str, Text], questions: Sequence[Question], info: ProgrammeInfo | None = None
) -> Pieces:
    """Return the parts of a text that say something, in the reader's language."""
    found: Pieces = {}
    if draft.title.strip():
        found["title"] = (gettext("Title"), draft.title)
    for id_ in [*(question.id for question in questions), *sorted(draft.answers)]:
        # One answer at a time, so that each keeps the id by which it is compared.
        for part in parts_of(questions, {id_: draft.answers.get(id_, "")}, asked):
            found[f"answer {id_}"] = (part.heading, part.text)
    if draft.theme:
        names = {theme.id: pick(theme.name) for theme in info.plan.themes} if info else {}
        found["theme"] = (gettext("Theme"), names.get(draft.theme) or gettext("An earlier theme"))
    if draft.day:
        found["day"] = (gettext("Day"), long_day(draft.day))
    if draft.mood is not None:
        found["mood"] = (gettext("How are you?"), mood_name(draft.mood))
    return found


def sentence(version: VersionInfo) -> str:
    """Say what a kept text was, and when it was put aside."""
    words = {"at": long_moment(version.at)}
    if version.reason is Reason.SHARED:
        return gettext("As you shared it, %(at)s") % words
    if version.reason is Reason.EXCERPT:
        return gettext("What you shared of it, %(at)s") % words
    if version.reason is Reason.HANDED_IN:
        return gettext("As you handed it in, %(at)s") % words
    if version.reason is Reason.CONFLICT:
        return gettext("Kept when two devices differed, %(at)s") % words
    if version.reason is Reason.PUT_BACK:
        return gettext("What stood until you put an earlier text back, %(at)s") % words
    return gettext("What it said until %(at)s") % words


__all__ = ["PartChange", "Told", "context", "pieces", "sentence", "told_of"]
