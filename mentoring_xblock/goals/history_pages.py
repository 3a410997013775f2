"""What the history of a goal shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.goals.data import History, VersionInfo
from mentoring_xblock.kit.dates import long_moment
from mentoring_xblock.kit.keeping import Reason


@dataclass(frozen=True)
class Entry:
    """A kept text, and a sentence that says why and when it was put aside."""

    version: VersionInfo
    what: str


def context(history: History) -> dict[str, Any]:
    """Return the context of `goals/_history.html` for a page that was opened."""
    return {"goal_id": history.goal_id, "texts": history.page, "entries": entries(history.page.items)}


def entries(kept: Iterable[VersionInfo]) -> tuple[Entry, ...]:
    """Return kept texts with what is said of each."""
    return tuple(Entry(one, sentence(one)) for one in kept)


def sentence(version: VersionInfo) -> str:
    """Say what a kept text was, and when it was put aside."""
    words = {"at": long_moment(version.at)}
    if version.reason is Reason.SHARED:
        return gettext("As it was when you shared it, %(at)s") % words
    if version.reason is Reason.HANDED_IN:
        return gettext("As it was when you handed it in, %(at)s") % words
    if version.reason is Reason.CONFLICT:
        return gettext("The other text, when it was changed in two places, %(at)s") % words
    if version.reason is Reason.SCALE:
        return gettext("The five levels until %(at)s") % words
    return gettext("What it said until %(at)s") % words


__all__ = ["Entry", "context", "entries", "sentence"]
