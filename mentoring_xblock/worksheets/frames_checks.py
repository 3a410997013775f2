"""What an author should still look at in a journal's prompts, in sentences; nothing of it keeps a page from opening."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.questions import askable, written_ids
from mentoring_xblock.worksheets.data import OWN, Frame
from mentoring_xblock.worksheets.frames_reading import authored_frames, usable_frames

#: Prompts of one journal, and questions of all of them together.
FRAMES_LIMIT, QUESTIONS_LIMIT = 12, 40


def frame_problems(fields: Mapping[str, Any], phases: Collection[str] | None = None) -> list[str]:
    """Return what is wrong with the prompts in a block's fields, in the author's language; empty if nothing is.

    Args:
        phases: the ids of the plan's phases; None where no plan is known, so that none of them can be missed.
    """
    frames = authored_frames(fields)
    return [
        *_of_questions(fields),
        *_of_frames(fields, frames),
        *(sentence for frame in frames if frame.questions for sentence in _of_frame(frame, phases)),
    ]


def _of_questions(fields: Mapping[str, Any]) -> Iterator[str]:
    questions = written_ids(fields.get("prompts"))
    if not questions:
        yield gettext("This journal has no questions of its own, so it asks: What? So what? Now what?")
    for id_ in _twice(questions):
        yield (
            gettext(
                "Several questions have the id “%(id)s”. The first one keeps it, and the others have been given "
                "ids of their own. Open the editor and save to keep it so."
            )
            % {"id": id_}
        )
    if len(questions) > QUESTIONS_LIMIT:
        yield gettext("A journal asks at most %(limit)s questions.") % {"limit": QUESTIONS_LIMIT}


def _of_frames(fields: Mapping[str, Any], frames: Collection[Frame]) -> Iterator[str]:
    named = [entry["id"] for entry in usable_frames(fields.get("frames"))]
    for id_ in _twice(named):
        yield (
            gettext(
                "Several prompts have the id “%(id)s”. The first one keeps it, and the questions belong to it. Open "
                "the editor and save to keep it so."
            )
            % {"id": id_}
        )
    asked = [item["frame"] for item in askable(fields.get("prompts")) if isinstance(item.get("frame"), str)]
    if named and not set(asked) <= set(named):
        yield gettext("A question belongs to a prompt that is not there. It is asked with the first one.")
    if any(frame.questions for frame in frames):
        for frame in frames:
            if not frame.questions:
                name = {"name": pick(frame.name) or frame.id}
                yield gettext("No question belongs to the prompt “%(name)s”, so nobody sees it.") % name
    if len(named) > FRAMES_LIMIT:
        yield gettext("A journal has at most %(limit)s prompts.") % {"limit": FRAMES_LIMIT}


def _of_frame(frame: Frame, phases: Collection[str] | None) -> Iterator[str]:
    name = {"name": pick(frame.name)}
    if any(not pick(question.label).strip() for question in frame.questions):
        yield gettext("One of the questions of the prompt “%(name)s” has no words.") % name
    if phases is not None:
        if frame.opens and frame.opens not in phases:
            yield gettext("“%(name)s” opens with a phase that the plan does not have, so it is open at once.") % name
        if frame.again and frame.again not in phases:
            yield gettext("“%(name)s” is asked again in a phase that the plan does not have.") % name
        if frame.together and frame.shown_phase and frame.shown_phase not in phases:
            yield gettext("Groups read “%(name)s” together with a phase that the plan does not have.") % name
    if frame.opens and frame.opens == frame.again:
        yield (
            gettext("“%(name)s” opens and is asked again with the same phase. Choose a later one for the second time.")
            % name
        )
    if frame.together and frame.shown_on is None and not frame.shown_phase:
        yield (
            gettext(
                "“%(name)s” is answered together, and nothing says when at the latest. A group that somebody never "
                "answers in waits for ever. Choose a day or a phase."
            )
            % name
        )
    if frame.template == OWN and not pick(frame.source).strip():
        yield (
            gettext(
                "The words of “%(name)s” are not a ready-made prompt’s. Write under “Source and permission” where "
                "they come from, and that they may be used."
            )
            % name
        )


def _twice(ids: Iterable[str]) -> list[str]:
    ids = list(ids)
    return [id_ for id_ in dict.fromkeys(ids) if ids.count(id_) > 1]


__all__ = ["FRAMES_LIMIT", "QUESTIONS_LIMIT", "frame_problems"]
