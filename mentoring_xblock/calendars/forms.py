"""What a browser may send about calendars, and about which mails somebody gets."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.notifications.data import Topic


class MeetingForm(JsonForm):
    """One of the reader's meetings."""

    meeting = forms.UUIDField()


class MailsForm(JsonForm):
    """Which mails somebody wants, a tick for each kind that they may do without."""

    meetings = forms.BooleanField(
        label=_("When a meeting is proposed, booked or moved"),
        required=False,
    )
    reminders = forms.BooleanField(
        label=_("Reminders: the day before a meeting, when nothing is booked for long, when goals are to be reviewed"),
        required=False,
    )
    answers = forms.BooleanField(
        label=_("When somebody hands something in to you, or says something about your goals"),
        required=False,
    )

    @property
    def topics(self) -> list[Topic]:
        """The kinds that are ticked; after `require`."""
        return [topic for topic in Topic if self.cleaned_data[topic.value]]
