"""An administrator names and removes coordinators on the page."""

import pytest

from demo.models import CourseAccess
from mentoring_xblock.programme.models import Coordinator
from tests import factories, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return factories.make_administrator("arja", "Arja")


@pytest.fixture
def marjut():
    return factories.make_staff("marjut", "Marjut Ahola")


def test_naming_and_removing(round_, block, administrator, marjut):
    assert 'value="marjut"' in pages.see(administrator, block)

    named = pages.send(administrator, block, "name_coordinator", {"person": "marjut"})
    assert named.status_code == 200
    assert "Remove Marjut Ahola" in named.content.decode()
    assert pages.see(marjut, block).count("You coordinate this programme.") == 1

    removed = pages.send(administrator, block, "remove_coordinator", {"person": "marjut"})
    assert "Nobody yet." in removed.content.decode()
    assert not Coordinator.objects.exists()


def test_who_left_the_staff_can_still_be_taken_off_the_list(round_, block, administrator, marjut):
    pages.send(administrator, block, "name_coordinator", {"person": "marjut"})
    CourseAccess.objects.filter(user=marjut).delete()
    assert "No longer on the course’s staff, so sees nothing" in pages.see(administrator, block)
    pages.send(administrator, block, "remove_coordinator", {"person": "marjut"})
    assert not Coordinator.objects.exists()


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("", "Choose a person."),
        (None, "Choose a person."),
        ("nobody", "Choose somebody from the course’s staff."),
        ("learner", "Choose somebody from the course’s staff."),
        (["marjut"], "This can’t be read. Type it again."),
    ],
)
def test_somebody_who_cannot_be_named(round_, block, administrator, marjut, person, sentence):
    factories.make_learner("learner")
    answer = pages.send(administrator, block, "name_coordinator", {"person": person})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Coordinator.objects.exists()


def test_nobody_else_names(round_, block, marjut):
    coordinator = factories.make_coordinator(round_.programme)
    for user in (
        coordinator,
        marjut,
        factories.make_mentor(round_),
        factories.make_user(is_superuser=True, is_staff=True),
    ):
        for handler in ("name_coordinator", "remove_coordinator"):
            answer = pages.send(user, block, handler, {"person": "marjut"})
            assert answer.status_code == 403
            assert "Marjut" not in answer.content.decode()
    assert Coordinator.objects.count() == 1
