"""The seed and the command that starts the demo."""

import socket

import pytest
from django.core.management import CommandError, call_command

from demo.management.commands import rundemo
from demo.models import AnonymousId, AuthoredBlock, CourseAccess, Enrollment, Profile, Unit
from demo.people import demo_people
from demo.seed import people
from demo.seed.course import COURSE_KEY, UNITS

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(mirrored, django_capture_on_commit_callbacks):
    """A seeded database; the list holds the keys of the courses that were mirrored."""
    with django_capture_on_commit_callbacks(execute=True):
        call_command("seed_demo", verbosity=0)
    return mirrored


def test_everybody_is_there_in_their_part(seeded):
    numbers = {group.part: len(group.people) for group in demo_people()}
    assert numbers == {
        "coordinator": 1,
        "administrator": 1,
        "author": 1,
        "mentor": 8,
        "mentee": 24,
        "outsider": 1,
        "stranger": 1,
    }
    assert Enrollment.objects.count() == sum(numbers.values()) - 1
    assert set(CourseAccess.objects.values_list("user__username", "role")) == {
        (people.COORDINATOR.username, "staff"),
        (people.AUTHOR.username, "staff"),
        (people.ADMINISTRATOR.username, "instructor"),
    }


def test_names_are_different_and_nobody_can_sign_in_with_a_password(seeded, django_user_model):
    assert Profile.objects.values("name").distinct().count() == len(people.PEOPLE)
    assert not any(user.has_usable_password() for user in django_user_model.objects.all())
    assert AnonymousId.objects.count() == 2 * len(people.PEOPLE)


def test_units_and_their_blocks_are_published_and_mirrored(seeded):
    assert list(Unit.objects.values_list("title", flat=True)) == [title for title, _blocks in UNITS]
    wanted = [block_type for _title, blocks in UNITS for block_type, _fields in blocks]
    assert list(AuthoredBlock.objects.values_list("block_type", flat=True)) == wanted
    assert not any(block.has_changes for block in AuthoredBlock.objects.all())
    assert COURSE_KEY in seeded


def test_seeding_again_changes_nothing(seeded, mirrored):
    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (Profile, Enrollment, CourseAccess, AnonymousId, Unit, AuthoredBlock)
        ]

    AuthoredBlock.objects.filter(block_type="mentoring_goals").update(draft={"display_name": "Changed by an author"})
    before = everything()
    call_command("seed_demo", verbosity=0)
    assert everything() == before


def test_who_is_who_names_everybody(seeded):
    text = rundemo.who_is_who()
    assert all(persona.name in text for persona in people.PEOPLE)


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind((rundemo.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < rundemo.free_port(port) < port + rundemo.PORTS_TRIED


def test_no_port_is_said_plainly(monkeypatch):
    monkeypatch.setattr(rundemo, "PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind((rundemo.HOST, 0))
        taken.listen()
        with pytest.raises(CommandError, match="No free port"):
            rundemo.free_port(taken.getsockname()[1])
