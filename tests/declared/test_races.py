"""Two coordinators at once, on the database of production: one pair, however often it is confirmed."""

from __future__ import annotations

import pytest

from mentoring_xblock.declared import api
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.models import Declaration, Group
from tests import factories
from tests.declared.conftest import World
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def test_many_confirmations_at_once_make_one_pair_and_a_mentee_gets_one_mentor():
    world = World()
    first = world.agreed()
    other = factories.make_learner("olli", name="Olli Mentori")
    world.declare(named="olli")
    world.answer(other)
    second = world.newest
    results = at_once(
        [lambda one=one: api.confirm(world.coordinates, world.place, one, world.day) for one in [first, second] * 3]
    )
    errors = [result.exception() for result in results if result.exception()]
    assert all(isinstance(error, Conflict | Invalid) for error in errors), errors
    assert Group.objects.count() == 1
    assert sorted(Declaration.objects.values_list("state", flat=True)) == ["agreed", "confirmed"]


def test_many_clicks_at_once_name_somebody_once():
    world = World()
    results = at_once([world.declare for _ in range(6)])
    assert [result.exception() for result in results if result.exception()] == []
    assert Declaration.objects.count() == 1
