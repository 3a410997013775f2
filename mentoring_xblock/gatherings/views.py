"""The part of the meetings block about meetings of the whole programme: what is next, and whether one comes."""

from __future__ import annotations

from typing import Any

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.forms import JointAnswerForm
from mentoring_xblock.gatherings.pages import answered, joint_view
from mentoring_xblock.gatherings.sheet_views import SheetViews
from mentoring_xblock.kit.errors import NotFound, Over
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


class JointViews(SheetViews):
    """Mixed into the meetings block, which lists `joint_handlers` among its handlers.

    The whole part is the element `<uid>-joint`. What is raised for a meeting is drawn by the notes room's part of the
    block, `joint_points`.
    """

    joint_handlers: tuple[str, ...] = ("answer_joint", *SheetViews.sheet_handlers)

    def joint_panel(self, call: Call, programme: ProgrammeInfo, **context: Any) -> str:
        """Return what is to come, the next one on top, and what has been; nothing for who takes no part."""
        roles = programmes.roles_of(call.actor.user_id, programme.round.id)
        if not roles:
            return ""
        found = gatherings.my_joint(call.actor, programme, roles, call.now)
        coming = [joint_view(programme.plan, one, call.now) for one in found.coming]
        first = next((one for one in coming if not one.meeting.cancelled and not one.info.declined), None)
        values = {
            "programme": programme,
            "next": first,
            "calendar": self.calendar_links(call, first.meeting) if first and first.info.mine_to_keep() else "",
            "coming": [one for one in coming if one is not first],
            "past": [joint_view(programme.plan, one, call.now) for one in found.past],
            "points": self.joint_points(call, first.meeting) if first is not None else "",
            **context,
        }
        return self.markup("gatherings/panel.html", call, values)

    @learner_handler
    def answer_joint(self, call: Call) -> Response:
        """Say that one comes, or can't; who comes when all places are taken waits."""
        asked = JointAnswerForm(call.body).require()
        programme, roles = programmes.my_round(call.actor.user_id, call.place)
        if programme is None or programme.round is None:
            raise NotFound()
        try:
            said = gatherings.answer(call.actor, call.place, asked["meeting"], coming=asked["coming"], now=call.now)
        except Over as error:
            return html(self.joint_panel(call, programme, problem=error.message), error.status)
        found = gatherings.my_joint(call.actor, programme, roles, call.now).coming
        info = next(one for one in found if one.meeting.public_id == asked["meeting"])
        done = answered(said.value, joint_view(programme.plan, info, call.now))
        return html(self.joint_panel(call, programme, done=done))
