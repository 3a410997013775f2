"""The handlers with which a mentor or a coordinator gives one person more time."""

from __future__ import annotations

from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey
from webob import Response

from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import TimeDesk
from mentoring_xblock.assessment.forms import PersonTimeForm, TimeForm
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Conflict, Invalid, Over
from mentoring_xblock.programme import api as programmes


class GivesTime:
    """Mixed into a `MentoringBlock`, which lists `time_handlers` among its handlers.

    Each answers with `assessment/_time.html`, a part with the id `<uid>-time-<participant>` that replaces itself. A
    page includes it with `participant` and `name` where `offers_time` is true.
    """

    time_handlers = ("open_time", "give_time")

    @staticmethod
    def offers_time(call: Call) -> bool:
        """Return whether there is anything in the programme that has a time to give; at most three queries."""
        programme = programmes.get_programme(call.place.course_key, call.place.slug)
        running = programme is not None and programme.round is not None and not programme.round.closed
        return running and bool(api.graded_blocks(call.place))

    @learner_handler
    def open_time(self, call: Call) -> Response:
        """Show the form, or the line that leads to it."""
        asked = PersonTimeForm(call.body).require()
        desk = api.time_desk(call.actor, call.place, asked["participant"])
        return self._time(call, desk, TimeForm(blocks=desk.blocks) if asked["opened"] else None, opened=True)

    @learner_handler
    def give_time(self, call: Call) -> Response:
        """Give more time or one more hand-in, and say so; on an error, what was typed stays."""
        desk = api.time_desk(call.actor, call.place, PersonTimeForm(call.body).require()["participant"])
        form = TimeForm(call.body, blocks=desk.blocks)
        try:
            values = form.require()
            given = api.give_time(
                call.actor,
                call.place,
                desk.owner_id,
                UsageKey.from_string(values["block"]),
                values["until"],
                int(values["attempts"]),
                call.now,
            )
        except (Invalid, Conflict, Over) as error:
            for name, sentences in getattr(error, "fields", {}).items():
                if not form.has_error(name):
                    form.add_error(name, sentences)
            return self._time(call, desk, form, problem=error.message, status=error.status)
        desk = api.time_desk(call.actor, call.place, desk.participant_id)
        if given:
            done = gettext("Given. %(name)s gets a mail, and sees it where they hand in.") % {"name": desk.name}
        else:
            done = gettext("%(name)s has this already, so nothing was changed.") % {"name": desk.name}
        return self._time(call, desk, None, done=done)

    def _time(
        self, call: Call, desk: TimeDesk, form: TimeForm | None, *, status: int = 200, **context: str | bool
    ) -> Response:
        values = {"desk": desk, "participant": desk.participant_id, "name": desk.name, "time_form": form, **context}
        return html(self.markup("assessment/_time.html", call, values), status)
