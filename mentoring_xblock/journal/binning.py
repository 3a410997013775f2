"""The bin: entries that their author, or a reset, put away, and their end after its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.journal.data import PAGE_SIZE, Binned, EntryInfo
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.opening import row_of
from mentoring_xblock.journal.queries import info_of, own_facts
from mentoring_xblock.journal.signals import put_into_bin
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import BIN_DAYS, bin_ends
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing


def delete_entry(actor: Actor, place: Place, entry_id: UUID) -> EntryInfo:
    """Put an entry into its author's bin and end its shares. Deleting twice is deleting once.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with transaction.atomic():
        row = row_of(place, entry_id, lock=True)
        if policy.allowed(Action.ITEM_RESTORE, actor, own_facts(row)):
            return info_of(row)
        policy.require(Action.ITEM_WRITE, actor, own_facts(row))
        put_away([row], actor.user_id, Verb.DELETED)
    return info_of(row)


def restore_entry(actor: Actor, place: Place, entry_id: UUID) -> EntryInfo:
    """Take an entry out of the bin. Its shares stay ended. Bringing back twice is bringing back once.

    Raises:
        NotFound: there is none, it is somebody else's, or its days in the bin are over.
    """
    with transaction.atomic():
        row = row_of(place, entry_id, lock=True)
        if policy.allowed(Action.ITEM_WRITE, actor, own_facts(row)):
            return info_of(row)
        policy.require(Action.ITEM_RESTORE, actor, own_facts(row))
        if row.deleted_at < bin_ends(timezone.now()):
            raise NotFound(gettext("There is nothing here for you to see."))
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        audit.record(ItemKind.ENTRY, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.RESTORED)
    return info_of(row)


def bin_of(actor: Actor, place: Place, page: int = 1) -> Page[Binned]:
    """Return a page of the actor's own entries of this block that they can still bring back, the last deleted first.

    Two queries.
    """
    if not policy.allowed(Action.ITEM_RESTORE, actor, Facts(owner_id=actor.user_id, deleted=True)):
        return Page((), 1, 1, 0)
    rows = Entry.objects.filter(
        owner_id=actor.user_id, usage_key=place.usage_key, deleted_at__gte=bin_ends(timezone.now())
    )
    total = rows.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    rows = rows.order_by("-deleted_at", "-pk")[shown]
    return Page(tuple(Binned(info_of(row), _last_day(row)) for row in rows), number, pages, total)


def _last_day(row: Entry) -> date:
    return timezone.localdate(row.deleted_at) + timedelta(days=BIN_DAYS)


def put_away(rows: Sequence[Entry], actor_id: int | None, verb: Verb) -> None:
    """Put entries into the bin; call it inside a transaction that holds their locks."""
    sharing.withdraw_all(ItemKind.ENTRY, [row.public_id for row in rows])
    now = timezone.now()
    for row in rows:
        row.deleted_at = now
    Entry.objects.bulk_update(rows, ["deleted_at"])
    audit.record_all(ItemKind.ENTRY, {row.public_id: row.owner_id for row in rows}, actor_id=actor_id, verb=verb)
    put_into_bin.send(sender=Entry, entry_ids=[row.pk for row in rows])


def reset(owner_id: int, usage_key: UsageKey, requester_id: int | None) -> None:
    """Move a person's entries of a block to their bin and end their shares, because staff deleted the learner's state.

    Safe to repeat. Who may ask for this is the host's decision; the texts stay their author's for the days of the bin.
    Call it inside the transaction of the reset.
    """
    rows = list(
        Entry.objects.select_for_update().filter(owner_id=owner_id, usage_key=usage_key, deleted_at=None).order_by("pk")
    )
    put_away(rows, requester_id, Verb.STATE_RESET)


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


__all__ = ["bin_of", "delete_entry", "purge_deleted", "reset", "restore_entry"]
