"""The goals block's handler for what a goal said before: a part of the page of its own, `<uid>-history`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api, history_pages
from mentoring_xblock.goals.forms import PickForm

#: Pages stay far below what a database column takes.
_MOST = 1_000_000


class HistoryForm(PickForm):
    """Which goal's history, and which page of it."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)


class HistoryViews:
    """A part of `GoalsBlock`, kept beside it for size.

    Expects `sheet_of` (the worksheet of a goal of the reader's or of their group) and what the block's base class
    gives.
    """

    history_handlers = ("open_history",)

    def levels_now(self, goal_id: UUID) -> Mapping[str, Any] | None:
        """Return a goal's five levels as a version keeps them; None where it has none."""
        return None

    @learner_handler
    def open_history(self, call: Call) -> Response:
        """A page of the texts that were kept beside a goal, each as what has changed since."""
        values = HistoryForm(call.body).require()
        sheet = self.sheet_of(call, values["goal"])
        levels = self.levels_now(values["goal"])
        found = api.history(call.actor, sheet, values["goal"], values["page"] or 1, levels=levels)
        return html(self.markup("goals/_history.html", call, history_pages.context(found)))


__all__ = ["HistoryViews"]
