"""The tracking log: what a platform would have written down."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.demo.conftest import lms_url, post_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracked(caplog):
    """Return the tracking log's lines so far."""
    caplog.set_level("INFO", logger="tracking")
    return lambda: [json.loads(record.getMessage()) for record in caplog.records if record.name == "tracking"]


def test_every_request_is_logged_with_its_query_and_form(unit, person, signed_in, tracked):
    client = signed_in(person("aino", enrolled=True))
    client.get(reverse("home"), {"search": "secret words"})
    client.post(reverse("theme"), {"theme": "dark", "note": "typed text"})
    first, second = tracked()
    assert (first["username"], first["event_type"]) == ("aino", "/")
    assert json.loads(first["event"]) == {"GET": {"search": ["secret words"]}, "POST": {}}
    assert json.loads(second["event"])["POST"]["note"] == ["typed text"]


def test_a_handlers_form_is_logged_and_its_json_body_is_not(block, person, signed_in, tracked):
    client = signed_in(person("aino", enrolled=True))
    client.post(lms_url(block, "tell"), {"text": "in a form"})
    post_json(client, lms_url(block, "click"), {"text": "in a body"})
    log = json.dumps(tracked())
    assert "in a form" in log
    assert "in a body" not in log


def test_only_the_first_512_characters_are_kept(unit, tracked):
    Client().get(reverse("home"), {"q": "x" * 600})
    assert len(tracked()[0]["event"]) == 512


def test_passwords_are_starred(unit, tracked):
    Client().post(reverse("leave"), {"password": "open sesame"})
    assert "open sesame" not in json.dumps(tracked())


def test_static_files_are_not_logged(tracked):
    Client().get("/static/demo/demo.css")
    assert tracked() == []


def test_other_events_of_a_block_are_logged(block, person, signed_in, tracked):
    event = {"name": "edx.mentoring.goal.created", "event": {"goal": 3}}
    post_json(signed_in(person("aino", enrolled=True)), lms_url(block, "announce"), event)
    assert [(line["event_type"], line["event"]) for line in tracked()][1:] == [
        ("edx.mentoring.goal.created", {"goal": 3})
    ]


def test_events_of_the_event_tracking_library_reach_the_same_log(unit, tracked):
    from eventtracking import tracker

    tracker.emit("edx.mentoring.group.published", {"groups": 12})
    line = tracked()[0]
    assert (line["name"], line["data"]) == ("edx.mentoring.group.published", {"groups": 12})
