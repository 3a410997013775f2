"""What somebody gives to others, for their own eyes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.sharing.queries import live_readers


def given_ids(owner_id: int, kind: ItemKind, now: datetime) -> frozenset[UUID]:
    """Return the public ids of this person's things of one kind that anybody can read by a share now; one query."""
    rows = live_readers(now).filter(share__owner_id=owner_id, share__item_kind=kind)
    return frozenset(rows.values_list("share__item_id", flat=True).distinct())


__all__ = ["given_ids"]
