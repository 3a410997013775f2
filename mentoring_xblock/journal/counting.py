"""What somebody has written, as points by taking part count it."""

from __future__ import annotations

from django.utils import timezone
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.journal.data import Written
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.programme.clock import Clock


def written(owner_id: int, round_id: int, usage_key: UsageKey, words: int, clock: Clock | None) -> Written:
    """Return how many entries with at least so many words somebody has in a block and round, and in how many phases.

    It asks no policy: what comes of it is each person's own. Nothing in the bin counts. One query, which reads no text.

    Args:
        clock: the calendar whose phases count, by the day on which an entry was begun; None where there is none yet.
    """
    rows = Entry.objects.filter(
        owner_id=owner_id, round_id=round_id, usage_key=usage_key, deleted_at=None, words__gte=words
    )
    begun = list(rows.values_list("created_at", flat=True))
    phases = [clock.phase(timezone.localdate(at)) for at in begun] if clock else []
    return Written(len(begun), len({phase.id for phase in phases if phase is not None}))


__all__ = ["written"]
