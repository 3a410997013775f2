"""Reading entries: who may read which, lists in pages, numbers for bands. A list costs a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from mentoring_xblock.journal.data import (
    PAGE_SIZE,
    Draft,
    EntryInfo,
    VersionInfo,
)
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.paging import CHOICES, Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing

#: Versions that an entry's history shows, newest first.
HISTORY_SIZE = 20


def facts_for(rows: Iterable[Entry], now: datetime) -> dict[UUID, Facts]:
    """Return what policy needs to know of these entries, by public id; one query."""
    rows = list(rows)
    readers = sharing.readers_of(ItemKind.ENTRY, [row.public_id for row in rows], now)
    return {
        row.public_id: Facts(
            owner_id=row.owner_id,
            reader_ids=readers.get(row.public_id, frozenset()),
            deleted=row.deleted_at is not None,
        )
        for row in rows
    }


def own_facts(row: Entry) -> Facts:
    """Return what the rules about an author's own entry need; no query. Knows no readers."""
    return Facts(owner_id=row.owner_id, deleted=row.deleted_at is not None)


def may_read(actor: Actor, facts: Facts) -> bool:
    return policy.allowed(Action.ITEM_READ, actor, facts)


def own_entries(actor: Actor) -> QuerySet[Entry]:
    """Return the actor's own entries that are not in the bin: the first half of the twin of ITEM_READ."""
    # Whether the actor may be anybody's author or reader at all is policy's to say as well.
    if not may_read(actor, Facts(owner_id=actor.user_id)):
        return Entry.objects.none()
    return Entry.objects.filter(owner_id=actor.user_id, deleted_at=None)


def list_entries(actor: Actor, place: Place, page: int = 1) -> Page[EntryInfo]:
    """Return a page of the actor's own entries in this block, newest first, as `EntryInfo`. Two queries.

    Earlier rounds of the programme are among them: they are their author's. A page out of range gives the nearest.
    """
    return page_of(_own_here(actor, place), page)


def newest_entry(actor: Actor, place: Place) -> EntryInfo | None:
    """Return the actor's own entry in this block that was saved last."""
    row = _own_here(actor, place).order_by("-updated_at", "-pk").first()
    return info_of(row) if row else None


def candidates(actor: Actor, place: Place) -> tuple[EntryInfo, ...]:
    """Return the actor's newest `CHOICES` entries in this block, newest first, to choose from when handing in."""
    return tuple(info_of(row) for row in _own_here(actor, place).order_by("-created_at", "-pk")[:CHOICES])


def count_here(owner_id: int, place: Place) -> int:
    """Return how many entries this person has in this block, the bin not counted."""
    return Entry.objects.filter(owner_id=owner_id, usage_key=place.usage_key, deleted_at=None).count()


def _own_here(actor: Actor, place: Place) -> QuerySet[Entry]:
    return own_entries(actor).filter(usage_key=place.usage_key)


def page_of(rows: QuerySet[Entry], asked: int) -> Page[EntryInfo]:
    total = rows.count()
    number, pages, shown = page_bounds(total, asked, PAGE_SIZE)
    return Page(tuple(info_of(row) for row in rows.order_by("-created_at", "-pk")[shown]), number, pages, total)


def history_of(row: Entry) -> tuple[VersionInfo, ...]:
    """Return the newest texts that were kept beside an entry, newest first. Ask policy for ITEM_WRITE before."""
    return tuple(
        VersionInfo(
            version=kept.number,
            reason=Reason(kept.reason),
            draft=draft_of(kept.content),
            at=kept.created_at,
            version_id=kept.public_id,
        )
        for kept in EntryVersion.objects.filter(entry=row).order_by("-created_at", "-pk")[:HISTORY_SIZE]
    )


def counts(round_id: int, user_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return how many entries each person has in a round, by user id; who has none is left out. One query.

    For `data.band`. Ask policy for OVERVIEW_SEE before. `user_ids` narrows it to these people.
    """
    rows = Entry.objects.filter(round_id=round_id, deleted_at=None)
    if user_ids is not None:
        rows = rows.filter(owner_id__in=list(user_ids))
    return dict(rows.values_list("owner_id").annotate(entries=Count("pk")))


def draft_of(content: dict) -> Draft:
    """Return a kept text as what was typed."""
    return Draft(content.get("title", ""), content.get("theme", ""), content.get("answers", {}))


def info_of(row: Entry) -> EntryInfo:
    """Return what eyes that policy has let through may see of a row."""
    return EntryInfo(
        public_id=row.public_id,
        owner_id=row.owner_id,
        round_id=row.round_id,
        usage_key=row.usage_key,
        title=row.title,
        theme=row.theme,
        answers=row.answers,
        words=row.words,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        asked=row.asked,
        frame=row.frame,
        day=row.day,
        mood=row.mood,
        insights=row.insights,
    )
