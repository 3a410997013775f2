"""What a reader lets the author know without a word: that they opened it, that they have read it, and how it was."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing.models import Reaction, Reader
from mentoring_xblock.sharing.queries import live_readers


def mark_opened(actor: Actor, kind: ItemKind, item_id: UUID, facts: Facts, version: int) -> None:
    """Remember that a reader opened a thing, and write it into the author's trail once a version.

    Args:
        version: a number of what the reader sees, another one where that is something else.
    Raises:
        NotFound: the thing is not shared with the actor.
    """
    policy.require(Action.ITEM_READ, actor, facts)
    if actor.user_id == facts.owner_id:
        return
    now = timezone.now()
    with transaction.atomic():
        rows = list(
            live_readers(now)
            .filter(share__item_kind=kind, share__item_id=item_id, user_id=actor.user_id)
            .select_related("share__group")
        )
        mine = Reader.objects.filter(pk__in=[row.pk for row in rows])
        # The condition stands in the update so that of two clicks at once only one is the first.
        changed = mine.exclude(opened_version=version).update(opened_version=version)
        # Answers that came later than this are new to the reader.
        mine.update(opened_at=now)
        if changed:
            audit.record(
                kind,
                item_id,
                owner_id=facts.owner_id,
                actor_id=actor.user_id,
                verb=Verb.OPENED,
                group_ref=rows[0].share.group.public_id,
                share_ref=rows[0].share.public_id,
            )


def mark_read(actor: Actor, kind: ItemKind, item_id: UUID, facts: Facts, share_id: UUID) -> None:
    """Let the author know that the actor has read what a share gives them. Saying it twice is saying it once.

    Raises:
        NotFound: the thing is not shared with the actor, or not by this share; or it is the actor's own.
    """
    with transaction.atomic():
        row = _reader(actor, kind, item_id, facts, share_id)
        # The condition stands in the update so that of two clicks at once only one is the first.
        if Reader.objects.filter(pk=row.pk, read_at=None).update(read_at=timezone.now()):
            audit.record(
                kind,
                item_id,
                owner_id=facts.owner_id,
                actor_id=actor.user_id,
                verb=Verb.READ,
                group_ref=row.share.group.public_id,
                share_ref=row.share.public_id,
            )


def react(actor: Actor, kind: ItemKind, item_id: UUID, facts: Facts, share_id: UUID, reaction: Reaction | None) -> None:
    """Say something without words, another thing, or nothing any more; for the author's eyes alone.

    Raises:
        NotFound: as in `mark_read`.
    """
    row = _reader(actor, kind, item_id, facts, share_id)
    Reader.objects.filter(pk=row.pk).update(reaction=reaction or "")


def _reader(actor: Actor, kind: ItemKind, item_id: UUID, facts: Facts, share_id: UUID) -> Reader:
    """Return the actor's place among the readers of a share that gives them the thing now."""
    policy.require(Action.ITEM_MARK, actor, facts)
    rows = live_readers(timezone.now()).filter(user_id=actor.user_id, share__public_id=share_id)
    row = rows.filter(share__item_kind=kind, share__item_id=item_id).select_related("share__group").first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


__all__ = ["mark_opened", "mark_read", "react"]
