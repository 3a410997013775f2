"""Many at the same moment, on the database of production: no place is given twice, and nobody is lost from the line."""

from __future__ import annotations

from collections import Counter

import pytest

from mentoring_xblock.models import Attendance, Waiting
from tests import factories
from tests.gatherings.world import JointWorld
from tests.signups.conftest import World
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def outcome(results) -> Counter:
    return Counter(repr(result.exception()) if result.exception() else result.result() for result in results)


def test_of_two_who_want_the_last_place_one_gets_it_and_the_other_is_first_in_line():
    world = World(places=2, towns=("Seinäjoki",))
    one, two, three = world.mentors[:3]
    world.sign_up(one)
    results = at_once([lambda who=who: world.sign_up(who) for who in (two, three)])
    assert outcome(results) == {"in": 1, "waiting": 1}
    assert len(world.inside()) == 2
    assert {*world.inside(), *world.waiting()} == {one.user_id, two.user_id, three.user_id}


def test_nine_sign_up_to_two_towns_at_once_and_some_click_twice():
    world = World(places=2)
    clicks = [lambda who=who, at=at: world.sign_up(who, town=at % 2) for at, who in enumerate(world.mentors)]
    results = at_once(clicks + clicks[:3])
    assert outcome(results).keys() <= {"in", "waiting"}
    inside = [*world.inside(0), *world.inside(1)]
    waiting = [*world.waiting(0), *world.waiting(1)]
    assert [len(world.inside(0)), len(world.inside(1))] == [2, 2]
    assert sorted(inside + waiting) == sorted(person.user_id for person in world.mentors)
    # All four leave at once, and the first in each line move up.
    where = [(who, town) for town in (0, 1) for who in world.mentors if who.user_id in world.inside(town)]
    results = at_once([lambda who=who, town=town: world.leave(who, town) for who, town in where])
    assert outcome(results) == {None: 4}
    assert [len(world.inside(0)), len(world.inside(1))] == [2, 2]
    assert Waiting.objects.filter(waits=1).count() == 1


def test_twelve_answer_a_meeting_with_five_places_at_once():
    world = JointWorld()
    people = [factories.make_mentee(world.round) for _ in range(12)]
    meeting = world.meeting(places=5)
    results = at_once([lambda who=who: world.say(who, meeting) for who in people])
    assert outcome(results) == {"coming": 5, "waiting": 7}
    assert sorted(world.seats(meeting).values()) == [1, 2, 3, 4, 5]
    seated = [who for who in people if who.user_id in world.seats(meeting)]
    at_once([lambda who=who: world.say(who, meeting, coming=False) for who in seated])
    assert sorted(world.seats(meeting).values()) == [1, 2, 3, 4, 5]
    assert Attendance.objects.filter(meeting=meeting, answer="waiting").count() == 2
