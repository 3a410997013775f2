"""The coordinator's page: how the round stands, ending it, and beginning the next one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.attainment import figure_pages
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import coordinator, coordinator_lists, rounds
from mentoring_xblock.dashboard.coordinator import Desk
from mentoring_xblock.dashboard.coordinator_forms import RoundForm, StartForm
from mentoring_xblock.groups.data import State
from mentoring_xblock.help import api as help_room
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes


class RoundsViews:
    """Mixed into `CoordinatorViews`."""

    rounds_handlers: tuple[str, ...] = ("show_round", "ask_close_round", "close_round", "start_round")

    def round_markup(self, call: Call, programme: coordinator.Programme, **context: Any) -> str:
        """Return the part of the overview about the round that runs, and those that are over."""
        values = {
            "programme": programme,
            "first_day": long_day(programme.info.round.starts_on),
            "past": rounds.past_rounds(programme),
            **context,
        }
        return self.markup("dashboard/coordinator/_round.html", call, values)

    def closed_part(self, call: Call, programme: coordinator.Programme, **context: Any) -> str:
        """Return the overview of a programme whose newest round is over."""
        values = {
            "programme": programme,
            "form": context.pop("form", None) or self._start_form(programme),
            "past": rounds.past_rounds(programme),
            "means": figure_pages.lines(call.actor, programme.info, call.now),
            "asking": help_room.waiting_count(call.actor, programme.info),
            "shown": coordinator_lists.overview_list(programme, call.now, State.CLOSED),
            **context,
        }
        return self.markup("dashboard/coordinator/between_rounds.html", call, values)

    @staticmethod
    def _start_form(programme: coordinator.Programme) -> StartForm:
        # An author may have moved the plan already: then its first day is what the next round begins with.
        day = programme.plan.starts_on
        ahead = day is not None and day > programme.info.round.starts_on
        return StartForm(initial={"starts_on": day if ahead else None})

    @learner_handler
    def show_round(self, call: Call) -> Response:
        """Show how the round stands, without a question."""
        return html(self.round_markup(call, coordinator.programme_of(call.actor, call.place), opened=True))

    @learner_handler
    def ask_close_round(self, call: Call) -> Response:
        """Say what ends with the round, before it does."""
        found = rounds.ending(call.actor, call.place)
        return html(self.round_markup(call, coordinator.programme_of(call.actor, call.place), ending=found))

    @learner_handler
    def close_round(self, call: Call) -> Response:
        """End the round, with everything that belongs to it."""
        policy.require(Action.ROUND_CLOSE, call.actor)
        asked = RoundForm(call.body).require()
        ended = rounds.close_round(call.actor, call.place, asked["round_id"], call.now)
        done = ngettext("%(count)s group has ended with it.", "%(count)s groups have ended with it.", ended)
        return html(self.desk_markup(call, Desk.OVERVIEW, done=done % {"count": ended} if ended else "", fresh=True))

    @learner_handler
    def start_round(self, call: Call) -> Response:
        """Begin the next round; a day that can't be its first one stays in its field, with a sentence beside it."""
        policy.require(Action.ROUND_START, call.actor)
        asked = RoundForm(call.body).require()
        form = StartForm(call.body)
        try:
            day = form.require()["starts_on"]
            made = programmes.start_round(call.actor, call.place, asked["round_id"], day, call.now)
        except Invalid as error:
            form.take(error)
            return html(self.desk_markup(call, Desk.OVERVIEW, form=form), error.status)
        done = gettext("Round %(number)s has begun. Nobody takes part in it yet.") % {"number": made.number}
        return html(self.desk_markup(call, Desk.OVERVIEW, done=done))
