"""The coordinator's page: what is asked about before it is done, because people are told of it at once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import learner_handler
from mentoring_xblock.dashboard import coordinator, coordinator_groups, coordinator_lists
from mentoring_xblock.dashboard.coordinator_forms import AskForm, MoveOutForm
from mentoring_xblock.dashboard.coordinator_groups import Ask, What
from mentoring_xblock.dashboard.group_card_views import GroupCardViews
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import CloseReason, GroupInfo
from mentoring_xblock.groups.forms import CloseForm
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action


class GroupAskViews(GroupCardViews):
    """Mixed into `GroupsViews`."""

    group_ask_handlers: tuple[str, ...] = ("ask_group", "move_member", "close_group")

    @learner_handler
    def ask_group(self, call: Call) -> Response:
        """Ask before somebody moves or is taken out, and before a group closes."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        asked = AskForm(call.body).require()
        group = groups.get_group(call.actor, call.place, asked["group_id"])
        return self._group_card(call, group, ask=self._ask(call, group, asked))

    def _ask(self, call: Call, group: GroupInfo, asked: dict[str, Any]) -> Ask:
        if asked["what"] is What.CLOSE:
            return Ask(What.CLOSE)
        member = next((one for one in group.people if one.participant_id == asked["participant_id"]), None)
        if member is None:
            raise NotFound(gettext("This person is not in this group any more."))
        programme = coordinator.programme_of(call.actor, call.place, Action.GROUPS_MANAGE)
        where = (
            coordinator_groups.targets(programme, call.place, group, asked["text"])
            if asked["what"] is What.MOVE
            else ()
        )
        return Ask(asked["what"], coordinator_lists.group_views([group])[0].find(member), where, asked["text"])

    @learner_handler
    def move_member(self, call: Call) -> Response:
        """Move somebody to another group; the answer is the group that they leave."""
        policy.require(Action.GROUPS_MANAGE, call.actor)
        values = MoveOutForm(call.body).require()
        source = groups.get_group(call.actor, call.place, values["group_id"])
        member = next((one for one in source.people if one.membership_id == values["membership_id"]), None)
        try:
            now = groups.move(
                call.actor, call.place, values["membership_id"], values["to_group_id"], version=values["version"]
            )
        except (Invalid, Conflict) as error:
            stands = groups.get_group(call.actor, call.place, source.public_id)
            asked = {"what": What.MOVE, "participant_id": member.participant_id if member else None, "text": ""}
            ask = self._ask(call, stands, asked)
            return self._group_card(call, stands, status=error.status, problem=error.message, ask=ask)
        left = groups.get_group(call.actor, call.place, source.public_id)
        done = gettext("Moved to: %(group)s.") % {"group": coordinator_lists.group_views([now])[0].title}
        back = coordinator_groups.undo_move(now, source, member.participant_id) if member else None
        return self._group_card(call, left, changed=True, done=done, **self.way_back(back))

    @learner_handler
    def close_group(self, call: Call) -> Response:
        """End a published group, for a reason that nobody is told."""
        form = CloseForm(call.body)
        return self._change(
            call,
            form,
            lambda values: groups.close(
                call.actor, call.place, values["group_id"], CloseReason(values["reason"]), version=values["version"]
            ),
            typed="reason",
            done=gettext("Closed. Its people get a mail that it has ended, and not why."),
        )
