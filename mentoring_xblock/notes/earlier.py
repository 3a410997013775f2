"""What somebody wrote for themselves about meetings of groups that they are not in any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.notes.data import PAGE_SIZE
from mentoring_xblock.notes.models import Note


@dataclass(frozen=True)
class EarlierNote:
    """A note of one's own; `starts_at` is that of its meeting, None for one that never got a time."""

    starts_at: dt.datetime | None
    body: str


def earlier_notes(user_id: int, programme_id: int, shown: Collection[int], page: int = 1) -> Page[EarlierNote]:
    """Return a page of a person's own notes in all rounds of a programme, newest meeting first; two queries.

    They are the person's own; ask for NOTE_OWN before.

    Args:
        shown: primary keys of the groups that have a page of their own, where their notes are read.
    """
    rows = Note.objects.filter(~Q(body=""), keeper=user_id, meeting__round__programme_id=programme_id)
    rows = rows.exclude(meeting__group_id__in=list(shown)).exclude(meeting__group_id=None)
    total = rows.count()
    number, pages, part = page_bounds(total, page, PAGE_SIZE)
    found = rows.order_by("-meeting__starts_at", "-pk").values_list("meeting__starts_at", "body")[part] if total else ()
    return Page(tuple(EarlierNote(*row) for row in found), number, pages, total)


__all__ = ["EarlierNote", "earlier_notes"]
