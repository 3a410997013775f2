"""Hearing that a call has opened: once, by the clock or on publishing, and without a word that anybody wrote."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock import tasks
from mentoring_xblock.applications import api
from mentoring_xblock.applications.models import Watcher
from mentoring_xblock.host.data import Person
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import rendering
from mentoring_xblock.programme.models import BlockMirror
from tests import factories
from tests.applications.conftest import HELSINKI, NOW

pytestmark = pytest.mark.django_db

BEFORE = dt.datetime(2027, 1, 20, 12, 0, tzinfo=HELSINKI)


def watch(world, person, now=BEFORE):
    return api.watch(factories.actor(person), world.place, world.settings(), now)


def test_everybody_who_asked_hears_it_once(world):
    people = [factories.make_learner() for _ in range(3)]
    for one in people:
        assert watch(world, one).watching
        watch(world, one)

    assert api.announce_open_calls(BEFORE) == 0
    assert api.announce_open_calls(NOW) == 3
    assert api.announce_open_calls(NOW) == 0
    told = Message.objects.filter(template="call_opened")
    assert {message.recipient_id for message in told} == {one.pk for one in people}
    assert told[0].context["closes_on"] == "2027-02-28"
    assert Watcher.objects.filter(told_at=NOW).count() == 3


def test_who_no_longer_wants_it_hears_nothing(world):
    person = factories.make_learner()
    watch(world, person)

    assert not api.unwatch(factories.actor(person), world.place, world.settings(), BEFORE).watching

    assert api.announce_open_calls(NOW) == 0


def test_an_open_call_needs_no_telling(world):
    assert not watch(world, factories.make_learner(), NOW).watching
    assert not Watcher.objects.exists()


@pytest.mark.parametrize("change", ["removed", "closed again", "round over", "no round"])
def test_a_call_that_takes_nobody_is_not_announced(world, change):
    watch(world, factories.make_learner())
    if change == "removed":
        BlockMirror.objects.update(active=False)
    elif change == "closed again":
        world.set(closes_at="2027-02-05")
    elif change == "round over":
        world.round.closed_at = NOW
        world.round.save()
    else:
        world.round.delete()

    assert api.announce_open_calls(NOW) == 0


def test_a_call_that_opens_anew_can_be_told_anew(world):
    person = factories.make_learner()
    watch(world, person)
    api.announce_open_calls(NOW)
    world.set(opens_at="2027-04-01", closes_at="2027-04-30")
    later = dt.datetime(2027, 4, 2, tzinfo=HELSINKI)

    assert watch(world, person, dt.datetime(2027, 3, 2, tzinfo=HELSINKI)).watching

    assert api.announce_open_calls(later) == 1


def test_the_command_that_sends_mails_announces_too(world):
    person = factories.make_learner("aada", "Aada Aalto")
    Watcher.objects.create(usage_key=world.place.usage_key, programme=world.round.programme, user=person)
    world.set(opens_at="", closes_at="")

    call_command("mentoring_send_mail")

    (sent,) = mail.outbox
    assert sent.to == ["aada@example.org"]
    assert sent.subject == "You can apply to Coaching mentoring now"


def test_publishing_announces_what_it_opened(world):
    Watcher.objects.create(
        usage_key=world.place.usage_key, programme=world.round.programme, user=factories.make_learner()
    )
    world.set(opens_at=(timezone.now() - dt.timedelta(days=2)).date().isoformat(), closes_at="")

    tasks.announce_open_calls()

    assert Message.objects.filter(template="call_opened").count() == 1


def test_the_number_of_queries_does_not_grow_with_the_watchers(world, django_assert_max_num_queries):
    for _ in range(40):
        watch(world, factories.make_learner())

    with django_assert_max_num_queries(14):
        assert api.announce_open_calls(NOW) == 40


CONTEXTS = [
    ("application_received", {"letter": "We have it, and read it soon."}, "We have it, and read it soon."),
    ("call_opened", {"closes_on": None}, "The call that you wanted to hear of is open."),
    ("call_opened", {"closes_on": "2027-02-28"}, "You can apply until Sun 28 Feb"),
    ("application_withdrawn", {"had_place": False, "standing": 1}, "1 application to that call is left."),
    ("application_withdrawn", {"had_place": True, "standing": 7}, "7 applications to that call are left."),
]


@pytest.mark.parametrize(("template", "context", "words"), CONTEXTS)
def test_text_and_html_say_the_same(template, context, words):
    person = Person(1, "aada", "Aada Aalto", "aada@example.org", "en")
    context = {"programme": {"en": "Producers & co"}, "link": "https://lms.example.org/x", "role": "mentee", **context}

    letter = rendering.write(template, context, person, {})

    assert words in letter.text
    assert words in letter.html
    assert "Producers & co" in letter.subject
    assert "Producers &amp; co" in letter.html
    assert "https://lms.example.org/x" in letter.text
