"""Passages that somebody marked in their own entries, gathered."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import EntryInfo
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import passages
from mentoring_xblock.lookback.data import Insight
from mentoring_xblock.privacy.policy import Actor


def insights(actor: Actor, place: Place, page: int = 1) -> Page[tuple[Insight, ...]]:
    """Return a page of the actor's own entries in this block that have marked passages, newest first, as these.

    Two queries.
    """
    found = journal.own_page(actor, place, page, insights=True)
    return Page(tuple(map(insights_of, found.items)), found.number, found.pages, found.total)


def insights_of(entry: EntryInfo) -> tuple[Insight, ...]:
    """Return the marked passages of an entry, in the order of its answers."""
    return tuple(Insight(entry.public_id, entry.heading, entry.day, text) for text in marked(entry.answers.values()))


def marked(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what is marked in these texts, in their order."""
    return tuple(passage for text in texts for passage in passages(text))


__all__ = ["insights", "insights_of"]
