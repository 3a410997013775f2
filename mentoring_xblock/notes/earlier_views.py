"""The part of the meetings block where somebody reads what they wrote for themselves in groups that they have left."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.notes.data import MOST
from mentoring_xblock.notes.earlier import earlier_notes
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Facts
from mentoring_xblock.programme import api as programmes


class EarlierPageForm(JsonForm):
    """Which page of them."""

    page = forms.IntegerField(required=False, min_value=1, max_value=MOST)


class EarlierViews:
    """Mixed into the meetings block, which lists `earlier_handlers` among its handlers.

    The part is the element `<uid>-earlier`. Nothing can be changed in it: there is no group any more to come back to.
    """

    earlier_handlers: tuple[str, ...] = ("list_earlier",)

    def earlier_panel(self, call: Call, mine: Sequence[Relation], page: int = 1, *, turned: bool = False) -> str:
        """Return the reader's own notes from groups that are not among these; empty without any."""
        programme = programmes.get_programme(call.place.course_key, call.place.slug)
        if programme is None or not policy.allowed(Action.NOTE_OWN, call.actor, Facts(owner_id=call.actor.user_id)):
            return ""
        found = earlier_notes(call.actor.user_id, programme.id, [one.group.id for one in mine], page)
        if not found.total:
            return ""
        return self.markup("notes/_earlier.html", call, {"earlier": found, "turned": turned})

    @learner_handler
    def list_earlier(self, call: Call) -> Response:
        """Show another page of them."""
        page = EarlierPageForm(call.body).require()["page"] or 1
        policy.require(Action.NOTE_OWN, call.actor, Facts(owner_id=call.actor.user_id))
        return html(self.earlier_panel(call, groups.relations(call.actor, call.place), page, turned=True))


__all__ = ["EarlierViews"]
