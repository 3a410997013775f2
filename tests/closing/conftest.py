"""A programme that closes what is quiet, with its meetings page, and a clock that a test moves."""

import datetime as dt
import uuid
from collections import Counter

import pytest
from django.utils import timezone

from mentoring_xblock.closing import quiet
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import Group
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.models import Message
from tests import factories, pages

#: Eight quiet weeks, and then two to answer.
QUIET = {"quiet_weeks": 8, "warn_days": 14}


class World:
    """Some pairs that began at `began`, and the day on which something is looked at."""

    def __init__(self, pairs: int = 1, weeks: int = 1, **relations):
        self.round = factories.make_round(
            starts_on=factories.weeks_ago(weeks), time_zone="UTC", share_days_after_close=30, relations=relations
        )
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.coordinator = factories.make_coordinator(self.round.programme, name="Saija Lampi")
        self.pairs = [factories.make_pair(self.round) for _ in range(pairs)]
        self.mentor, self.mentee, self.group = self.pairs[0]
        self.block = pages.publish_block("mentoring_meetings", "meetings")
        self.began = timezone.now()

    def day(self, days: float) -> dt.datetime:
        return self.began + dt.timedelta(days=days)

    def run(self, days: float) -> tuple[int, int, int]:
        """Look at everything so many days after the beginning: how many were warned, lived again, and were closed."""
        report = quiet.run(self.day(days))
        return report.warned, report.lifted, report.closed

    def book(self, days: float, now: float, group: Group | None = None) -> None:
        slot = meetings.Slot.of(self.day(days), 60, meetings.Way.REMOTE)
        who = factories.actor(self.mentor)
        group_id = (group or self.group).public_id
        meetings.book(who, self.place, group_id, slot, "UTC", uuid.uuid4(), now=self.day(now))

    def state(self, group: Group | None = None) -> Group:
        return Group.objects.get(pk=(group or self.group).pk)

    def relation(self, person):
        return groups.relation(factories.actor(person), self.place, self.group.public_id)

    def send(self, person, handler, **body):
        return pages.send(person, self.block, handler, {"group": str(self.group.public_id), **body})

    @staticmethod
    def mails() -> Counter:
        return Counter(Message.objects.values_list("template", flat=True))


@pytest.fixture
def world(db):
    return World(**QUIET)
