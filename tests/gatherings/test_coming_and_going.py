"""Whoever comes late, or goes before the end, and the meetings of the programme that lie ahead."""

from __future__ import annotations

import datetime as dt

import pytest
import vobject
from django.core import mail

from mentoring_xblock.dashboard import rounds
from mentoring_xblock.gatherings import newcomers
from mentoring_xblock.gatherings.data import Audience
from mentoring_xblock.groups import api as groups
from mentoring_xblock.models import Participant
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories
from tests.gatherings.world import JointWorld
from tests.years.year import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    clock = Clock(monkeypatch, dt.datetime(2026, 8, 20, 8, tzinfo=dt.UTC))
    world = JointWorld(time_zone="Europe/Helsinki")

    def go(moment: dt.datetime) -> None:
        clock.to(moment)
        world.now = moment

    world.go = go
    return world


def letters(person):
    """Send what waits; return of each of somebody's mails the subject and what its files ask for, in order of time."""
    mail.outbox.clear()
    notifications.send_due()
    mine = [one for one in mail.outbox if one.to == [person.user.email]]
    return [(one.subject.split(" of ")[0], files(one)) for one in mine]


def files(letter):
    parts = [one for one in letter.message().walk() if one.get_content_type() == "text/calendar"]
    found = [vobject.readOne(one.get_payload(decode=True).decode()) for one in parts]
    return [(one.method.value, one.vevent.dtstart.value.day, one.vevent.sequence.value) for one in found]


def test_who_comes_late_hears_once_of_what_is_ahead_for_them(world, django_assert_num_queries):
    early = factories.make_mentee(world.round)
    world.meeting(day=dt.date(2026, 9, 10))
    mentors = world.meeting(day=dt.date(2026, 10, 1), audience=Audience.MENTORS)
    world.meeting(day=dt.date(2026, 10, 2))
    world.meeting(day=dt.date(2026, 10, 3), places=3)
    world.meeting(day=dt.date(2026, 10, 4), announced=False)
    world.go(dt.datetime(2026, 9, 20, tzinfo=dt.UTC))
    assert newcomers.run(world.now) == 0
    late = factories.make_mentee(world.round)
    assert [newcomers.run(world.now) for _ in range(2)] == [1, 0]
    # What lies behind, is for others or is a draft is not in it; what has few places is, and in nobody's calendar yet.
    assert letters(late) == [("Meetings", [("REQUEST", 2, "1")])]
    assert "3 Oct" in mail.outbox[-1].body and "Places are few" in mail.outbox[-1].body
    # A further role adds what is for that role alone.
    Participant.objects.create(round=world.round, user=early.user, role=Role.MENTOR)
    with django_assert_num_queries(12):
        assert newcomers.run(world.now) == 1
    assert letters(early)[-1] == ("A meeting", [("REQUEST", mentors.starts_at.day, "1")])
    # And what is announced from now on is announced to everybody.
    world.meeting(day=dt.date(2026, 10, 5))
    assert newcomers.run(world.now) == 0


def test_who_goes_has_nothing_of_it_in_their_calendar_any_more(world):
    one, other = factories.make_mentee(world.round), factories.make_mentee(world.round)
    for day in (1, 2, 3):
        meeting = world.meeting(day=dt.date(2026, 10, day))
    few = world.meeting(day=dt.date(2026, 10, 4), places=1)
    world.say(one, meeting, coming=False)
    world.say(one, few)
    world.go(dt.datetime(2026, 10, 1, 20, tzinfo=dt.UTC))
    letters(one)
    for _ in range(2):
        groups.leave_programme(world.boss, world.place, one.public_id)
        world.go(world.now + dt.timedelta(minutes=1))
    [(subject, off)] = letters(one)
    # What has been stays, and what they had declined was not there.
    assert (subject, off) == ("A change in your meetings", [("CANCEL", 2, "1"), ("CANCEL", 4, "1")])
    # Should they come back, they are told again of what is for them, with the newer word.
    programmes.add_participants(world.boss, world.place, [one.user.username], Role.MENTEE)
    assert [newcomers.run(world.now) for _ in range(2)] == [1, 0]
    assert letters(one) == [("Meetings", [("REQUEST", 2, "1"), ("REQUEST", 3, "1")])]
    groups.leave_programme(world.boss, world.place, one.public_id)
    assert len(letters(one)) == 1
    # The round ends, and takes what lies ahead out of everybody's calendar.
    rounds.close_round(world.boss, world.place, world.round.public_id, world.now)
    assert letters(other) == [("Meetings", [("CANCEL", 2, "1"), ("CANCEL", 3, "1")])]
    assert [letter.to for letter in mail.outbox] == [[other.user.email]]
