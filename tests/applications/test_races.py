"""Many clicks at once, on the database of production: one application a person, and no place given twice."""

from __future__ import annotations

import uuid
from collections import Counter

import pytest

from mentoring_xblock.applications import api
from mentoring_xblock.applications.models import Application, Status, Watcher
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.models import Message, Participant
from tests import factories
from tests.applications.conftest import NOW
from tests.applications.test_telling import watch
from tests.factories_matching import answers_for
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 12


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def errors(results):
    return Counter(repr(error) for result in results if (error := result.exception()))


def test_one_person_sends_many_times_at_once(world):
    person, page = factories.make_learner(), uuid.uuid4()

    results = at_once([lambda: world.send(person, page=page) for _ in range(THREADS)])

    assert errors(results) == {}
    row = Application.objects.get()
    assert (row.status, row.version) == (Status.RECEIVED, 1)
    assert Message.objects.filter(template="application_received").count() == 1


def test_two_devices_save_their_first_words_at_once(world):
    person = factories.make_learner()

    results = at_once([lambda text=text: world.draft(person, {"letter": text}) for text in ("one", "two")])

    # One of them made the draft; the other is told so, with what stands, and what it typed is still in its page.
    (refused,) = [error for result in results if (error := result.exception())]
    assert isinstance(refused, Conflict)
    assert refused.current.answers == Application.objects.get().answers


@pytest.mark.parametrize("places", [1, 5])
def test_the_places_of_a_call_are_given_once_each(world, places):
    people = [factories.make_learner() for _ in range(THREADS)]
    world.set(order="first_come", places=places)

    results = at_once([lambda person=person: world.send(person) for person in people])

    assert errors(results) == {}
    assert Counter(Application.objects.values_list("status", flat=True)) == {
        "accepted": places,
        "reserve": THREADS - places,
    }
    orders = Application.objects.filter(status=Status.RESERVE).order_by("reserve_order")
    assert list(orders.values_list("reserve_order", flat=True)) == list(range(1, THREADS - places + 1))
    assert Participant.objects.filter(round=world.round).count() == places


def test_changing_and_withdrawing_at_once_leave_one_of_the_two(world):
    person = factories.make_learner()
    world.send(person)

    results = at_once(
        [
            lambda: world.send(person, answers_for("mentee", letter="Changed"), version=1),
            lambda: world.withdraw(person),
        ]
    )

    assert all(isinstance(error, Conflict) for result in results if (error := result.exception()))
    assert Application.objects.get().status in {Status.RECEIVED, Status.WITHDRAWN}


def test_an_opening_is_told_once_by_two_jobs(world):
    for _ in range(5):
        watch(world, factories.make_learner())

    results = at_once([lambda: api.announce_open_calls(NOW) for _ in range(4)])

    assert errors(results) == {}
    assert Message.objects.filter(template="call_opened").count() == 5
    assert not Watcher.objects.filter(told_at=None).exists()


def test_somebody_asks_many_times_to_hear_of_it(world):
    person = factories.make_learner()

    results = at_once([lambda: watch(world, person) for _ in range(THREADS)])

    assert errors(results) == {}
    assert Watcher.objects.count() == 1
