"""Entries by their primary keys, for rooms whose rows belong to an entry."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from mentoring_xblock.journal.models import Entry


def pk_of(entry_id: UUID) -> int:
    """Return the primary key of an entry that policy has let the actor have; one query."""
    return Entry.objects.values_list("pk", flat=True).get(public_id=entry_id)


def lock(entry_pks: Collection[int]) -> None:
    """Hold entries as they stand until the caller's transaction ends, in the order in which the bin holds them."""
    list(Entry.objects.select_for_update().filter(pk__in=entry_pks).order_by("pk"))


__all__ = ["lock", "pk_of"]
