"""Publishing from the desk: what will happen, what happened, and the places that are declined."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from mentoring_xblock import tasks
from mentoring_xblock.groups.models import Group, State
from mentoring_xblock.kit import dates
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.models import Offer, Proposal, Stage
from mentoring_xblock.proposals.running import PUBLISHING_SILENCE
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_preview_says_who_is_told_and_until_when_they_may_decline(desk, people):
    made = desk.start()
    said = desk.about(made, "preview_proposal")
    assert "5 people are told of their places in one mail each." in said
    assert "3 pairs become visible to the two people in each." in said
    last = timezone.localdate(timezone=ZoneInfo("Europe/Helsinki")) + dt.timedelta(days=7)
    assert f"Everybody may decline until {dates.day(last)}. Who says nothing keeps the place." in said
    assert not Group.objects.exists()


def test_what_those_hear_who_have_nobody_is_chosen_before(desk, people):
    made = desk.start()
    elli, noora = people["Elli Saari"], people["Noora Lind"]
    for one in (elli, noora):
        desk.about(made, "move_seat", member=one.public_id, to="")
    bo = people["Bo Ek"]
    desk.about(made, "move_seat", member=people["Joonas Hietala"].public_id, to=people["Anna Laine"].public_id)
    said = desk.about(made, "preview_proposal")
    assert "2 people stay without a place, and can be given one later." in said
    assert "What do those hear who stay without a place?" in said
    assert "1 mentor has nobody." in said
    assert "That they can join the mentor bank" in said
    said = desk.about(made, "publish_proposal", mentors="bank", mentees="reserve")
    assert "It is published, and 2 people are told of their places." in said
    notifications.send_due()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert "reserve" in told[elli.user.email]
    assert "reserve" in told[noora.user.email]
    assert "bank" in told[bo.user.email]
    assert len(told) == 5


def test_publishing_tells_everybody_once(desk, people):
    made = desk.start()
    said = desk.about(made, "publish_proposal")
    assert "It is published, and 5 people are told of their places." in said
    assert "After publishing" in said
    assert "Publish…" not in said
    assert Group.objects.filter(state=State.PUBLISHED).count() == 3
    notifications.send_due()
    assert len(mail.outbox) == 5
    assert "It is published, and 5 people are told of their places." in desk.about(made, "publish_proposal")
    notifications.send_due()
    assert len(mail.outbox) == 5


@pytest.fixture
def later(monkeypatch):
    """Let a worker come later, as it does on a platform."""
    patient = SimpleNamespace(conf=SimpleNamespace(task_always_eager=False))
    monkeypatch.setattr("mentoring_xblock.handlers.current_app", patient)
    monkeypatch.setattr(tasks.publish_proposal, "delay", lambda public_id: None)


def test_while_a_job_publishes_the_page_says_so_offers_no_change_and_then_says_what_was_done(desk, people, later):
    made = desk.start()
    said = desk.about(made, "publish_proposal")
    assert "It is being published. Waiting for its turn" in said
    assert 'hx-trigger="every' in desk.markup
    for button in ("Publish…", "Undo", "Lock", "Move…"):
        assert button not in said
    card = desk.open()
    assert "Publishing…" in card
    assert "Cancel" not in card
    assert "Put aside" not in card
    assert "It is being published." in desk.about(made, "follow_publishing")
    tasks.publish_proposal(str(made.public_id))
    said = desk.about(made, "follow_publishing")
    assert "It is published, and 5 people are told of their places." in said
    assert "After publishing" in said
    assert 'hx-trigger="every 1500ms' not in desk.markup
    assert desk.last.headers["HX-Retarget"].endswith("-ma")


def test_a_job_that_was_killed_or_stopped_by_something_can_be_asked_for_again(desk, people, later):
    made = desk.start()
    desk.about(made, "publish_proposal")
    Proposal.objects.update(beat_at=timezone.now() - PUBLISHING_SILENCE * 2)
    assert "Publishing was interrupted. Open it to publish it again" in desk.open()
    said = desk.about(made, "follow_publishing")
    assert "Nobody has been told anything, and nothing is half done." in said
    assert "It is being published." in desk.about(made, "publish_proposal")
    people["Elli Saari"].left_at = timezone.now()
    people["Elli Saari"].save()
    tasks.publish_proposal(str(made.public_id))
    said = desk.about(made, "follow_publishing")
    assert "It could not be published, and nobody was told anything." in said
    assert "Publish…" in said
    assert not Group.objects.exists()


def test_a_page_that_is_old_publishes_nothing(desk, people, saija):
    made = desk.start()
    seen = made.version
    desk.about(made, "move_seat", by=saija, member=people["Elli Saari"].public_id, to="")
    said = desk.post("publish_proposal", proposal=made.public_id, version=seen)
    assert desk.status == 409
    assert "Publish this proposal." in said
    assert "Do mine on top" not in said
    assert not Group.objects.exists()


def test_what_can_not_be_published_is_said_in_the_preview(desk, people):
    made = desk.start()
    elli = people["Elli Saari"]
    elli.left_at = timezone.now()
    elli.save()
    said = desk.about(made, "publish_proposal")
    assert desk.status == 422
    assert "This can’t be published yet." in said
    assert "Elli Saari" in said
    made.refresh_from_db()
    assert made.stage == Stage.READY


def test_a_declined_place_is_offered_on_with_one_click(desk, people):
    made = desk.start()
    desk.about(made, "publish_proposal")
    offer = Offer.objects.get(membership__participant=people["Elli Saari"])
    place = factories.place_of(desk.round)
    api.answer_offer(factories.actor(people["Elli Saari"]), place, offer.public_id, keep=False, reason="I move abroad")
    lisa = factories.make_mentee(desk.round, name="Lisa Myöhäinen")
    said = desk.open()
    assert "Who declined their place Elli Saari" in said
    assert "Three pairs are published. One person has declined since." in said
    opened = desk.about(made, "open_proposal")
    assert "Three pairs are published. One person has declined since. 5 people were told on" in opened
    assert "They may decline until" in opened
    assert opened.count("Amber: declined the place") == 1
    assert opened.count("No answer yet") == 2
    assert "Without a place" not in opened
    assert "I move abroad" in said
    assert "Offer it : Lisa Myöhäinen" in said or "Offer it: Lisa Myöhäinen" in said
    free = api.after(factories.coordinator_actor(desk.leena), place).free[0]
    body = {"participant": lisa.public_id, "leader": free.leader.participant, "group": ""}
    for _ in range(2):
        assert "The place is given" in desk.post("offer_place", **body)
    assert Group.objects.filter(state=State.PUBLISHED, memberships__participant=lisa).count() == 1
    assert "Offer it" not in desk.open()


def test_a_place_that_is_gone_is_refused_in_words(desk, people):
    desk.about(desk.start(), "publish_proposal")
    lisa = factories.make_mentee(desk.round, name="Lisa Myöhäinen")
    desk.post("offer_place", participant=lisa.public_id, leader=people["Bo Ek"].public_id, group="")
    assert desk.status in (409, 422)
    assert "mn-notice-red" in desk.markup
