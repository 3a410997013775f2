"""Many clicks at once, on the database of production: the first yes wins, and no mentor gets too many."""

from __future__ import annotations

from collections import Counter

import pytest

from mentoring_xblock.kit.errors import Conflict, Full
from mentoring_xblock.models import Group, Membership, MentorRequest
from tests.choices.conftest import World
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 20


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def outcome(results) -> Counter:
    errors = (result.exception() for result in results)
    return Counter("no" if isinstance(error, Full | Conflict) else repr(error) if error else "yes" for error in errors)


def test_a_mentor_says_yes_to_twenty_at_once_and_has_three_places():
    world = World()
    mentor = world.mentor(capacity=3)
    requests = [world.ask(world.mentee(), mentor) for _ in range(THREADS)]
    results = at_once([lambda one=one: world.accept(mentor, one) for one in requests])
    assert outcome(results) == {"yes": 3, "no": THREADS - 3}
    assert Membership.objects.filter(participant=mentor, leads=True, slot__isnull=False).count() == 3
    assert Counter(MentorRequest.objects.values_list("state", flat=True)) == {"accepted": 3, "taken": THREADS - 3}


def test_a_mentor_says_yes_to_twenty_at_once_and_has_a_group_of_three():
    world = World(relationship="small_group", capacity={"mentor": 3, "small_group": 3, "peer_group": 6})
    mentor = world.mentor(offers=3)
    requests = [world.ask(world.mentee(), mentor) for _ in range(THREADS)]
    results = at_once([lambda one=one: world.accept(mentor, one) for one in requests])
    assert outcome(results) == {"yes": 3, "no": THREADS - 3}
    [group] = Group.objects.all()
    assert Membership.objects.filter(group=group, seat__isnull=False, leads=False).count() == 3
    assert Counter(MentorRequest.objects.values_list("state", flat=True)) == {"accepted": 3, "taken": THREADS - 3}


def test_twenty_mentors_say_yes_to_one_mentee_at_once():
    world = World(requests=10)
    mentee = world.mentee()
    asked = [(mentor, world.ask(mentee, mentor)) for mentor in (world.mentor() for _ in range(10))]
    results = at_once([lambda pair=pair: world.accept(*pair) for pair in asked * 2])
    assert outcome(results) == {"yes": 1, "no": THREADS - 1}
    assert Membership.objects.filter(participant=mentee, slot=1).count() == 1


def test_twenty_clicks_ask_no_more_than_may_be_asked():
    world = World(requests=3)
    mentee = world.mentee()
    mentors = [world.mentor() for _ in range(THREADS)]
    results = at_once([lambda one=one: world.ask(mentee, one) for one in mentors])
    assert outcome(results) == {"yes": 3, "no": THREADS - 3}
    assert sorted(MentorRequest.objects.filter(state="open").values_list("slot", flat=True)) == [1, 2, 3]
