"""Declaring a pair on the page about meetings, and the coordinators' part about it."""

from __future__ import annotations

import html

import pytest

from mentoring_xblock.models import Declaration, Group
from mentoring_xblock.notifications.sending import send_due
from tests import factories, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocks(world):
    factories.make_block("mentoring_meetings", "meetings")
    return {
        "programme": pages.publish_block("mentoring_programme", "b1", plan=world.programme.plan, programme="main"),
        "meetings": pages.publish_block("mentoring_meetings", "meetings"),
        "dashboard": pages.publish_block("mentoring_dashboard", "dashboard"),
    }


def text_of(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return html.unescape(answer.content.decode())


def test_two_declare_on_the_page_and_a_coordinator_makes_them_a_pair(world, blocks, mailoutbox):
    meetings, desk = blocks["meetings"], blocks["dashboard"]
    assert "Have you found each other?" in pages.see(world.aino, meetings)
    body = {"named": "anna", "role": "mentor", "starts_on": world.day.isoformat()}
    for field, typed, sentence in (
        ("named", "a@b.c", "Write the username, not the e-mail address."),
        ("starts_on", "soon", "Choose a day."),
    ):
        wrong = text_of(pages.send(world.aino, meetings, "declare_pair", {**body, field: typed}), 422)
        assert f'value="{typed}"' in wrong
        assert sentence in wrong
    kept = text_of(pages.send(world.aino, meetings, "declare_pair", body))
    assert "If somebody in this course is called so, they are asked" in kept
    assert "Anna Mentori" not in kept
    again = text_of(pages.send(world.aino, meetings, "declare_pair", {**body, "role": "mentee"}), 409)
    assert "You have named this person already." in again
    for block in (blocks["programme"], desk):
        waits = html.unescape(pages.see(world.anna, block))
        assert "Aino Aktori says that the two of you have found each other." in waits
    assert "Read and answer" in html.unescape(pages.see(world.anna, blocks["programme"]))
    asked = html.unescape(pages.see(world.anna, meetings))
    assert "Aino Aktori says that the two of you have found each other, with you as a mentor." in asked
    pair = {"pair": str(Declaration.objects.get().public_id)}
    assert "You have both agreed." in text_of(
        pages.send(world.anna, meetings, "answer_declared", {**pair, "agree": True})
    )
    overview = html.unescape(pages.see(world.coordinator, desk))
    assert "1 pair has found each other and waits to be confirmed" in overview
    listed = text_of(pages.send(world.coordinator, desk, "show_desk", {"desk": "declared"}))
    assert "Aino Aktori, with Anna Mentori as a mentor" in listed
    assert "Not in the round yet, and in it by this: Aino Aktori and Anna Mentori." in listed
    far = {**pair, "starts_on": "2999-01-01"}
    assert "at most 180 days away" in text_of(pages.send(world.coordinator, desk, "confirm_declared", far), 422)
    made = text_of(pages.send(world.coordinator, desk, "confirm_declared", {**pair, "starts_on": str(world.day)}))
    assert "They are a pair now" in made
    assert Group.objects.get().starts_on == world.day
    late = text_of(pages.send(world.coordinator, desk, "refuse_declared", pair), 409)
    assert "decided meanwhile" in late
    send_due()
    said = {mail.subject.split(" in ")[0] for mail in mailoutbox}
    assert {"Somebody has found you", "A pair waits for you"} <= said


def test_what_does_not_fit_is_told_beside_the_pair_and_the_day_stays(world, blocks):
    factories.make_mentor(world.round, world.anna, capacity=0)
    pair = {"pair": str(world.agreed()), "starts_on": world.day.isoformat()}
    refused = text_of(pages.send(world.coordinator, blocks["dashboard"], "confirm_declared", pair), 422)
    assert "The two of them can’t be a pair now. Nothing was changed." in refused
    assert f'value="{world.day.isoformat()}"' in refused
    declined = text_of(pages.send(world.coordinator, blocks["dashboard"], "refuse_declared", pair))
    assert "Both of them get a mail." in declined
    assert "It does not come about." in html.unescape(pages.see(world.aino, blocks["meetings"]))


def test_where_pairs_are_not_declared_there_is_nothing_of_it(world, blocks):
    world.programme.plan = {**world.programme.plan, "relations": {"mode": "cohort"}}
    world.programme.save()
    assert "Have you found each other?" not in pages.see(world.aino, blocks["meetings"])
    assert "Declared pairs" not in pages.see(world.coordinator, blocks["dashboard"])
    body = {"named": "anna", "role": "mentor", "starts_on": world.day.isoformat()}
    assert pages.send(world.aino, blocks["meetings"], "declare_pair", body).status_code == 404
