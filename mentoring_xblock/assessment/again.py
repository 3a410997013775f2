"""Asking somebody to revise what they handed in, and to hand it in again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import attempts, mails, queries, time
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.assessment.rules import check_words
from mentoring_xblock.assessment.scores import newer, refuse_when_frozen
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes


def ask_again(actor: Actor, place: Place, hand_in_id: UUID, words: str, now: datetime) -> None:
    """Ask the author of the newest hand-in to revise it; points that are given for it later are the later word.

    Other words take the place of what was asked before; the same again changes nothing.

    Args:
        words: Markdown, 1 to `FEEDBACK_LIMIT` characters.
    Raises:
        NotFound: there is no such hand-in in the course, or the actor does not mentor its author now.
        Invalid: no words, or too many.
        Conflict: it was taken back, there is a newer one, the course's grades are closed, or its author can hand in no
            more. Nothing was changed.
    """
    words = clean(words).strip()
    with transaction.atomic():
        row, rows = queries.lock(place, hand_in_id)
        policy.require(Action.HAND_IN_SCORE, actor, queries.facts_of(row))
        check_words(words)
        if row.withdrawn_at is not None:
            raise Conflict(gettext("This was taken back, so nothing was asked. What you typed is still here."))
        if newer(row, rows):
            raise Conflict(gettext("There is a newer hand-in. Open it, and ask there; what you typed is still here."))
        refuse_when_frozen(place)
        _refuse_when_used(row, rows)
        if (row.asked_again_words, row.asked_again_by_id) == (words, actor.user_id) and queries.is_asked(row):
            return
        row.asked_again_at, row.asked_again_by_id, row.asked_again_words = now, actor.user_id, words
        row.save(update_fields=["asked_again_at", "asked_again_by", "asked_again_words"])
        audit.record(
            ItemKind.HAND_IN, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.ASKED_AGAIN
        )
        mails.tell_again(row)


def _refuse_when_used(row: HandIn, rows: list[HandIn]) -> None:
    allowed = attempts.allowed(programmes.block_info(row.usage_key))
    extension = time.extension_of(row.owner_id, row.usage_key) if allowed else None
    more = attempts.more(extension, row.round_id)
    if attempts.left(allowed, more, attempts.used_by(rows, row.round_id)) == 0:
        person = host.people([row.owner_id]).get(row.owner_id)
        sentence = gettext("%(name)s has used every hand-in. Give points, or one more hand-in.")
        raise Conflict(sentence % {"name": person.full_name if person else ""})
