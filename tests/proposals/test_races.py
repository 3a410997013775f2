"""Several at once, on the database of production: one answer wins, the others hear of it, and nothing is half done."""

import datetime as dt
import threading
from collections import Counter

import pytest
from django.utils import timezone

from mentoring_xblock.groups.models import Group, Membership, State
from mentoring_xblock.kit.errors import Conflict, MentoringError
from mentoring_xblock.models import Message
from mentoring_xblock.proposals import api, running
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import Stage
from mentoring_xblock.proposals.models import Answer, Change, Offer, Proposal, Seat
from tests.proposals.scenes import WISHES, actor_of
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 8


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox, and the runs to the tests."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)
    monkeypatch.setattr("mentoring_xblock.tasks.run_proposal.delay", lambda public_id: None)


@pytest.fixture
def six(scene):
    for number in range(6):
        scene.mentee(f"Mentee {number}", ["funding"])
        scene.mentor(f"Mentor {number}", ["funding"])
    return scene


def told(results):
    """Return how many ended how: "done", or the name of the error."""
    errors = [result.exception() for result in results]
    unexpected = [error for error in errors if error is not None and not isinstance(error, MentoringError)]
    assert unexpected == []
    return Counter(type(error).__name__ if error else "done" for error in errors)


def test_publishing_from_every_side_is_publishing_once(six):
    info = six.run()
    version = six.get(info).version
    results = at_once([lambda: api.publish(six.coordinator, six.place, info.public_id, version=version)] * THREADS)
    assert told(results) == {"done": THREADS}
    assert Group.objects.filter(state=State.PUBLISHED).count() == 6
    assert Message.objects.count() == 12
    assert Offer.objects.count() == 12


def test_of_many_proposals_one_is_published(six):
    infos = [six.run(Brief(weights=WISHES, seed=seed)) for seed in range(4)]
    results = at_once(
        [
            lambda info=info: api.publish(six.coordinator, six.place, info.public_id, version=info.version)
            for info in infos
        ]
    )
    assert told(results)["done"] == 1
    assert Group.objects.count() == 6
    assert Message.objects.count() == 12
    assert Proposal.objects.filter(stage=Stage.PUBLISHED).count() == 1


def test_publishing_against_changing(six):
    info = six.run()
    version = six.get(info).version
    where = (six.coordinator, six.place, info.public_id)
    results = at_once(
        [
            lambda: api.publish(*where, version=version),
            *[
                lambda number=number: api.move(*where, six.id(f"Mentee {number}"), version=version)
                for number in range(4)
            ],
        ]
    )
    published = results[0].exception() is None
    assert sum(result.exception() is None for result in results) == 1
    assert six.get(info).stage == (Stage.PUBLISHED if published else Stage.READY)
    assert Group.objects.count() == (6 if published else 0)
    assert Change.objects.count() == (0 if published else 1)


def test_of_two_changes_one_is_made_and_the_other_hears_of_it(six):
    info = six.run()
    version = six.get(info).version
    results = at_once(
        [
            lambda number=number: api.move(
                six.coordinator, six.place, info.public_id, six.id(f"Mentee {number}"), version=version
            )
            for number in range(6)
        ]
    )
    assert told(results) == {"done": 1, "Changed": 5}
    assert six.get(info).version == version + 1
    conflict = next(result.exception() for result in results if isinstance(result.exception(), Conflict))
    assert len(conflict.current.changes) == 1
    assert Seat.objects.filter(leader=None).count() == 1


def test_declining_against_the_end_of_the_time(six, monkeypatch):
    """Whoever comes a moment too late keeps the place; nobody is told both."""
    info = six.run()
    api.publish(six.coordinator, six.place, info.public_id, version=six.get(info).version)
    offers = {
        name: Offer.objects.get(membership__participant=person)
        for name, person in six.people.items()
        if name.startswith("Mentee")
    }
    over = threading.Event()

    def expire():
        Offer.objects.update(answer_by=timezone.now() - dt.timedelta(seconds=1))
        over.set()

    results = at_once(
        [
            expire,
            *[
                lambda name=name, offer=offer: api.answer_offer(
                    actor_of(six.people[name]), six.place, offer.public_id, keep=False
                )
                for name, offer in offers.items()
            ],
        ]
    )
    assert set(told(results)) <= {"done", "Conflict"}
    declined = Offer.objects.filter(answer=Answer.DECLINED).count()
    assert Group.objects.filter(state=State.CLOSED).count() == declined
    assert Message.objects.filter(template="place_declined").count() == declined
    assert told(results)["Conflict"] == 6 - declined


def test_both_of_a_pair_decline_at_once(six):
    info = six.run()
    api.publish(six.coordinator, six.place, info.public_id, version=six.get(info).version)
    group = Group.objects.first()
    rows = Membership.objects.filter(group=group).select_related("participant__user", "offer")
    results = at_once(
        [
            lambda row=row: api.answer_offer(actor_of(row.participant), six.place, row.offer.public_id, keep=False)
            for row in rows
        ]
    )
    assert told(results) == {"done": 1, "Conflict": 1}
    assert Offer.objects.filter(answer=Answer.DECLINED).count() == 1
    assert Message.objects.filter(template="group_closed").count() == 2


def test_one_free_place_is_given_once(six):
    info = six.run()
    api.publish(six.coordinator, six.place, info.public_id, version=six.get(info).version)
    offer = Offer.objects.get(membership__participant=six.people["Mentee 0"])
    mentor = Membership.objects.get(group=offer.membership.group, leads=True).participant
    api.answer_offer(actor_of(six.people["Mentee 0"]), six.place, offer.public_id, keep=False)
    waiting = [six.mentee(f"Late {number}", ["funding"]) for number in range(THREADS)]
    results = at_once(
        [
            lambda person=person: api.give(six.coordinator, six.place, person.public_id, mentor.public_id)
            for person in waiting
        ]
    )
    assert told(results) == {"done": 1, "Full": THREADS - 1}
    assert Group.objects.filter(state=State.PUBLISHED).count() == 6


def test_many_workers_make_one_proposal(six):
    info = six.start()
    results = at_once([lambda: running.run(info.public_id)] * THREADS)
    assert told(results) == {"done": THREADS}
    assert Seat.objects.count() == 6
    assert six.get(info).stage == Stage.READY


def test_letters_are_not_given_twice(six):
    results = at_once([six.start] * THREADS)
    assert told(results) == {"done": THREADS}
    assert sorted(Proposal.objects.values_list("letter", flat=True)) == list("ABCDEFGH")
