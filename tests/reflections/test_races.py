"""Everybody at once, on the database of production: a reflection opens once, with every answer, and nobody waits."""

import pytest

from mentoring_xblock.models import Message, Reflection, ReflectionAnswer, Share
from mentoring_xblock.reflections import api
from tests.reflections.conftest import FIRST, SHOWN_ON, at
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_world):
    return transactional_world


def test_all_hand_over_at_once_and_two_jobs_come_at_the_same_moment(world):
    entries = {person: world.write(person, "words").public_id for person in world.people}
    due = at((SHOWN_ON - FIRST).days)
    works = [lambda person=person: world.hand_over(person, entries[person]) for person in world.people]
    results = at_once([*works, *works])
    assert [result.exception() for result in results if result.exception()] == []
    assert (Reflection.objects.count(), ReflectionAnswer.objects.count()) == (1, 3)
    assert Share.objects.filter(live=1).count() == Share.objects.count() == 3
    assert Message.objects.count() == 3

    # Closed again, so that two jobs find it on its day.
    Share.objects.all().delete()
    Reflection.objects.update(opened_at=None)
    results = at_once([lambda: api.open_due(due), lambda: api.open_due(due)])
    assert sorted(result.result() for result in results) == [0, 1]
    assert (Share.objects.count(), Message.objects.count()) == (3, 3)
