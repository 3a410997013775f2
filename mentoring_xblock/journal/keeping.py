"""Texts that are kept beside an entry; each is written once and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.journal.opening import own_row
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import tidy
from mentoring_xblock.privacy.policy import Action, Actor


def content_of(draft: Draft, asked: Mapping[str, Text]) -> dict[str, Any]:
    """Return a text as JSON values, as a version keeps it; what it is linked to is not kept.

    Args:
        asked: what each question said when it was answered, by its id; only those that are answered here are kept.
    """
    return {
        "title": draft.title,
        "theme": draft.theme,
        "answers": dict(draft.answers),
        "asked": {id_: dict(words) for id_, words in asked.items() if id_ in draft.answers},
        "frame": draft.frame,
        "day": draft.day.isoformat() if draft.day else None,
        "mood": draft.mood,
    }


def draft_of(content: Mapping[str, Any]) -> Draft:
    """Return a kept text as what was typed."""
    return Draft(
        title=content.get("title", ""),
        theme=content.get("theme", ""),
        answers=content.get("answers", {}),
        frame=content.get("frame", ""),
        day=dt.date.fromisoformat(content["day"]) if content.get("day") else None,
        mood=content.get("mood"),
    )


def standing(row: Entry) -> Draft:
    """Return what stands in a row, without what it is linked to."""
    return Draft(row.title, row.theme, row.answers, row.frame, row.day, row.mood)


def keep_text(rows: Iterable[Entry], reason: Reason) -> None:
    """Keep each entry's text as it stands, once a version and reason; call it inside a transaction."""
    keep_texts([(row, row.version, content_of(standing(row), row.asked)) for row in rows], reason)


def keep_texts(texts: Sequence[tuple[Entry, int, Mapping[str, Any]]], reason: Reason) -> list[UUID]:
    """Keep texts beside their entries; what is already kept is not kept again. Two queries.

    Args:
        texts: (the entry, the version that the text was or was written upon, its content).
    Returns: the public ids of the kept texts, in the same order.
    """
    kept = [
        ((entry_id, number, content), public_id)
        for entry_id, number, content, public_id in EntryVersion.objects.filter(
            entry__in=[row.pk for row, _, _ in texts], number__in=[number for _, number, _ in texts], reason=reason
        ).values_list("entry_id", "number", "content", "public_id")
    ]
    found, made = [], []
    for row, number, content in texts:
        known = next((public_id for text, public_id in kept if text == (row.pk, number, content)), None)
        if known is None:
            made.append(EntryVersion(entry=row, number=number, reason=reason, content=content))
            known = made[-1].public_id
            kept.append(((row.pk, number, content), known))
        found.append(known)
    EntryVersion.objects.bulk_create(made)
    return found


def keep_for(
    actor: Actor, place: Place, entry_id: UUID, reason: Reason, passages: Mapping[str, str] | None = None
) -> UUID:
    """Keep the text of an entry of the actor's own as it stands, or passages of it, for somebody to read.

    Call it inside the transaction of what it is kept for. The entry is locked until its end.

    Args:
        passages: by question id, what was chosen of each answer, empty lines between passages. They are kept with the
            words of their questions and the entry's day, and nothing else of it is.
    Returns: the public id of the kept text; the same one for the same text.
    Raises:
        NotFound: there is no such entry of the actor's own.
        Invalid: a passage does not stand in the saved text, or there is none.
    """
    row, _ = own_row(actor, place, entry_id, Action.ITEM_SHARE, lock=True)
    content = content_of(standing(row), row.asked) if passages is None else _excerpt(row, passages)
    return keep_texts([(row, row.version, content)], reason)[0]


def _excerpt(row: Entry, passages: Mapping[str, str]) -> dict[str, Any]:
    chosen = {id_: tidy(text).strip() for id_, text in passages.items()}
    chosen = {id_: text for id_, text in chosen.items() if text}
    if not chosen:
        raise Invalid(gettext("Choose a passage first."))
    for id_, text in chosen.items():
        answer = row.answers.get(id_, "")
        if text not in answer and not all(one.strip() in answer for one in text.split("\n\n")):
            raise Invalid(gettext("This passage is not in the saved text any more. Choose it again."))
    asked = {id_: dict(row.asked[id_]) for id_ in chosen if id_ in row.asked}
    return {"answers": chosen, "asked": asked, "day": row.day.isoformat()}


__all__ = ["content_of", "draft_of", "keep_for", "keep_text", "keep_texts", "standing"]
