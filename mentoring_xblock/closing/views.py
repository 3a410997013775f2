"""The part of the meetings block about how a relationship ends."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.closing.forms import EndForm, GroupForm
from mentoring_xblock.closing.pages import ending
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.forms import OWN_REASON_NAMES
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, Invalid


class EndingViews:
    """Mixed into the meetings block, which lists `ending_handlers` among its handlers and has `_page`.

    The part is the element `<uid>-ending`; the warning that a quiet group is about to be closed stands first on the
    page, in `<uid>-warning`. What ends changes the whole page, so the answer to that is all of it.
    """

    ending_handlers: tuple[str, ...] = ("show_ending", "ask_ending", "end_relation", "keep_on")

    def ending_panel(self, call: Call, relation: Relation, **context: Any) -> str:
        """Return what the page says about a relationship's end; with `asks` the question before it ends."""
        values = {"relation": relation, "ending": ending(relation, call.now), **context}
        return self.markup("closing/panel.html", call, values)

    def warning_panel(self, call: Call, relation: Relation, *, kept: bool = False) -> str:
        """Return the warning of a group in which nothing happens; nothing where there is none.

        Args:
            kept: the reader has just said that the group still works together.
        """
        closes_on = ending(relation, call.now).closes_on
        if closes_on is None and not kept:
            return ""
        values = {"group": relation.group.public_id, "closes_on": closes_on, "kept": kept}
        return self.markup("closing/warning.html", call, values)

    @learner_handler
    def show_ending(self, call: Call) -> Response:
        """Show the part without a question."""
        relation = groups.relation(call.actor, call.place, GroupForm(call.body).require()["group"])
        return html(self.ending_panel(call, relation, opened=True))

    @learner_handler
    def ask_ending(self, call: Call) -> Response:
        """Say what ends, before it does."""
        relation = self._working(call)
        return html(self.ending_panel(call, relation, asks=True, reasons=list(OWN_REASON_NAMES.items())))

    @learner_handler
    def end_relation(self, call: Call) -> Response:
        """End the relationship, or the reader's part in a group that goes on without them."""
        group_id = GroupForm({"group": call.body.get("group")}).require()["group"]
        form = EndForm(call.body)
        try:
            values = form.require()
            parted = groups.part(
                call.actor, call.place, group_id, values["reason"], call.now, version=values["version"]
            )
        except (Invalid, Conflict) as error:
            relation = self._working(call)
            context = {
                "asks": True,
                "reasons": list(OWN_REASON_NAMES.items()),
                "chosen": call.body.get("reason"),
                "problem": next(iter(getattr(error, "fields", {}).get("reason", ())), error.message),
            }
            return html(self.ending_panel(call, relation, **context), error.status)
        mine = groups.relations(call.actor, call.place)
        here = next((one for one in mine if one.group.public_id == group_id), None)
        done = "" if parted.closed else gettext("You are not in this group any more. The others go on.")
        answer = html(self._page(call, mine, here or (mine[0] if mine else None), switched=True, done=done))
        # A refusal takes the place of the question; what has ended changes the whole page.
        answer.headers["HX-Retarget"] = f"#{self.uid}-page"
        return answer

    @learner_handler
    def keep_on(self, call: Call) -> Response:
        """Say that the group still works together."""
        group_id = GroupForm(call.body).require()["group"]
        groups.keep_on(call.actor, call.place, group_id, call.now)
        relation = groups.relation(call.actor, call.place, group_id)
        return html(self.warning_panel(call, relation, kept=True))

    @staticmethod
    def _working(call: Call) -> Relation:
        group_id = GroupForm({"group": call.body.get("group")}).require()["group"]
        return groups.working_relation(call.actor, call.place, group_id, call.now)
