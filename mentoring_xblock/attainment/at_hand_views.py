"""The part of the meetings block that has a group's goals at hand; an element of its own, `<uid>-at-hand`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock import host
from mentoring_xblock.attainment.at_hand import AtHand, at_hand, settle
from mentoring_xblock.attainment.at_hand_forms import SettleSharedForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals.actions import Becomes
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Invalid


class GoalsAtHand:
    """Mixed into the meetings block, which lists `at_hand_handlers` among its handlers."""

    at_hand_handlers: tuple[str, ...] = ("settle_shared_action",)

    def goals_panel(self, call: Call, relation: Relation) -> str:
        """Return the active goals of a group and of its people; empty without any."""
        found = at_hand(call.actor, call.place, relation, call.now)
        return self._at_hand(call, relation, found) if found else ""

    def _at_hand(self, call: Call, relation: Relation, found: Sequence[AtHand], **more: Any) -> str:
        writes = next((one.goal.usage_key for one in found if one.mine or one.ours), None)
        context = {
            "found": found,
            "group": relation.group.public_id,
            "address": host.address(writes) if writes is not None else "",
            **more,
        }
        return self.markup("attainment/_at_hand.html", call, context)

    @learner_handler
    def settle_shared_action(self, call: Call) -> Response:
        """Tick off something that is to be done for a goal of one's own or of the group, or take it up again."""
        values = SettleSharedForm(call.body).require()
        becomes = Becomes(values["becomes"])
        status, more = 200, {}
        try:
            settle(call.actor, call.place, values["group"], values["goal"], values["action"], becomes, call.now)
        except Invalid as error:
            status, more = error.status, {"problem": error.message}
        else:
            more["done"] = {
                Becomes.DONE: gettext("It is done."),
                Becomes.DROPPED: gettext("You have let it go."),
                Becomes.OPEN: gettext("It is open again."),
            }[becomes]
        relation = groups.relation(call.actor, call.place, values["group"])
        found = at_hand(call.actor, call.place, relation, call.now)
        return html(self._at_hand(call, relation, found, **more), status)


__all__ = ["GoalsAtHand"]
