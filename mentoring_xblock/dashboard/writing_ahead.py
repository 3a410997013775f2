"""Prompts that have opened in somebody's journals: how many, and where, and not a word of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.attainment.stages import clock_for
from mentoring_xblock.groups.clocks import main_clock
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.journal import lately
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.worksheets.api import frames_from_mirror
from mentoring_xblock.worksheets.data import Frame


@dataclass(frozen=True)
class ToWrite:
    """So many prompts have opened lately on which the reader has written nothing; `block` is the journal of the first.

    None where there are none.
    """

    count: int = 0
    block: UsageKey | None = None

    @property
    def text(self) -> str:
        """How many there are."""
        return ngettext(
            "A new prompt has opened in your journal.", "%(count)s new prompts have opened in your journal.", self.count
        ) % {"count": self.count}

    @property
    def more(self) -> str:
        """Whose it is what is written there."""
        return gettext("What you write is yours alone until you share it.")


NOTHING_TO_WRITE = ToWrite()


def to_write(
    actor: Actor,
    place: Place,
    programme: ProgrammeInfo,
    roles: Collection[Role],
    now: dt.datetime,
    mine: Sequence[GroupInfo] | None = None,
) -> ToWrite:
    """Return which prompts wait for the actor; a constant number of queries, and one where none opens with a phase.

    Whoever leads a group hears of none: their journals are between their meetings.

    Args:
        mine: the actor's groups in the round, where they have been looked up already.
    """
    if programme.round.closed or not {Role.MENTEE, Role.PEER} & set(roles):
        return NOTHING_TO_WRITE
    found = [block for block in lately.journals(place) if any(map(_is_placed, frames_from_mirror(block)))]
    if not found:
        return NOTHING_TO_WRITE
    clock = clock_for(actor.user_id, programme) if mine is None else main_clock(programme, mine)
    waiting = lately.unwritten(actor, found, programme, clock, now)
    return ToWrite(len(waiting), waiting[0].usage_key) if waiting else NOTHING_TO_WRITE


def _is_placed(frame: Frame) -> bool:
    return bool(frame.opens or frame.again)


__all__ = ["NOTHING_TO_WRITE", "ToWrite", "to_write"]
