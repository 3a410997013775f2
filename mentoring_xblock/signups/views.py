"""The part of the meetings block in which people sign up to groups with few places."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import Conflict, Invalid, Over
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.signups import api
from mentoring_xblock.signups.forms import OpenForm
from mentoring_xblock.signups.pages import series_view


class SignUpViews:
    """Mixed into the meetings block, which lists `sign_up_handlers` among its handlers.

    The part is the element `<uid>-signup`. Who gets a place, or gives one back, sees the whole page anew: there is
    another group on it, or one less.
    """

    sign_up_handlers: tuple[str, ...] = ("sign_up", "leave_sign_up")

    def sign_up_panel(self, call: Call, programme: ProgrammeInfo, **context: Any) -> str:
        """Return the groups that the reader can sign up to, or has; empty where there are none."""
        roles = programmes.roles_of(call.actor.user_id, programme.round.id)
        facts = Facts(owner_id=call.actor.user_id, closed=programme.round.closed)
        if not roles or not policy.allowed(Action.SIGN_UP, call.actor, facts):
            return ""
        found = api.series_of_round(programme.round.id, call.actor.user_id)
        mine = [one for one in found if one.role in roles and (one.open(call.now) or one.mine or one.waits)]
        # What has been closed for a while says so only as long as it is the newest.
        mine += [one for one in found[:1] if one.role in roles and one not in mine]
        if not mine:
            return ""
        values = {"shown": [series_view(programme.plan, one, call.now) for one in mine], **context}
        return self.markup("signups/panel.html", call, values)

    def _sign_up_done(self, call: Call, done: str) -> Response:
        return html(self._page(call, groups.relations(call.actor, call.place), None, done=done))

    def _sign_up_refused(self, call: Call, status: int, problem: str) -> Response:
        programme, _ = programmes.my_round(call.actor.user_id, call.place)
        answer = html(self.sign_up_panel(call, programme, problem=problem), status)
        # What was refused changes nothing else on the page.
        answer.headers["HX-Retarget"] = f"#{self.uid}-signup"
        return answer

    @learner_handler
    def sign_up(self, call: Call) -> Response:
        """Take a place in a group, or wait for one."""
        asked = OpenForm(call.body).require()["open"]
        try:
            outcome = api.sign_up(call.actor, call.place, asked, call.now)
        except (Conflict, Invalid, Over) as error:
            return self._sign_up_refused(call, error.status, error.message)
        if outcome is api.Outcome.IN:
            return self._sign_up_done(call, gettext("You have a place. You find the group among your own ones now."))
        return self._sign_up_done(
            call, gettext("All places are taken. You are on the waiting list, and hear at once when one becomes free.")
        )

    @learner_handler
    def leave_sign_up(self, call: Call) -> Response:
        """Give a place back, or wait no longer."""
        asked = OpenForm(call.body).require()["open"]
        api.leave(call.actor, call.place, asked, call.now)
        return self._sign_up_done(call, gettext("Done. You have no place there, and wait for none."))
