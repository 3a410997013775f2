"""A pair with meetings, and the block on whose page they keep their calendars."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.models import Meeting
from tests import factories as make
from tests import pages


class World:
    """A pair in a round, and short ways to book."""

    def __init__(self):
        self.round = make.make_round(starts_on=make.weeks_ago(4))
        mentor = make.make_mentor(self.round, name="Anna Lehtovaara")
        self.mentor, self.mentee, self.group = make.make_pair(
            self.round, mentor, make.make_mentee(self.round, name="Aada Aalto")
        )
        self.place = make.place_of(self.round, "mentoring_meetings", "meetings")
        self.block = pages.publish_block("mentoring_meetings", "meetings")

    def meeting(self, days=2, **fields):
        starts = timezone.now().replace(microsecond=0) + dt.timedelta(days=days)
        values = {"group": self.group, "state": "booked", "time_zone": "Europe/Helsinki"}
        return Meeting.objects.create(
            round=self.round, starts_at=starts, ends_at=starts + dt.timedelta(hours=1), **{**values, **fields}
        )


@pytest.fixture
def world(db):
    return World()
