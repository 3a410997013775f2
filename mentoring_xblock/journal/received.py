"""Entries that others share with somebody, in pages; a list costs a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from mentoring_xblock import host
from mentoring_xblock.journal.data import EntryInfo, SharedEntry
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.queries import info_of, may_read, own_entries, page_of
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor, Facts
from mentoring_xblock.sharing import api as sharing


def received_entries(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """Return what others share with the actor: the second half of the twin of ITEM_READ."""
    if not may_read(actor, Facts(reader_ids=frozenset({actor.user_id}))):
        return Entry.objects.none()
    return Entry.objects.filter(
        public_id__in=sharing.readable_ids(actor.user_id, ItemKind.ENTRY, now), deleted_at=None
    ).exclude(owner_id=actor.user_id)


def readable_entries(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """Return every entry that the actor may read: the queryset twin of ITEM_READ."""
    own, received = own_entries(actor), received_entries(actor, now)
    return Entry.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=received.values("pk")))


def shared_entries(
    actor: Actor,
    place: Place,
    owner_ids: Iterable[int] | None = None,
    page: int = 1,
    *,
    here: bool = False,
    people: Mapping[int, host.Person] | None = None,
) -> Page[SharedEntry]:
    """Return a page of the entries that others share with the actor in this programme, newest first.

    Nothing tells that there are others. A constant number of queries.

    Args:
        owner_ids: only entries of these people; everybody's when None.
        here: only entries of the block `place`.
        people: spares the look-up of the authors.
    """
    now = timezone.now()
    rows = received_entries(actor, now).filter(
        round__programme__course_key=place.course_key, round__programme__slug=place.slug
    )
    if owner_ids is not None:
        rows = rows.filter(owner_id__in=list(owner_ids))
    if here:
        rows = rows.filter(usage_key=place.usage_key)
    listed = page_of(rows, page)
    return Page(shared_infos(actor, listed.items, now, people), listed.number, listed.pages, listed.total)


def titles(actor: Actor, entry_ids: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """Return what to call these entries in a list, by public id; entries that the actor may not read are left out.

    One query. Empty for an entry in which nothing is written.
    """
    rows = readable_entries(actor, now).filter(public_id__in=list(entry_ids))
    return {row.public_id: info_of(row).heading for row in rows}


def shared_infos(
    actor: Actor, entries: Sequence[EntryInfo], now: datetime, people: Mapping[int, host.Person] | None = None
) -> tuple[SharedEntry, ...]:
    """Return the entries with what the reader may know of their shares, in the same order.

    A constant number of queries; `people` spares the look-up of the authors.
    """
    if not entries:
        return ()
    by_item = defaultdict(list)
    for one in sharing.received(actor.user_id, now, ItemKind.ENTRY, [entry.public_id for entry in entries]):
        by_item[one.item_id].append(one)
    if people is None:
        people = host.people({entry.owner_id for entry in entries})
    return tuple(
        SharedEntry(
            entry=entry,
            owner_name=people[entry.owner_id].full_name if entry.owner_id in people else "",
            since=max(one.since for one in by_item[entry.public_id]),
            share_ids=tuple(one.share_id for one in by_item[entry.public_id]),
            opened_version=max(
                (one.opened_version for one in by_item[entry.public_id] if one.opened_version is not None), default=None
            ),
        )
        for entry in entries
        if by_item[entry.public_id]
    )


__all__ = ["readable_entries", "received_entries", "shared_entries", "shared_infos", "titles"]
