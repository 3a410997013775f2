"""The letters of a call: coordinators write them once, and what they wrote is what applicants are sent."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.applications import api, call_letters
from mentoring_xblock.applications.calls import call_settings
from mentoring_xblock.applications.data import Order
from mentoring_xblock.applications.models import CallLetters, Status
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api as notifications
from tests import factories as make
from tests import factories_matching as matching

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 2, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def apply(call):
    """Let somebody send an application to the call, as the block would."""

    def run(name, language="en", **settings):
        person = make.make_learner(name=name, language=language)
        place = make.make_place("mentoring_application", call.usage_key.block_id)
        answers = matching.answers_for("mentee", letter="My private words")
        how = call_settings({"role": "mentee", **settings}, None)
        api.submit(make.actor(person), place, how, answers, committed=True, version=0, page_key=uuid.uuid4(), now=NOW)
        return Message.objects.filter(recipient=person).latest("pk")

    return run


def save(desk, call, version=0, **letters):
    return desk.post("save_call_letters", call=str(call.usage_key), version=version, **letters)


def test_what_a_coordinator_wrote_is_what_applicants_are_sent(desk, call, apply, mailoutbox):
    assert "What applicants are sent : Call: mentee" in desk.open()
    form = desk.post("open_call_letters", call=str(call.usage_key))
    assert "What applicants to “Call: mentee” are sent" in form
    assert "An application has arrived Sent at once, by itself." in form
    assert "Your application to Producers has arrived." in form and "Hakemuksesi" in form
    assert "Saved. These are the words from now on." in save(desk, call, received_en="Hei, we got it & read it soon.")

    english, finnish = apply("Elli Saari"), apply("Matti Meikäläinen", "fi")

    assert english.template == finnish.template == "application_received"
    assert english.context["letter"] == "Hei, we got it & read it soon."
    # What she left as it was is still ours.
    assert "Tuottajat" in finnish.context["letter"]
    notifications.send_due()
    for mail in mailoutbox:
        assert "My private words" not in mail.body
    assert "Hello Elli Saari,\n\nHei, we got it & read it soon.\n" in mailoutbox[0].body
    assert "we got it &amp; read it soon." in mailoutbox[0].alternatives[0][0]


def test_where_first_come_is_served_the_letters_are_the_coordinators_too(desk, call, apply):
    call.settings = {**call.settings, "order": "first_come", "places": 1}
    call.save()
    form = desk.post("open_call_letters", call=str(call.usage_key))
    assert "An application has arrived" not in form and form.count("Sent at once, by itself.") == 2
    save(desk, call, accepted_en="Come on Monday.", reserve_en="Wait for us.")

    first, second = (apply(name, order="first_come", places=1) for name in ("Elli Saari", "Joonas Hietala"))

    assert [mail.context["letter"] for mail in (first, second)] == ["Come on Monday.", "Wait for us."]
    assert first.template == second.template == "application_decided"


def test_a_decision_starts_from_the_letters_of_its_call(desk, call, mentor_call, applied):
    save(desk, call, accepted_en="Come on Monday.")
    mentee, mentor = applied("Elli Saari"), applied("Anna Laine", to=mentor_call)
    assert "Come on Monday." in desk.post("choose_applications", applications=[mentee.public_id], outcome="accepted")
    # One letter goes to people of two calls, so it is neither's.
    both = desk.post("choose_applications", applications=[mentee.public_id, mentor.public_id], outcome="accepted")
    assert "Come on Monday." not in both and "You have a place in Producers." in both


def test_two_coordinators_see_both_versions(desk, call):
    save(desk, call, received_en="Mine.")
    answer = save(desk, call, version=0, received_en="Yours.")
    assert desk.status == 409
    assert "Somebody else has changed these letters meanwhile." in answer
    assert "Yours." in answer and "What stands now Mine." in answer
    # The form was told what stands, so that saving again is a choice.
    assert 'name="version" value="1"' in desk.markup
    save(desk, call, version=1, received_en="Yours.")
    assert CallLetters.objects.get().letters == {"received": {"en": "Yours."}}


def test_an_emptied_letter_is_ready_made_again_and_a_long_one_stays_where_it_was_typed(desk, call):
    save(desk, call, received_en="Mine.", declined_fi="Ei nyt.")
    save(desk, call, version=1, received_en="  ", declined_fi="Ei nyt.")
    assert CallLetters.objects.get().letters == {"declined": {"fi": "Ei nyt."}}
    answer = save(desk, call, version=2, received_en="x" * 4_001)
    assert desk.status == 422
    assert "This can have 4,000 characters; it has 4,001." in answer and "x" * 4_001 in answer


def test_letters_are_the_coordinators_of_the_programme_alone(place, coordinator, call, round_):
    with pytest.raises(NotAllowed):
        call_letters.see_letters(make.actor(make.make_learner()), place, call.usage_key)
    with pytest.raises(NotFound):
        call_letters.see_letters(coordinator, place, make.make_place("mentoring_goals", "goals").usage_key)
    with pytest.raises(Invalid):
        call_letters.save_letters(coordinator, place, call.usage_key, {Status.RECEIVED: {"en": "x" * 5_000}}, 0)
    with pytest.raises(Conflict):
        call_letters.save_letters(coordinator, place, call.usage_key, {}, 7)
    info = call_letters.save_letters(coordinator, place, call.usage_key, {}, 0)
    assert (info.order, info.version, info.changed) == (Order.SELECTION, 1, frozenset())
