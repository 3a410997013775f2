"""Finding words in one's own entries: the rows are read, newest first, until a page is full.

Nothing is kept of what is looked for, and no index of what is written: the same way whether texts are sealed or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from uuid import UUID

from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import PAGE_SIZE, EntryInfo
from mentoring_xblock.kit.place import Place
from mentoring_xblock.lookback.data import AROUND, WORDS_LIMIT, Filter, Found, FoundPage
from mentoring_xblock.lookback.folding import first_place, stand_in, words_of
from mentoring_xblock.lookback.timeline import narrowed
from mentoring_xblock.privacy.policy import Actor

_NOTHING = FoundPage((), None)


def search(actor: Actor, place: Place, words: str, after: UUID | None = None, asked: Filter | None = None) -> FoundPage:
    """Return the actor's own entries in this block in whose title and answers all of these words stand.

    One query, streamed, and those of the filter. Nothing for no words.

    Args:
        words: as typed, `WORDS_LIMIT` characters of them.
        after: the public id of the entry to go on after, also where it went to the bin meanwhile; from the newest on
            where it is gone for good.
        asked: among which entries to look; all of them without it.
    """
    wanted = words_of(words[:WORDS_LIMIT])
    if not wanted:
        return _NOTHING
    among = narrowed(actor, place, asked or Filter()).arguments
    found = _found(wanted, _after(journal.own_rows(actor, place, **among), after))
    if after is not None and found is None:
        found = _found(wanted, _older(journal.own_rows(actor, place, **among), journal.moment_of(actor, place, after)))
    return found or _NOTHING


def _after(rows: Iterator[EntryInfo], after: UUID | None) -> Iterator[EntryInfo] | None:
    """Pass over what is before and at this entry; None if it is not among them."""
    if after is not None and all(one.public_id != after for one in rows):
        return None
    return rows


def _older(rows: Iterator[EntryInfo], moment: tuple[dt.date, dt.datetime] | None) -> Iterator[EntryInfo]:
    """Pass over what is not older than what stood at this day and moment."""
    return (one for one in rows if moment is None or (one.day, one.created_at) < moment)


def _found(words: tuple[str, ...], rows: Iterable[EntryInfo] | None) -> FoundPage | None:
    """Return the first page of what holds the words; one more is looked for, which tells that there is more."""
    if rows is None:
        return None
    found: list[EntryInfo] = []
    for entry in rows:
        if stand_in(words, (entry.title, *entry.answers.values())):
            found.append(entry)
            if len(found) > PAGE_SIZE:
                break
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return FoundPage(tuple(_told(one, words) for one in shown), shown[-1].public_id if more else None)


def _told(entry: EntryInfo, words: tuple[str, ...]) -> Found:
    # The title last: it stands above what is shown anyway.
    texts = (*entry.answers.values(), entry.title)
    around = next(filter(None, (first_place(words, text, AROUND) for text in texts)), ())
    return Found(entry.public_id, entry.heading, entry.day, around)


__all__ = ["search"]
