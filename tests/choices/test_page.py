"""The part of the dashboard in which people choose."""

from __future__ import annotations

import json
import uuid

import pytest

from mentoring_xblock.models import Membership
from tests import factories, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(world):
    return pages.publish_block("mentoring_dashboard", "dashboard")


def part(person, block, language="en"):
    return pages.send(person, block, "show_part", {"part": "choosing"}, language)


def test_a_mentee_finds_somebody_asks_and_sees_where_it_stands(world, block):
    mentee, mentor = world.mentee("Aino"), world.mentor("Anna Lehtovaara", capacity=2, topics=["funding"])
    page = part(mentee, block).content.decode()
    assert "One person has a place for you." in page
    assert "You wish for: Funding" in page
    assert "2 of 2 places are free" in page
    form = pages.send(mentee, block, "open_mentor", {"mentor": str(mentor.public_id)})
    assert "You and Anna Lehtovaara can read this" in form.content.decode()
    body = {"mentor": str(mentor.public_id), "once_key": str(uuid.uuid4()), "message": "Could we talk?"}
    sent = pages.send(mentee, block, "ask_mentor", body)
    assert sent.status_code == 200
    assert sent.headers["HX-Retarget"].endswith("-ch")
    assert "Sent to Anna Lehtovaara." in sent.content.decode()
    assert "Waits for an answer until" in part(mentee, block).content.decode()


def test_what_can_not_be_sent_stays_beside_what_is_wrong_with_it(world, block):
    mentee, mentor = world.mentee(), world.mentor()
    body = {"mentor": str(mentor.public_id), "once_key": str(uuid.uuid4()), "message": "<b>long</b> " * 200}
    refused = pages.send(mentee, block, "ask_mentor", body)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "&lt;b&gt;long&lt;/b&gt;" in text
    assert 'aria-invalid="true"' in text


def test_a_mentor_answers_on_the_same_part(world, block):
    mentee, mentor = world.mentee("Aino Niittylä"), world.mentor("Anna", capacity=1)
    request = world.ask(mentee, mentor, "Hello <script>")
    page = part(mentor, block).content.decode()
    assert "Aino Niittylä would like you as a mentor." in page
    assert "Aino Niittylä" in page
    assert "Hello &lt;script&gt;" in page
    done = pages.send(mentor, block, "accept_request", {"request": str(request.public_id)})
    assert done.status_code == 200
    assert "All your places are taken." in done.content.decode()
    again = pages.send(mentor, block, "accept_request", {"request": str(request.public_id)})
    assert again.status_code == 409
    assert "You have answered this already." in again.content.decode()
    assert Membership.objects.filter(participant=mentee, seat=1).count() == 1


def test_the_part_is_there_only_where_the_plan_lets_people_choose(world, block):
    mentee = world.mentee()
    assert "Choosing" in pages.see(mentee, block)
    world.programme.plan = {**world.programme.plan, "matching": {"way": "coordinator"}}
    world.programme.save()
    assert "Choosing" not in pages.see(mentee, block)
    assert part(mentee, block).status_code == 403
    assert pages.send(mentee, block, "list_mentors", {}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"page": "x"},
        {"page": -1},
        {"topic": ["a"]},
        {"remote": "maybe" * 100},
        {"language": "x" * 5000},
        {"place": {"a": 1}},
    ],
)
def test_bad_input_is_told_and_breaks_nothing(world, block, body):
    answer = pages.send(world.mentee(), block, "list_mentors", body)
    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("handler", ["open_mentor", "ask_mentor", "withdraw_request", "accept_request"])
@pytest.mark.parametrize("value", [None, "x", 3, [], "11111111-1111-4111-8111-111111111111"])
def test_ids_that_are_none_are_refused(world, block, handler, value):
    body = {"mentor": value, "request": value, "message": "Hello", "once_key": str(uuid.uuid4())}
    assert pages.send(world.mentee(), block, handler, json.loads(json.dumps(body))).status_code in {404, 422}


def test_somebody_only_in_the_course_has_no_such_part(world, block):
    assert part(factories.make_learner(), block).status_code == 403
