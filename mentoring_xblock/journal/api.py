"""The door to the journal: writing, keeping, sharing, deleting and handing in entries.

Every function asks policy itself, with facts loaded in its own transaction. What only reads stands in `queries.py` and
is passed on from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.journal.data import EntryInfo, SharedEntry, VersionInfo, band
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.prompts import prompts_of
from mentoring_xblock.journal.queries import (
    candidates,
    count_here,
    counts,
    draft_of,
    facts_for,
    history_of,
    info_of,
    list_entries,
    newest_entry,
    own_facts,
    readable_entries,
    shared_entries,
    shared_infos,
    titles,
)
from mentoring_xblock.journal.saving import Writer, keep_text, save_entry
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason, bin_ends
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Question, parts_of
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Step, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programme
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo
from mentoring_xblock.sharing.models import Audience


def _row(place: Place, entry_id: UUID, *, lock: bool = False, here: bool = True) -> Entry:
    """Return an entry of this course, and unless `here` is false of this block.

    Raises:
        NotFound: there is none; the same sentence as for one that is not the actor's.
    """
    rows = Entry.objects.select_for_update() if lock else Entry.objects
    row = rows.filter(public_id=entry_id, course_key=place.course_key).first()
    if row is None or (here and row.usage_key != place.usage_key):
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


def _own(actor: Actor, place: Place, entry_id: UUID, action: Action, *, lock: bool = False) -> tuple[Entry, Facts]:
    row = _row(place, entry_id, lock=lock)
    facts = own_facts(row)
    policy.require(action, actor, facts)
    return row, facts


# ---- one's own entries ----


def get_entry(actor: Actor, place: Place, entry_id: UUID) -> EntryInfo:
    """Return one of the actor's own entries of this block, to go on writing.

    Raises:
        NotFound: there is none, it is in the bin, or it is somebody else's.
    """
    return info_of(_own(actor, place, entry_id, Action.ITEM_WRITE)[0])


def history(actor: Actor, place: Place, entry_id: UUID) -> tuple[VersionInfo, ...]:
    """Return the newest texts that were kept beside an entry of the actor's own, newest first.

    Raises:
        NotFound: as in `get_entry`.
    """
    return history_of(_own(actor, place, entry_id, Action.ITEM_WRITE)[0])


def trail(actor: Actor, place: Place, entry_id: UUID) -> tuple[Step, ...]:
    """Return who could read an entry of the actor's own and when, newest first.

    Raises:
        NotFound: as in `get_entry`.
    """
    row, _ = _own(actor, place, entry_id, Action.TRAIL_SEE)
    return tuple(audit.trail_of(ItemKind.ENTRY, row.public_id))


def delete_entry(actor: Actor, place: Place, entry_id: UUID) -> EntryInfo:
    """Put an entry into its author's bin and end its shares. Deleting twice is deleting once.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with transaction.atomic():
        row = _row(place, entry_id, lock=True)
        if policy.allowed(Action.ITEM_RESTORE, actor, own_facts(row)):
            return info_of(row)
        policy.require(Action.ITEM_WRITE, actor, own_facts(row))
        _bin([row], actor.user_id, Verb.DELETED)
    return info_of(row)


def restore_entry(actor: Actor, place: Place, entry_id: UUID) -> EntryInfo:
    """Take an entry out of the bin. Its shares stay ended. Bringing back twice is bringing back once.

    Raises:
        NotFound: there is none, it is somebody else's, or its days in the bin are over.
    """
    with transaction.atomic():
        row = _row(place, entry_id, lock=True)
        if policy.allowed(Action.ITEM_WRITE, actor, own_facts(row)):
            return info_of(row)
        policy.require(Action.ITEM_RESTORE, actor, own_facts(row))
        if row.deleted_at < bin_ends(timezone.now()):
            raise NotFound(gettext("There is nothing here for you to see."))
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        audit.record(ItemKind.ENTRY, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.RESTORED)
    return info_of(row)


def _bin(rows: Sequence[Entry], actor_id: int | None, verb: Verb) -> None:
    """Put entries into the bin; call it inside a transaction that holds their locks."""
    sharing.withdraw_all(ItemKind.ENTRY, [row.public_id for row in rows])
    now = timezone.now()
    for row in rows:
        row.deleted_at = now
    Entry.objects.bulk_update(rows, ["deleted_at"])
    audit.record_all(ItemKind.ENTRY, {row.public_id: row.owner_id for row in rows}, actor_id=actor_id, verb=verb)


# ---- sharing ----


def share_entry(actor: Actor, place: Place, entry_id: UUID, group_id: UUID, audience: Audience) -> ShareInfo:
    """Give an entry to the leader of one of the actor's groups, or to everybody in it; keeps the text as it is now.

    Raises:
        NotFound: there is no such entry of the actor's own, or the actor is in no such group.
        Invalid: nobody in the group could read it.
    """
    with transaction.atomic():
        row, facts = _own(actor, place, entry_id, Action.ITEM_SHARE, lock=True)
        shared = sharing.share(actor, place, ItemKind.ENTRY, row.public_id, facts, group_id, audience)
        keep_text([row], Reason.SHARED)
    return shared


def withdraw_entry(actor: Actor, place: Place, entry_id: UUID, share_id: UUID) -> None:
    """Take a share back at once. Withdrawing twice is withdrawing once.

    Raises:
        NotFound: there is no such entry of the actor's own, or no such share of it.
    """
    row, facts = _own(actor, place, entry_id, Action.ITEM_SHARE)
    sharing.withdraw(actor, place, ItemKind.ENTRY, row.public_id, facts, share_id)


def shares_of(actor: Actor, place: Place, entry_ids: Sequence[UUID]) -> dict[UUID, tuple[ShareInfo, ...]]:
    """Return the live shares of the actor's own entries among these, by entry; a constant number of queries."""
    rows = Entry.objects.filter(public_id__in=list(entry_ids), course_key=place.course_key)
    own = [row.public_id for row in rows if policy.allowed(Action.ITEM_SHARE, actor, own_facts(row))]
    return sharing.shares_of(ItemKind.ENTRY, own, timezone.now())


# ---- reading and talking ----


def _readable(actor: Actor, place: Place, entry_id: UUID, action: Action) -> tuple[Entry, Facts]:
    row = _row(place, entry_id, here=False)
    facts = facts_for([row], timezone.now())[row.public_id]
    policy.require(action, actor, facts)
    return row, facts


def open_shared(actor: Actor, place: Place, entry_id: UUID) -> SharedEntry:
    """Open an entry that somebody shares with the actor, and let its author's trail know.

    `place` may be any block of the course: a mentor reads on a page of their own.

    Raises:
        NotFound: there is no such entry, or it is not shared with the actor now.
    """
    with transaction.atomic():
        row, facts = _readable(actor, place, entry_id, Action.ITEM_READ)
        found = shared_infos(actor, [info_of(row)], timezone.now())
        if not found:
            raise NotFound(gettext("There is nothing here for you to see."))
        sharing.mark_opened(actor, ItemKind.ENTRY, row.public_id, facts, row.version)
    return found[0]


def comments(actor: Actor, place: Place, entry_id: UUID) -> tuple[CommentInfo, ...]:
    """Return what was said about an entry as far as the actor may read it, oldest first.

    Raises:
        NotFound: the actor may not read the entry.
    """
    row, facts = _readable(actor, place, entry_id, Action.ITEM_READ)
    return sharing.comments(actor, ItemKind.ENTRY, row.public_id, facts)


def comment(actor: Actor, place: Place, entry_id: UUID, share_id: UUID, body: str, once_key: UUID) -> None:
    """Say something in the thread of one share of an entry. The same `once_key` again changes nothing.

    Raises:
        NotFound: the actor may not read the entry, or not by this share.
        Invalid: nothing was written, or too much.
        Conflict: the share has ended meanwhile.
    """
    row, facts = _readable(actor, place, entry_id, Action.ITEM_COMMENT)
    sharing.add_comment(actor, place, ItemKind.ENTRY, row.public_id, facts, share_id, body, once_key)


# ---- handing in ----


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
        "title": info_of(row).heading,
        "version": row.version,
        "parts": [{"label": part.label, "text": part.text} for part in parts_of(prompts, row.answers)],
    }


def published_prompts(usage_key: UsageKey) -> tuple[Question, ...]:
    """Return the questions of a journal as last published; one query."""
    block = programme.block_info(usage_key)
    return prompts_of(block.questions if block else None)


# ---- upkeep ----


def reset(owner_id: int, usage_key: UsageKey, requester_id: int | None) -> None:
    """Move a person's entries of a block to their bin and end their shares, because staff deleted the learner's state.

    Safe to repeat. Who may ask for this is the host's decision; the texts stay their author's for the days of the bin.
    Call it inside the transaction of the reset.
    """
    rows = list(
        Entry.objects.select_for_update().filter(owner_id=owner_id, usage_key=usage_key, deleted_at=None).order_by("pk")
    )
    _bin(rows, requester_id, Verb.STATE_RESET)


def purge_deleted(now: datetime) -> int:
    """Erase for ever what has been in a bin longer than its days; returns how many entries. Safe to repeat."""
    with transaction.atomic():
        gone = list(
            Entry.objects.select_for_update()
            .filter(deleted_at__lt=bin_ends(now))
            .values_list("pk", "public_id")
            .order_by("pk")
        )
        item_ids = [public_id for _, public_id in gone]
        sharing.forget(ItemKind.ENTRY, item_ids)
        audit.forget(ItemKind.ENTRY, item_ids)
        Entry.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    return len(gone)


__all__ = [
    "Writer",
    "band",
    "candidates",
    "comment",
    "comments",
    "count_here",
    "counts",
    "delete_entry",
    "draft_of",
    "facts_for",
    "freeze",
    "get_entry",
    "history",
    "list_entries",
    "newest_entry",
    "open_shared",
    "published_prompts",
    "purge_deleted",
    "readable_entries",
    "reset",
    "restore_entry",
    "save_entry",
    "share_entry",
    "shared_entries",
    "shares_of",
    "titles",
    "trail",
    "withdraw_entry",
]
