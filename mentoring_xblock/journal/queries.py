"""Reading entries: who may read which, lists in pages, numbers for bands. A list costs a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from mentoring_xblock.journal.data import PAGE_SIZE, EntryInfo
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.paging import CHOICES, Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.worksheets.data import MAIN

#: What narrows a list of one's own entries, by the names of columns.
_COLUMNS = {
    "theme": "theme",
    "mood": "mood",
    "month": "day__month",
    "goal_id": "goal__public_id",
    "meeting_id": "meeting__public_id",
}


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


def newest_entry(actor: Actor, place: Place) -> EntryInfo | None:
    """Return the actor's own entry in this block that was saved last."""
    row = with_links(_own_here(actor, place)).order_by("-updated_at", "-pk").first()
    return info_of(row) if row else None


def candidates(actor: Actor, place: Place) -> tuple[EntryInfo, ...]:
    """Return the actor's newest `CHOICES` entries in this block, newest first, to choose from when handing in."""
    return tuple(info_of(row) for row in _own_here(actor, place).order_by("-created_at", "-pk")[:CHOICES])


def count_here(owner_id: int, place: Place) -> int:
    """Return how many entries this person has in this block, the bin not counted."""
    return Entry.objects.filter(owner_id=owner_id, usage_key=place.usage_key, deleted_at=None).count()


def _own_here(actor: Actor, place: Place) -> QuerySet[Entry]:
    return own_entries(actor).filter(usage_key=place.usage_key)


def with_links(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Give rows the public ids of what they are linked to. For their writers only."""
    # Each looked up beside the row and not joined to it, so that what locks the rows locks no goal or meeting.
    return rows.annotate(goal_ref=_public_id_of("goal"), meeting_ref=_public_id_of("meeting"))


def _public_id_of(link: str) -> Subquery:
    linked = Entry._meta.get_field(link).related_model
    return Subquery(linked.objects.filter(pk=OuterRef(f"{link}_id")).values("public_id"))


def _own_among(
    actor: Actor,
    place: Place,
    first_day: date | None,
    last_day: date | None,
    only: Collection[UUID] | None,
    without: Collection[UUID],
    columns: Mapping[str, Any],
) -> QuerySet[Entry]:
    """Return one's own entries in this block that these narrow, newest day first; see `own_rows`."""
    rows = with_links(_own_here(actor, place))
    if first_day is not None:
        rows = rows.filter(day__gte=first_day)
    if last_day is not None:
        rows = rows.filter(day__lte=last_day)
    if only is not None:
        rows = rows.filter(public_id__in=list(only))
    if without:
        rows = rows.exclude(public_id__in=list(without))
    which = {}
    for name, value in columns.items():
        if value in (None, "", False):
            continue
        if name == "frame":
            # Entries from before there were several prompts have none.
            which["frame__in"] = [value, ""] if value == MAIN else [value]
        elif name == "insights":
            which["insights__gt"] = 0
        else:
            which[_COLUMNS[name]] = value
    return rows.filter(**which).order_by("-day", "-created_at", "-pk")


def own_rows(
    actor: Actor,
    place: Place,
    first_day: date | None = None,
    last_day: date | None = None,
    *,
    only: Collection[UUID] | None = None,
    without: Collection[UUID] = (),
    **columns: Any,
) -> Iterator[EntryInfo]:
    """Return the actor's own entries in this block, newest day first; one query, streamed. None from the bin.

    Args:
        first_day, last_day: of the days that they are about, both inclusive.
        only, without: public ids to keep to, and to leave out.
        columns: `frame`, `theme`, `mood`, `goal_id`, `meeting_id` (public ids), `month` (1 to 12) and `insights` (only
            entries with a marked passage); what is empty does not narrow them.
    """
    rows = _own_among(actor, place, first_day, last_day, only, without, columns)
    return (info_of(row) for row in rows.iterator(chunk_size=200))


def own_page(
    actor: Actor,
    place: Place,
    page: int,
    first_day: date | None = None,
    last_day: date | None = None,
    *,
    only: Collection[UUID] | None = None,
    without: Collection[UUID] = (),
    **columns: Any,
) -> Page[EntryInfo]:
    """Return a page of the same; two queries. A page out of range gives the nearest."""
    rows = _own_among(actor, place, first_day, last_day, only, without, columns)
    total = rows.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    return Page(tuple(info_of(row) for row in rows[shown]), number, pages, total)


def own_days(actor: Actor, place: Place, year: int | None = None) -> tuple[tuple[date, int, UUID], ...]:
    """Return the days of the actor's own entries in this block, oldest first, with words and public ids; one query.

    Args:
        year: only entries about days of this year; of all years without it.
    """
    rows = _own_here(actor, place) if year is None else _own_here(actor, place).filter(day__year=year)
    return tuple(rows.order_by("day", "created_at", "pk").values_list("day", "words", "public_id"))


def moment_of(actor: Actor, place: Place, entry_id: UUID) -> tuple[date, datetime] | None:
    """Return the day and the moment of one of the actor's own entries in this block, also from the bin; one query."""
    if not may_read(actor, Facts(owner_id=actor.user_id)):
        return None
    rows = Entry.objects.filter(owner_id=actor.user_id, usage_key=place.usage_key, public_id=entry_id)
    return rows.values_list("day", "created_at").first()


def earlier_answer(actor: Actor, place: Place, frame_id: str, before: date) -> EntryInfo | None:
    """Return the actor's newest entry on a prompt that is about a day before this one; one query."""
    rows = _own_among(actor, place, None, before - timedelta(days=1), None, (), {"frame": frame_id})
    row = rows.first()
    return info_of(row) if row else None


def page_of(rows: QuerySet[Entry], asked: int) -> Page[EntryInfo]:
    total = rows.count()
    number, pages, shown = page_bounds(total, asked, PAGE_SIZE)
    return Page(tuple(info_of(row) for row in rows.order_by("-created_at", "-pk")[shown]), number, pages, total)


def counts(round_id: int, user_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return how many entries each person has in a round, by user id; who has none is left out. One query.

    For `data.band`. Ask policy for OVERVIEW_SEE before. `user_ids` narrows it to these people.
    """
    rows = Entry.objects.filter(round_id=round_id, deleted_at=None)
    if user_ids is not None:
        rows = rows.filter(owner_id__in=list(user_ids))
    return dict(rows.values_list("owner_id").annotate(entries=Count("pk")))


def info_of(row: Entry) -> EntryInfo:
    """Return what eyes that policy has let through may see of a row; what it is linked to only from `with_links`."""
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
        goal_id=getattr(row, "goal_ref", None),
        meeting_id=getattr(row, "meeting_ref", None),
        once_key=row.once_key,
    )
