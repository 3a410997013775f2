"""Entries that others share with somebody, in pages; a list costs a constant number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mentoring_xblock import host
from mentoring_xblock.journal.data import EntryInfo, SharedEntry, VersionInfo
from mentoring_xblock.journal.history import version_info
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.journal.queries import info_of, may_read, own_entries, page_of
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor, Facts
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Received

#: Stamps begin here, and end before what the column takes no more.
_STAMPS = 2**30


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

    A constant number of queries. Empty for an entry in which nothing is written. Of somebody else's entry it is the
    heading of the text that they share.
    """
    return {entry_id: told.heading for entry_id, told in named(actor, entry_ids, now).items()}


def named(actor: Actor, entry_ids: Iterable[UUID], now: datetime) -> dict[UUID, EntryInfo | SharedEntry]:
    """Return the same with all that the actor may read of each; `heading` is what to call it in a list."""
    entries = [info_of(row) for row in readable_entries(actor, now).filter(public_id__in=list(entry_ids))]
    own: dict[UUID, EntryInfo | SharedEntry] = {
        entry.public_id: entry for entry in entries if entry.owner_id == actor.user_id
    }
    others = [entry for entry in entries if entry.public_id not in own]
    return own | {one.entry.public_id: one for one in shared_infos(actor, others, now, {})}


def shared_infos(
    actor: Actor, entries: Sequence[EntryInfo], now: datetime, people: Mapping[int, host.Person] | None = None
) -> tuple[SharedEntry, ...]:
    """Return what others share with the actor of these entries, in the same order.

    A reader is given a text: each is built from what was shared, never from the row with something taken out. Entries
    of which no share gives the actor a text are left out.

    A constant number of queries; `people` spares the look-up of the authors.
    """
    if not entries:
        return ()
    by_item = defaultdict(list)
    for one in sharing.received(actor.user_id, now, ItemKind.ENTRY, [entry.public_id for entry in entries]):
        by_item[one.item_id].append(one)
    texts = kept_texts({one.manner.text_id for shares in by_item.values() for one in shares} - {None})
    if people is None:
        people = host.people({entry.owner_id for entry in entries})
    return tuple(
        shared
        for entry in entries
        if (shared := _shared(entry, by_item[entry.public_id], texts, people.get(entry.owner_id))) is not None
    )


@dataclass(frozen=True)
class _Given:
    """A text that some shares give: `kept_at` is None for the one that stands."""

    shares: tuple[Received, ...]
    entry: EntryInfo
    mood: int | None
    whole: bool = True
    kept_at: datetime | None = None


def kept_texts(text_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], VersionInfo]:
    """Return kept texts by the public ids of their entries and their own; one query, or none."""
    if not text_ids:
        return {}
    rows = EntryVersion.objects.filter(public_id__in=text_ids).annotate(entry_ref=F("entry__public_id"))
    return {(row.entry_ref, row.public_id): version_info(row) for row in rows}


def _shared(
    entry: EntryInfo,
    shares: Sequence[Received],
    texts: Mapping[tuple[UUID, UUID], VersionInfo],
    owner: host.Person | None,
) -> SharedEntry | None:
    """Return the fullest text that these shares give: the one that stands, else the newest whole one, else a passage.

    Newest share first, as `sharing.received` tells them.
    """
    given = _texts(entry, shares, texts)
    if not given:
        return None
    fullest, others = given[0], given[1:]
    passages = [one.entry for one in others if not one.whole and not _stands_in(one.entry, fullest.entry)]
    stamp = _stamp_of(fullest)
    return SharedEntry(
        entry=fullest.entry,
        owner_name=owner.full_name if owner else "",
        since=max(one.since for one in shares),
        share_id=fullest.shares[0].share_id,
        share_ids=tuple(one.share_id for one in shares),
        talk_ids=tuple(one.share_id for one in shares if one.manner.talk),
        stamp=stamp,
        opened_stamp=_opened(fullest, stamp),
        whole=fullest.whole,
        fixed=fullest.kept_at is not None,
        kept_at=fullest.kept_at,
        mood=fullest.mood,
        passages=tuple(passages) if fullest.kept_at else (),
        read_at=fullest.shares[0].read_at,
        reaction=fullest.shares[0].reaction,
    )


def _stamp_of(given: _Given) -> int:
    """Return a number for exactly what a reader sees, so that what they do not see changes nothing in it.

    Keyed, because it is kept where a text never is. Larger than any number of saves that was kept in its place before.
    """
    entry = given.entry
    seen = [entry.title, entry.theme, dict(entry.answers), entry.asked, entry.frame, str(entry.day), given.mood]
    digest = salted_hmac("mentoring_xblock.journal.received", json.dumps(seen, sort_keys=True)).digest()
    return _STAMPS + int.from_bytes(digest[:4], "big") % _STAMPS


def _opened(given: _Given, stamp: int) -> int | None:
    """Return the stamp of what the reader opened last."""
    newest = max((one for one in given.shares if one.opened_at), key=_opened_at, default=None)
    if newest is None or newest.opened_version is None or newest.opened_version >= _STAMPS:
        return newest and newest.opened_version
    # The number of saves at that time, from before there were stamps.
    return stamp if newest.opened_version >= given.entry.version else newest.opened_version


def _opened_at(one: Received) -> datetime:
    return one.opened_at or one.since


def _texts(
    entry: EntryInfo, shares: Sequence[Received], texts: Mapping[tuple[UUID, UUID], VersionInfo]
) -> list[_Given]:
    """Return each text that these shares give, the fullest first."""
    by_text = defaultdict(list)
    for one in shares:
        by_text[one.manner.text_id].append(one)
    found = []
    for text_id, giving in by_text.items():
        with_mood = any(one.manner.with_mood for one in giving)
        if text_id is None:
            found.append(_Given(tuple(giving), _as_it_stands(entry), entry.mood if with_mood else None))
            continue
        kept = texts.get((entry.public_id, text_id))
        if kept is None:
            continue
        whole = kept.reason is not Reason.EXCERPT and all(one.manner.whole for one in giving)
        mood = kept.draft.mood if with_mood and whole else None
        text = _as_it_was(entry, kept) if whole else _passage(entry, kept)
        if text is not None:
            found.append(_Given(tuple(giving), text, mood, whole, kept.at))
    # Stable, so that of two alike the newest comes first.
    found.sort(key=lambda one: one.kept_at or datetime.max.replace(tzinfo=UTC), reverse=True)
    return sorted(found, key=lambda one: (one.kept_at is not None, not one.whole))


def _as_it_stands(entry: EntryInfo) -> EntryInfo:
    """Return the entry for a reader, without what is its writer's alone."""
    return replace(entry, mood=None, insights=0, goal_id=None, meeting_id=None)


def _as_it_was(entry: EntryInfo, kept: VersionInfo) -> EntryInfo:
    """Return a kept text as the entry that it was."""
    return EntryInfo(
        public_id=entry.public_id,
        owner_id=entry.owner_id,
        round_id=entry.round_id,
        usage_key=entry.usage_key,
        title=kept.draft.title,
        theme=kept.draft.theme,
        answers=kept.draft.answers,
        words=kept.draft.words,
        version=kept.version,
        created_at=entry.created_at,
        updated_at=kept.at,
        asked=kept.asked,
        frame=kept.draft.frame,
        # Texts from before there were days were about the one on which the entry was begun.
        day=kept.draft.day or timezone.localdate(entry.created_at),
    )


def _passage(entry: EntryInfo, kept: VersionInfo) -> EntryInfo | None:
    """Return passages, with their questions and the day then; None for a text that is more than passages."""
    if kept.reason is not Reason.EXCERPT:
        return None
    return replace(_as_it_was(entry, kept), title="", theme="", frame="")


def _stands_in(passage: EntryInfo, text: EntryInfo) -> bool:
    return all(words in text.answers.get(id_, "") for id_, words in passage.answers.items())


__all__ = ["kept_texts", "named", "readable_entries", "received_entries", "shared_entries", "shared_infos", "titles"]
