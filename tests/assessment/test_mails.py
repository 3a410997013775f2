"""Mails about what is handed in: to whom they go, and that they hold no word and no number of what was written."""

import json

import pytest

from mentoring_xblock.models import Message
from tests.mails import mails

pytestmark = pytest.mark.django_db


def test_a_mentor_hears_what_waits_and_a_mentee_that_there_are_points(world):
    first = world.hand_in(None, "A secret text")
    assert (mails(world.mentor), mails(world.mentee), mails(world.other_mentor)) == (["hand_in_waits"], [], [])
    world.take_back(first)
    assert mails() == []
    second = world.hand_in(None, "Another secret text")
    given = world.score(second, 7, "Secret feedback")
    world.score(second, 7, "Secret feedback", replaces=given)
    world.score(second, 8, "", replaces=given)
    assert (mails(world.mentor), mails(world.mentee)) == (["hand_in_waits"], ["points_given"] * 2)
    assert [one.context.get("again") for one in Message.objects.order_by("pk")] == [True, None, None]
    told = [one.context for one in Message.objects.all()]
    assert {name for one in told for name in one} == {"programme", "link", "page", "by", "again"}
    assert not [word for word in ("ecret", "Title of", "Anna", "Elli") if word in json.dumps(told)]
