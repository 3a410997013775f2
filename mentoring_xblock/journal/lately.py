"""Prompts that have opened for somebody lately, and on which they have written nothing since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Max
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.journal.queries import own_entries
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import BlockInfo, Clock, ProgrammeInfo
from mentoring_xblock.worksheets.api import frames_from_mirror
from mentoring_xblock.worksheets.data import MAIN

#: So many days a prompt is new.
NEW_FOR = dt.timedelta(days=7)
BLOCK_TYPE = "mentoring_journal"


@dataclass(frozen=True)
class LatelyOpened:
    """A prompt of a journal that opened, or is asked once more, since a day."""

    usage_key: UsageKey
    frame: str
    since: dt.date


def journals(place: Place) -> Sequence[BlockInfo]:
    """Return the programme's journals as they are published; one query."""
    return [one for one in programmes.blocks_of(place.course_key, place.slug) if one.block_type == BLOCK_TYPE]


def unwritten(
    actor: Actor, found: Sequence[BlockInfo], programme: ProgrammeInfo, clock: Clock | None, now: dt.datetime
) -> tuple[LatelyOpened, ...]:
    """Return which prompts of these journals opened within `NEW_FOR` and wait for the actor, in the journals' order.

    One query where any has opened, else none. It looks at no text.

    Args:
        clock: the calendar that the actor's journal goes by; without one nothing opens with a phase.
    """
    opened = [one for block in found for one in _opened(block, clock, programme.plan.today(now))] if clock else []
    if not opened:
        return ()
    rows = own_entries(actor).filter(usage_key__in={one.usage_key for one in opened})
    newest = {
        (usage_key, frame or MAIN): programme.plan.today(at)
        for usage_key, frame, at in rows.order_by().values_list("usage_key", "frame").annotate(Max("created_at"))
    }
    return tuple(one for one in opened if newest.get((one.usage_key, one.frame), dt.date.min) < one.since)


def _opened(block: BlockInfo, clock: Clock, today: dt.date) -> Iterator[LatelyOpened]:
    begins = {span.phase.id: span.first_day for span in clock.timeline}
    for frame in frames_from_mirror(block):
        days = [begins[phase] for phase in (frame.opens, frame.again) if phase in begins and begins[phase] <= today]
        if days and today < max(days) + NEW_FOR:
            yield LatelyOpened(block.usage_key, frame.id, max(days))


__all__ = ["BLOCK_TYPE", "NEW_FOR", "LatelyOpened", "journals", "unwritten"]
