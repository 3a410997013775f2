"""Reading a journal's prompts out of a block's fields or its mirror, whatever they hold; nothing here raises.

One reading for the page, the editor and the checks, so that a prompt and a question have the same ids in all of them. A
block from before there were several prompts has a list of questions only, which is read as the prompt "main".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from mentoring_xblock.kit.ids import distinct
from mentoring_xblock.kit.localised import Text, pick
from mentoring_xblock.kit.questions import Question, askable, read_questions
from mentoring_xblock.programme.data import BlockInfo, Clock
from mentoring_xblock.programme.reading import as_date, as_id, as_text, mappings
from mentoring_xblock.worksheets.data import MAIN, OWN, Frame, OpenFrame
from mentoring_xblock.worksheets.frames import FIRST_FRAME, FRAMES
from mentoring_xblock.worksheets.reading import ANSWER_CEILING


def read_frames(fields: Mapping[str, Any]) -> tuple[Frame, ...]:
    """Return the prompts in a block's fields, `frames` and `prompts`; any of them may lack. There is always one.

    A question whose prompt is not there belongs to the first one, and a prompt that asks nothing is left out.
    """
    found = tuple(frame for frame in authored_frames(fields) if frame.questions)
    return found or (_frame(MAIN, {}, read_questions(None, FRAMES[FIRST_FRAME].questions, ANSWER_CEILING)),)


def authored_frames(fields: Mapping[str, Any]) -> tuple[Frame, ...]:
    """Return the same as its author left it, with prompts that ask nothing yet; for editors and checks."""
    entries = usable_frames(fields.get("frames")) or [{"id": MAIN}]
    ids = distinct([entry["id"] for entry in entries], "prompt")
    asked = _questions(fields.get("prompts"), entries, ids)
    return tuple(_frame(id_, entry, asked.get(id_, ())) for id_, entry in zip(ids, entries, strict=True))


def usable_frames(authored: Any) -> list[Mapping[str, Any]]:
    """Return of an author's prompts those that have an id, as they are written."""
    return [entry for entry in mappings(authored) if isinstance(entry.get("id"), str) and entry["id"].strip()]


def frames_from_mirror(block: BlockInfo | None) -> tuple[Frame, ...]:
    """Return the prompts of a journal as last published; the first ready-made one where nothing was."""
    return read_frames({"frames": block.settings.get("frames"), "prompts": block.questions} if block else {})


def questions_of_frames(frames: Iterable[Frame]) -> tuple[Question, ...]:
    """Return everything that a journal asks, in its order; no id stands twice."""
    return tuple(question for frame in frames for question in frame.questions)


def open_frames(frames: Iterable[Frame], clock: Clock | None, today: dt.date) -> tuple[OpenFrame, ...]:
    """Return which prompts can be written on today, and which are asked again, in their order.

    Args:
        clock: the calendar of whoever writes; None before they have one: what opens with a phase is closed until then.
    """
    begins = {span.phase.id: span.first_day for span in clock.timeline} if clock else {}
    return tuple(_open(frame, begins, today, placed=clock is not None) for frame in frames)


def _open(frame: Frame, begins: Mapping[str, dt.date], today: dt.date, *, placed: bool) -> OpenFrame:
    opens_on, again_on = begins.get(frame.opens), begins.get(frame.again)
    # A phase that the plan has dropped, or that a short calendar has no room for, keeps nobody from writing.
    is_open = not frame.opens or (placed and (opens_on is None or opens_on <= today))
    return OpenFrame(
        frame=frame,
        is_open=is_open,
        opens_on=None if is_open else opens_on,
        again_since=again_on if is_open and again_on is not None and again_on <= today else None,
    )


def template_of_frame(questions: Iterable[Question], named: Any) -> str:
    """Return the ready-made prompt whose words these are: the one that is named, else `OWN`.

    Leaving questions out, putting them into another order and changing how long an answer can be leaves the words as
    they are; a word that is changed or added makes the prompt its author's own.
    """
    template = FRAMES.get(named if isinstance(named, str) and named else FIRST_FRAME)
    words = [(one["label"], one["help"]) for one in template.questions] if template else []
    return template.id if template and all((one.label, one.help) in words for one in questions) else OWN


def _questions(authored: Any, entries: list[Mapping[str, Any]], ids: list[str]) -> dict[str, tuple[Question, ...]]:
    """Return the questions of each prompt by its id; none of one that asks nothing."""
    places = {id_: place for place, id_ in enumerate(ids)}
    for place, entry in enumerate(entries):
        # As it is written, so that a question finds its prompt also where the id had to be mended.
        places.setdefault(entry["id"], place)
    written = [item.get("frame") for item in askable(authored)]
    placed = [
        (places.get(frame, 0) if isinstance(frame, str) else 0, question)
        for frame, question in zip(written, read_questions(authored, (), ANSWER_CEILING), strict=True)
    ]
    placed.sort(key=lambda pair: pair[0])
    return {ids[place]: tuple(one for _, one in found) for place, found in groupby(placed, key=lambda pair: pair[0])}


def _frame(id_: str, entry: Mapping[str, Any], questions: tuple[Question, ...]) -> Frame:
    template = template_of_frame(questions, entry.get("template"))
    return Frame(
        id=id_,
        name=_name(as_text(entry.get("name")), template, questions),
        questions=questions,
        template=template,
        source=as_text(entry.get("source")),
        opens=as_id(entry.get("opens")) or "",
        again=as_id(entry.get("again")) or "",
        together=entry.get("together") is True,
        shown_on=as_date(entry.get("shown_on")),
        shown_phase=as_id(entry.get("shown_phase")) or "",
        sentence=FRAMES[template].sentence if template in FRAMES else {},
    )


def _name(written: Text, template: str, questions: tuple[Question, ...]) -> Text:
    """Return what a prompt is called: as its author says, else as the ready-made one is, else by its first question."""
    if pick(written).strip():
        return written
    if not questions:
        return {}
    return FRAMES[template].name if template in FRAMES else questions[0].label


__all__ = [
    "authored_frames",
    "frames_from_mirror",
    "open_frames",
    "questions_of_frames",
    "read_frames",
    "template_of_frame",
    "usable_frames",
]
