"""Calls where nobody chooses: places go to who applies first, and the others wait in the order in which they came."""

from __future__ import annotations

import pytest

from mentoring_xblock.applications.models import CallRole, Decision, Status
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.models import Message, Participant
from mentoring_xblock.programme.models import BlockMirror, Role
from tests import factories
from tests.factories_matching import answers_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(world):
    return factories.make_learner("elli", "Elli Saari")


def test_first_come_takes_people_in_and_then_puts_them_in_reserve(world):
    people = [factories.make_learner() for _ in range(4)]
    first_come = {"order": "first_come", "places": 2}
    world.set(**first_come)

    statuses = [world.send(one).application.status for one in people]

    assert statuses == [Status.ACCEPTED, Status.ACCEPTED, Status.RESERVE, Status.RESERVE]
    assert Participant.objects.filter(round=world.round, role=Role.MENTEE).count() == 2
    assert [world.open(one).application.reserve_place for one in people[2:]] == [1, 2]
    assert Decision.objects.filter(decided_by=None).count() == 4
    letters = [mail.context["letter"] for mail in Message.objects.order_by("pk")]
    assert [letter.startswith("You have a place in") for letter in letters] == [True, True, False, False]
    assert all("you are in the reserve" in letter for letter in letters[2:])


def test_nobody_jumps_the_queue_when_a_place_becomes_free(world):
    first, second, third = (factories.make_learner() for _ in range(3))
    world.set(order="first_come", places=1)
    world.send(first)
    world.send(second)
    world.withdraw(first)

    assert world.open(third).free == 0
    assert world.send(third).application.status is Status.RESERVE
    assert world.open(third).application.reserve_place == 2
    # Who left comes back behind those who stayed.
    assert world.send(first, version=2).application.status is Status.RESERVE
    assert world.open(first).application.reserve_place == 3


def test_who_has_a_place_by_coming_first_can_still_change_what_they_wrote(world, person):
    world.set(order="first_come", places=1)
    world.send(person)

    changed = world.send(person, answers_for("mentee", letter="Better"), version=1)

    assert (changed.first, changed.application.status, changed.application.version) == (False, Status.ACCEPTED, 2)


def test_a_mentor_who_comes_first_gets_the_places_they_offered(world, person):
    world.set(order="first_come", role="mentor")

    world.send(person)

    row = Participant.objects.get(round=world.round, role=Role.MENTOR)
    assert (row.user_id, row.capacity) == (person.pk, 2)
    assert world.open(factories.make_learner()).free is None


@pytest.mark.parametrize("role", [CallRole.SUPERVISION_GROUP, CallRole.ROLE_GROUP])
def test_a_group_of_equals_takes_peers_in(world, person, role):
    world.set(order="first_come", places=6, role=role.value)

    world.send(person)

    assert Participant.objects.get(round=world.round).role == Role.PEER


def test_a_call_that_is_not_mirrored_yet_gives_no_place(world, person):
    world.set(order="first_come", places=1)
    BlockMirror.objects.all().delete()

    with pytest.raises(Conflict):
        world.send(person)

    assert world.row(person) is None
