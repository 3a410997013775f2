"""What a journal asks somebody today: its prompts, the one that a paper is on, and what they answered to it before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.journal.clocks import my_clock
from mentoring_xblock.journal.data import EntryInfo
from mentoring_xblock.journal.queries import earlier_answer
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import earlier_words
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.worksheets import api as worksheets
from mentoring_xblock.worksheets.data import MAIN, Frame, OpenFrame

#: What a journal asks until its author says otherwise.
DEFAULT_PROMPTS: list[dict[str, Any]] = [dict(one) for one in worksheets.FRAMES[worksheets.FIRST_FRAME].questions]


@dataclass(frozen=True)
class Prompts:
    """The prompts of a journal on somebody's day.

    chosen: the one that the paper is on; None while none is open, and where the author has removed that of an entry.
    open: what can be written on, what is asked again first. later: what opens another day.
    """

    chosen: OpenFrame | None
    open: tuple[OpenFrame, ...]
    later: tuple[OpenFrame, ...]

    @property
    def several(self) -> bool:
        """Whether there is anything to choose, or to wait for."""
        return len(self.open) + len(self.later) > 1

    @property
    def frame(self) -> Frame | None:
        """The prompt that the paper is on."""
        return self.chosen.frame if self.chosen else None


@dataclass(frozen=True)
class EarlierAnswer:
    """What somebody answered to a question the first time. `was` is what it said then, where it says something else."""

    day: dt.date
    text: str
    was: str = ""


def frame_of(frames: Sequence[Frame], frame_id: str) -> Frame | None:
    """Return the prompt that an entry was written on; None where its author has removed it.

    Entries from before a journal had several are on the one that is called "main".
    """
    return next((frame for frame in frames if frame.id == (frame_id or MAIN)), None)


def prompts_for(
    actor: Actor, place: Place, frames: Sequence[Frame], entry: EntryInfo | None = None, frame_id: str = ""
) -> Prompts:
    """Return the prompts on the actor's day, with the one that a paper is on.

    That is the entry's own, open or not; else the one that is named, if it is open; else the first that is open.
    """
    opened = _opened(actor, place, frames)
    able = sorted((one for one in opened if one.is_open), key=lambda one: one.again_since is None)
    if entry is not None:
        own = frame_of(frames, entry.frame)
        chosen = next((one for one in opened if one.frame is own), None)
    else:
        chosen = next((one for one in able if one.frame.id == frame_id), able[0] if able else None)
    return Prompts(chosen, tuple(able), tuple(one for one in opened if not one.is_open))


def require_open(actor: Actor, place: Place, frames: Sequence[Frame], frame_id: str) -> str:
    """Return the id of the prompt that a new entry is on.

    A page that names none is from before there were several; its entry is on the first.

    Raises:
        Invalid: there is no such prompt any more, or it is not open yet.
    """
    frame = frame_of(frames, frame_id) or (None if frame_id else frames[0])
    if frame is None:
        raise Invalid(gettext("This prompt is not asked any more. Copy your text, reload the page and go on."))
    if not _opened(actor, place, [frame])[0].is_open:
        raise Invalid(gettext("This prompt is not open yet. Copy your text and write on another one."))
    return frame.id


def earlier_answers(
    actor: Actor, place: Place, chosen: OpenFrame | None, entry: EntryInfo | None = None
) -> Mapping[str, EarlierAnswer]:
    """Return what the actor answered before, by question id, where the paper's prompt is asked once more.

    One query then, else none. An entry from before it was asked again has nothing before it.
    """
    since = chosen.again_since if chosen else None
    if since is None or (entry is not None and entry.day is not None and entry.day < since):
        return {}
    earlier = earlier_answer(actor, place, chosen.frame.id, since)
    if earlier is None:
        return {}
    return {
        one.id: EarlierAnswer(earlier.day, text, earlier_words(one, earlier.asked.get(one.id)))
        for one in chosen.frame.questions
        if (text := earlier.answers.get(one.id, "")).strip()
    }


def _opened(actor: Actor, place: Place, frames: Sequence[Frame]) -> tuple[OpenFrame, ...]:
    if not any(frame.opens or frame.again for frame in frames):
        return worksheets.open_frames(frames, None, dt.date.min)
    programme, _roles = programmes.my_round(actor.user_id, place)
    today = programme.plan.today(timezone.now()) if programme else timezone.localdate()
    return worksheets.open_frames(frames, my_clock(actor, place), today)


__all__ = [
    "DEFAULT_PROMPTS",
    "EarlierAnswer",
    "Prompts",
    "earlier_answers",
    "frame_of",
    "prompts_for",
    "require_open",
]
