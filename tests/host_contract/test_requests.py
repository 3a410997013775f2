"""Requests as the platform hands them to a block: through Django's, which it has looked into before."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory
from xblock.django.request import django_to_webob_request, webob_to_django_response

from mentoring_xblock.blocks.request import OURS, data, html, parse_body
from mentoring_xblock.kit.errors import Invalid


def looked_into(**post):
    """Return what a handler is given; the platform logs form values and counts files before it calls one."""
    request = RequestFactory().post("/handler/save_goal", **post)
    assert request.POST is not None
    assert not request.FILES
    return django_to_webob_request(request)


def test_json_is_still_there():
    body = {"text": "Päämäärä 🎯", "list": [1]}
    assert parse_body(looked_into(data=json.dumps(body), content_type="application/json")) == body


def test_nothing_at_all_is_an_empty_body():
    assert parse_body(looked_into(data="", content_type="application/json")) == {}


@pytest.mark.parametrize(
    "post", [{"data": {"a": "b"}}, {"data": "a=b", "content_type": "application/x-www-form-urlencoded"}]
)
def test_a_form_is_refused_with_a_sentence(post):
    with pytest.raises(Invalid):
        parse_body(looked_into(**post))


@pytest.mark.parametrize(
    ("answer", "kind", "status"),
    [(html("<p>ä</p>", 422), "text/html", 422), (data({"a": "ä"}, 409), "application/json", 409)],
)
def test_answers_arrive_with_their_headers(answer, kind, status):
    arrived = webob_to_django_response(answer)
    assert arrived.status_code == status
    assert arrived["Content-Type"].split(";")[0] == kind
    assert arrived["Cache-Control"] == "no-store"
    assert arrived[OURS] == "1"
    text = b"".join(arrived).decode("utf-8")
    assert "ä" in text or json.loads(text) == {"a": "ä"}
