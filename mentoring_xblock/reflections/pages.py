"""What the journal's page shows of reflections of groups, ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mentoring_xblock.journal import api as journal
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.reflections import api
from mentoring_xblock.reflections.data import ReflectionInfo
from mentoring_xblock.worksheets import api as worksheets
from mentoring_xblock.worksheets.data import Frame


@dataclass(frozen=True)
class Line:
    """A prompt in a group; `name` is the prompt's in the reader's language."""

    info: ReflectionInfo
    name: str


def lines(actor: Actor, place: Place, frames: Iterable[Frame], now: dt.datetime) -> tuple[Line, ...]:
    """Return the reflections of a journal in the actor's groups, in the order of its prompts.

    One whose prompt has not opened for the actor yet is left out, unless somebody has answered it. A constant number of
    queries, and none where no group answers anything together.
    """
    together = {frame.id: frame for frame in frames if frame.together}
    if not together:
        return ()
    programme, _ = programmes.my_round(actor.user_id, place)
    if programme is None:
        return ()
    clock, today = journal.my_clock(actor, place), programme.plan.today(now)
    begun = {one.frame.id for one in worksheets.open_frames(together.values(), clock, today) if one.is_open}
    return tuple(
        Line(info, pick(together[info.frame].name))
        for info in api.mine(actor, place, together.values(), now)
        if info.frame in begun or info.answered or info.opened
    )


__all__ = ["Line", "lines"]
