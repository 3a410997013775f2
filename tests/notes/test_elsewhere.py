"""What other pages tell of a group: a mentor before a meeting, and everybody of what they promised."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests import factories, pages

pytestmark = pytest.mark.django_db


def test_a_mentor_sees_what_to_know_before_a_meeting(world):
    block = pages.publish_block("mentoring_dashboard", "dashboard")
    world.now = timezone.now()
    before = pages.see(world.anna, block)
    assert "You could ask" in before and "To talk about" not in before
    last = world.meet(-1)
    world.meet(2, way="remote", link="https://meet.example/1", agenda="grow")
    world.point(world.elli, "Kevään aikataulu")
    world.point(world.anna, "Annan oma asia")
    world.promise(world.anna, "Kysy Mirvalta", world.elli)
    world.write(world.anna, last, "Annan oma muistiinpano", 0, own=True)
    world.write(world.elli, last, "Ellin oma muistiinpano", 0, own=True)
    page = pages.see(world.anna, block)
    for told in ("Meeting 2 of 6", "https://meet.example/1", "Kevään aikataulu", "Kysy Mirvalta", "Elli Saarelainen"):
        assert told in page
    assert "Annan oma muistiinpano" in page and "Ellin oma muistiinpano" not in page
    assert "Annan oma asia" not in page
    assert page.count("mn-next") == 1
    assert "Kevään aikataulu" not in pages.see(factories.make_mentor(world.round), block)


def test_the_programmes_page_tells_what_one_promised_oneself(world):
    block = pages.publish_block("mentoring_programme", "programme")
    world.now = timezone.now()
    world.promise(world.anna, "Kysy Mirvalta", world.elli)
    page = pages.see(world.elli, block)
    assert "What I promised" in page and "Kysy Mirvalta" in page
    assert "Kysy Mirvalta" not in pages.see(world.anna, block)
