"""Entries as a hand-in keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.journal.keeping import keep_text
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.queries import info_of, own_facts
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Question, parts_of
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.worksheets.api import frames_from_mirror, questions_of_frames

#: Characters of a name that a text of signs gives itself.
_BEGINNING = 40


def freeze(actor: Actor, place: Place, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return the actor's own entries of this block as a hand-in keeps them, in the order of `ids`.

    Each is `{"kind", "id", "title", "version", "parts": [{"label", "text"}]}` in plain JSON values, with the questions
    in the language that the actor reads. Call it inside the transaction of the hand-in, because it keeps each text.

    Raises:
        NotFound: one of them is no entry of the actor's own in this block.
    """
    rows = {
        row.public_id: row
        for row in Entry.objects.select_for_update().filter(public_id__in=list(ids), usage_key=place.usage_key)
    }
    for entry_id in ids:
        if entry_id not in rows or not policy.allowed(Action.HAND_IN_MAKE, actor, own_facts(rows[entry_id])):
            raise NotFound(gettext("One of these is not here any more. Choose again."))
    prompts = published_prompts(place.usage_key)
    frozen = [_frozen(rows[entry_id], prompts) for entry_id in ids]
    keep_text([rows[entry_id] for entry_id in ids], Reason.HANDED_IN)
    return frozen


def _frozen(row: Entry, prompts: Sequence[Question]) -> Mapping[str, Any]:
    return {
        "kind": ItemKind.ENTRY.value,
        "id": str(row.public_id),
        "title": info_of(row).heading or _beginning(row),
        "version": row.version,
        "parts": [{"label": part.heading, "text": part.text} for part in parts_of(prompts, row.answers, row.asked)],
    }


def _beginning(row: Entry) -> str:
    """Return how a text of signs only begins, so that what was handed in is never without a name."""
    return next((text.strip()[:_BEGINNING] for text in row.answers.values() if text.strip()), "")


def published_prompts(usage_key: UsageKey) -> tuple[Question, ...]:
    """Return the questions of a journal as last published; one query."""
    block = programme.block_info(usage_key)
    return questions_of_frames(frames_from_mirror(block))


__all__ = ["freeze", "published_prompts"]
