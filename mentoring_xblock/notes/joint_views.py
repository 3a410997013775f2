"""What people raise for a meeting of the whole programme, and vote on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notes import api, forms, pages


class RaisedViews:
    """A part of `NotesViews`. A meeting's points are the element `<uid>-raised-<key>`."""

    raised_handlers: tuple[str, ...] = ("open_raised", "raise_point", "vote_raised", "take_back_raised")

    def joint_points(self, call: Call, meeting: MeetingInfo, **more: Any) -> str:
        """Return what was raised for a meeting of the programme; a constant number of queries.

        Ask policy for MEETING_SEE before.
        """
        context = pages.raised(call.actor, meeting, call.now, **more)
        return self.markup("notes/_raised.html", call, context)

    @learner_handler
    def open_raised(self, call: Call) -> Response:
        """Show what was raised for one of the meetings."""
        meeting_id = forms.RaisedForm(call.body).require()["meeting"]
        meeting = api.joint_meeting(call.actor, call.place, meeting_id, call.now, work=False)
        return html(self.joint_points(call, meeting, opened=True))

    @learner_handler
    def raise_point(self, call: Call) -> Response:
        """Raise something to talk about."""
        form = forms.RaiseForm(call.body)
        meeting_id = forms.RaisedForm(call.body).require()["meeting"]
        try:
            values = form.require()
            meeting = api.raise_point(call.actor, call.place, meeting_id, values["body"], values["once_key"], call.now)
        except Invalid as error:
            meeting = api.joint_meeting(call.actor, call.place, meeting_id, call.now, work=False)
            form.take(error)
            said = "" if error.fields else error.message
            return html(self.joint_points(call, meeting, form=form, problem=said), error.status)
        return html(self.joint_points(call, meeting, done=gettext("It is on the list, with your vote.")))

    @learner_handler
    def vote_raised(self, call: Call) -> Response:
        """Vote for a point, or take the vote back."""
        values = forms.RaisedVoteForm(call.body).require()
        wanted = values["wanted"]
        meeting = api.vote_raised(call.actor, call.place, values["meeting"], values["point"], call.now, wanted=wanted)
        done = gettext("You have voted for it.") if wanted else gettext("You have taken your vote back.")
        return html(self.joint_points(call, meeting, done=done))

    @learner_handler
    def take_back_raised(self, call: Call) -> Response:
        """Take away what one has raised oneself."""
        values = forms.RaisedVoteForm(call.body).require()
        meeting = api.take_back_raised(call.actor, call.place, values["meeting"], values["point"], call.now)
        return html(self.joint_points(call, meeting, done=gettext("It is not on the list any more.")))
