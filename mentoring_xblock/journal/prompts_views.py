"""The prompts of a journal as they are set up, for whoever sees the course from the author's side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.worksheets.api import FRAMES
from mentoring_xblock.worksheets.data import Frame, Template


@dataclass(frozen=True)
class SetUp:
    """A prompt as its author set it. opens, again, shown_phase: names of phases, empty where none is set."""

    frame: Frame
    opens: str
    again: str
    shown_phase: str

    @property
    def ready_made(self) -> Template | None:
        """The ready-made prompt whose words these are; None where they are an author's."""
        return FRAMES.get(self.frame.template)


class ShowsPrompts:
    """A part of the journal block: its page for authors, and for staff who see the course as somebody else."""

    def setup_page(self, call: Call) -> str:
        """The introduction, and each prompt with its questions and as a participant sees it. Reads no learner's row."""
        names = {phase.id: pick(phase.name) for phase in self.phases or ()}
        context = {
            "intro": self.intro,
            "moods": self.moods,
            "sets": [_set_up(frame, names) for frame in self.question_sets],
            **self.setup_context(),
        }
        return self.markup("journal/setup.html", call, context)


def _set_up(frame: Frame, names: Mapping[str, str]) -> SetUp:
    def name_of(phase: str) -> str:
        return names.get(phase) or phase

    return SetUp(frame, name_of(frame.opens), name_of(frame.again), name_of(frame.shown_phase))


__all__ = ["SetUp", "ShowsPrompts"]
