"""The part of the meetings block that the calendars room answers for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.calendars import entries, feeds
from mentoring_xblock.calendars.forms import MailsForm, MeetingForm
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notifications import stopping
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Facts
from mentoring_xblock.programme.data import ProgrammeInfo


class CalendarViews:
    """Mixed into the meetings block, which lists `calendar_handlers` among its handlers.

    The whole part is the element `<uid>-calendar`, which every handler but the download replaces.
    """

    calendar_handlers: tuple[str, ...] = ("make_feed", "end_feed", "save_mails", "download_meeting")

    def calendar_panel(self, call: Call, about: Relation | ProgrammeInfo | None = None, **context: Any) -> str:
        """Return what the page shows of it; it is the same beside each group, and beside what concerns everybody.

        Empty for whoever is not in the course, who has no calendar of their own here.
        """
        if not policy.allowed(Action.FEED_KEEP, call.actor, Facts(owner_id=call.actor.user_id)):
            return ""
        wanted = stopping.wanted_topics(call.actor.user_id, call.place.course_key)
        values = {
            "feed": feeds.my_feed(call.actor),
            "mails": MailsForm(initial=dict.fromkeys([topic.value for topic in wanted], True)),
            **context,
        }
        return self.markup("calendars/panel.html", call, values)

    def calendar_links(self, call: Call, meeting: MeetingInfo) -> str:
        """Return the button that saves one meeting as a file for a calendar; empty while it has no time."""
        if meeting.starts_at is None or meeting.ends_at is None:
            return ""
        return self.markup("calendars/save.html", call, {"meeting": meeting})

    def _calendar(self, call: Call, **context: Any) -> Response:
        return html(self.calendar_panel(call, **context))

    @learner_handler
    def make_feed(self, call: Call) -> Response:
        """Make an address to subscribe to, and show it this once."""
        return self._calendar(call, address=feeds.make_feed(call.actor, call.place.course_key))

    @learner_handler
    def end_feed(self, call: Call) -> Response:
        """Let the address lead nowhere."""
        feeds.end_feed(call.actor)
        return self._calendar(call, done=gettext("The address leads nowhere now."))

    @learner_handler
    def save_mails(self, call: Call) -> Response:
        """Save which mails somebody gets."""
        form = MailsForm(call.body)
        form.require()
        policy.require(Action.FEED_KEEP, call.actor, Facts(owner_id=call.actor.user_id))
        stopping.want_topics(call.actor.user_id, call.place.course_key, form.topics)
        return self._calendar(call, saved=True)

    @learner_handler
    def download_meeting(self, call: Call) -> Response:
        """Give one meeting as a file, for a script to save."""
        meeting = MeetingForm(call.body).require()["meeting"]
        file = entries.file_of(call.actor, call.place, meeting, call.now)
        return data({"name": file.name, "text": file.text})
