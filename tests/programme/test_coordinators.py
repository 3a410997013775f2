"""Administrators of the course name coordinators from its staff, and nobody else does."""

import pytest

from demo.models import CourseAccess
from mentoring_xblock.host.data import Viewer
from mentoring_xblock.kit.errors import Invalid, NotAllowed, NotFound
from mentoring_xblock.programme import api
from mentoring_xblock.programme.actors import load_actor
from mentoring_xblock.programme.models import Coordinator
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.make_programme()


@pytest.fixture
def place(programme):
    return factories.make_place()


@pytest.fixture
def administrator():
    return factories.administrator_actor(factories.make_administrator("arja", "Arja"))


def as_seen(user, slug="main"):
    """The actor that the host's view of this person gives."""
    return load_actor(Viewer(user.pk, masquerading=False, time_zone=""), factories.COURSE_KEY, slug)


def test_a_named_member_of_staff_coordinates(programme, place, administrator):
    marjut = factories.make_staff("marjut", "Marjut")
    assert not as_seen(marjut).coordinator

    api.name_coordinator(administrator, place, marjut.pk)
    api.name_coordinator(administrator, place, marjut.pk)

    assert as_seen(marjut).coordinator
    assert not as_seen(marjut, slug="second").coordinator
    assert [person.full_name for person in api.coordinators(programme.id)] == ["Marjut"]
    [row] = Coordinator.objects.all()
    assert row.named_by_id == administrator.user_id


def test_removing_ends_it_at_once(programme, place, administrator):
    marjut = factories.make_coordinator(programme)
    api.remove_coordinator(administrator, place, marjut.pk)
    api.remove_coordinator(administrator, place, marjut.pk)
    assert not as_seen(marjut).coordinator
    assert api.coordinators(programme.id) == []


def test_losing_the_role_on_the_course_is_losing_access(programme, place, administrator):
    marjut = factories.make_coordinator(programme, name="Marjut")
    CourseAccess.objects.filter(user=marjut).delete()

    assert not as_seen(marjut).coordinator
    assert api.coordinators(programme.id) == []
    found = api.coordination(administrator, place)
    assert [person.full_name for person in found.lapsed] == ["Marjut"]
    assert found.named == ()


def test_an_administrator_sees_who_does_and_who_could(programme, place, administrator):
    factories.make_coordinator(programme, name="Marjut")
    factories.make_staff(name="Bertta")
    found = api.coordination(administrator, place)
    assert [person.full_name for person in found.named] == ["Marjut"]
    assert [person.full_name for person in found.candidates] == ["Arja", "Bertta"]


def test_only_staff_of_the_course_can_be_named(place, administrator):
    for user in (factories.make_learner(), factories.make_staff(course_key=factories.OTHER_COURSE_KEY)):
        with pytest.raises(Invalid):
            api.name_coordinator(administrator, place, user.pk)
    assert not Coordinator.objects.exists()


@pytest.mark.parametrize("standing", ["staff_actor", "coordinator_actor", "masquerading_actor", "actor"])
def test_nobody_but_administrators_names(programme, place, standing):
    actor = getattr(factories, standing)(factories.make_staff())
    marjut = factories.make_coordinator(programme)
    for attempt in (
        lambda: api.name_coordinator(actor, place, actor.user_id),
        lambda: api.remove_coordinator(actor, place, marjut.pk),
        lambda: api.coordination(actor, place),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_before_publishing_there_is_nothing_to_coordinate(administrator):
    with pytest.raises(NotFound):
        api.coordination(administrator, factories.make_place(slug="unpublished"))
