"""What the programme's page says of agreements, and where it leads."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories, pages
from tests.agreements.conftest import SECRET
from tests.agreements.test_page import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(world):
    factories.make_block("mentoring_meetings", "meetings")
    return pages.publish_block("mentoring_programme", "b1", plan=world.round.programme.plan, programme="main")


def test_each_group_says_where_it_stands_and_who_has_to_sign_is_led_there(world, block):
    assert "There is no agreement yet." in pages.see(world.elli, block)
    world.draft(world.anna)
    assert "There is a draft of an agreement." in pages.see(world.elli, block)
    world.put(world.anna)
    page = pages.see(world.elli, block)
    assert "Anna Laine has put your agreement to be signed." in words(page)
    link = re.search(r'href="([^"]+)" target="_parent">Go to the agreement</a>', page)
    assert "mentoring_meetings" in link.group(1)
    assert "The agreement waits for your signature." in page
    page = pages.see(world.anna, block)
    assert "The agreement waits until everybody has signed it." in page
    assert "to be signed." not in page
    world.sign(world.elli)
    page = pages.see(world.elli, block)
    assert "Your agreement has held since" in page
    assert "Go to the agreement" not in page
    assert SECRET not in page


def test_it_costs_the_same_for_one_group_and_for_many(world, block):
    def queries() -> int:
        pages.see(world.anna, block)
        with CaptureQueriesContext(connection) as captured:
            pages.see(world.anna, block)
        return len(captured)

    world.draft(world.elli)
    world.put(world.elli)
    one = queries()
    for _ in range(4):
        _, mentee, group = factories.make_pair(world.round, world.anna)
        world.draft(mentee, group=group)
        world.put(mentee, group=group)
    assert queries() == one
    assert "Five agreements wait for your signature." in pages.see(world.anna, block)


def test_a_programme_without_agreements_says_nothing_of_them(world, block):
    programme = world.round.programme
    programme.plan = {**programme.plan, "agreement": []}
    programme.save()
    assert "agreement" not in words(pages.see(world.elli, block)).lower()
