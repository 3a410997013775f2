"""Several clicks at the same moment, on the database of production."""

from __future__ import annotations

from collections import Counter

import pytest

from mentoring_xblock.agreements import api
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.models import AgreementVersion, KeptText, Signature
from tests import factories
from tests.agreements.conftest import World
from tests.mails import mails
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def outcome(results) -> Counter:
    errors = (result.exception() for result in results)
    return Counter("later" if isinstance(error, Conflict) else repr(error) if error else "done" for error in errors)


def test_everybody_signs_twice_at_once_and_it_holds_once():
    world = World()
    mentees = [factories.make_mentee(world.round) for _ in range(5)]
    group = world.small_group(*mentees)
    world.draft(world.anna, group=group)
    version = world.put(world.anna, group=group).pending

    def sign(person):
        return lambda: api.sign(
            factories.actor(person), world.place, group.public_id, version.version_id, now=world.now
        )

    assert outcome(at_once([sign(person) for person in mentees * 2])) == {"done": 10}
    assert Signature.objects.count() == 6
    assert world.read(world.anna, group).holding.number == 1
    assert [mails(person).count("agreement_holds") for person in (world.anna, *mentees)] == [1] * 6


def test_both_save_the_draft_at_once_and_both_texts_are_there_afterwards():
    world = World()

    def save(person, text):
        group_id = world.pair.public_id
        return lambda: api.save_draft(
            factories.actor(person), world.place, group_id, {"themes": text}, 0, now=world.now
        )

    assert outcome(at_once([save(world.anna, "Anna’s"), save(world.elli, "Elli’s")])) == {"done": 1, "later": 1}
    texts = {world.read(world.anna).texts["themes"], KeptText.objects.get().content["themes"]}
    assert texts == {"Anna’s", "Elli’s"}


def test_both_put_the_draft_to_be_signed_at_once_and_there_is_one_version():
    world = World()
    world.draft(world.anna)

    def put(person):
        return lambda: api.put_to_sign(factories.actor(person), world.place, world.pair.public_id, 1, now=world.now)

    results = outcome(at_once([put(person) for person in (world.anna, world.elli, world.anna, world.elli)]))
    assert results == {"done": 2, "later": 2}
    assert AgreementVersion.objects.get().number == 1
