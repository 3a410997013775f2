"""What a journal's page does with prompts that a group answers together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.journal import api as journal
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.reflections import api, pages
from mentoring_xblock.reflections.forms import HandOverForm
from mentoring_xblock.worksheets.data import MAIN, Frame


class Together:
    """A part of `JournalBlock`, kept beside it for size.

    On the paper it is the element `<uid>-over`, `reflections/_hand_over.html`, and on the page `<uid>-together`,
    `reflections/_together.html`; both need `together_context`. Expects `question_sets` and what the block's base
    class gives.
    """

    together_handlers: tuple[str, ...] = ("hand_over", "take_over_back", "list_reflections")

    def together_context(self, call: Call) -> dict[str, Any]:
        """Return what the templates need: the prompts that the reader's groups answer together, and what goes on."""
        found = pages.lines(call.actor, call.place, self.question_sets, call.now)
        return {"together": found, "going_on": tuple(line for line in found if line.info.goes_on)}

    @learner_handler
    def hand_over(self, call: Call) -> Response:
        """Hand an entry over to a group, to be read once all have, or the day has come."""
        values = HandOverForm(call.body).require()
        frame = self._together_frame(call, values["entry"])
        api.hand_over(call.actor, call.place, frame, values["entry"], values["group"], call.now)
        return self._handed(call, frame, values, gettext("Handed over."))

    @learner_handler
    def take_over_back(self, call: Call) -> Response:
        """Take one's answer back, as long as it has not opened."""
        values = HandOverForm(call.body).require()
        frame = self._together_frame(call, values["entry"])
        api.take_back(call.actor, call.place, frame, values["entry"], values["group"], call.now)
        return self._handed(call, frame, values, gettext("Taken back. Nobody has read it."))

    @learner_handler
    def list_reflections(self, call: Call) -> Response:
        """How far the reader's groups are with what they answer together."""
        return html(self.markup("reflections/_together.html", call, self.together_context(call)))

    def _together_frame(self, call: Call, entry_id: UUID) -> Frame:
        """Return the prompt that one of the learner's own entries answers."""
        entry = journal.get_entry(call.actor, call.place, entry_id)
        frame = next((one for one in self.question_sets if one.id == (entry.frame or MAIN)), None)
        if frame is None:
            raise Conflict(gettext("A group no longer answers this prompt together. Nothing was changed."))
        return frame

    def _handed(self, call: Call, frame: Frame, values: dict[str, Any], done: str) -> Response:
        context = {**self.together_context(call), "over_frame": frame.id, "over_entry": values["entry"]}
        said = {"over_done": done, "over_group": values["group"]}
        parts = [
            self.markup("reflections/_hand_over.html", call, {**context, **said}),
            self.markup("reflections/_together.html", call, {**context, "oob": True}),
        ]
        return html("".join(parts))


__all__ = ["Together"]
