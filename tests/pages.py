"""Meeting a block as a person does: its page in a unit of the demo course, its handlers, and its view in Studio."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from demo.models import AuthoredBlock, Unit
from tests import factories


def publish_block(
    block_type: str, block_id: str = "b1", course_key: Any = factories.COURSE_KEY, **fields: Any
) -> AuthoredBlock:
    """Put a published block into a unit of its own; `fields` are its content and settings as JSON values.

    Nothing is mirrored by this.
    """
    unit = Unit.objects.create(course=factories.make_course(course_key), title=block_id)
    return AuthoredBlock.objects.create(
        course_key=str(course_key),
        usage_key=str(factories.usage_key(block_type, block_id, course_key)),
        block_type=block_type,
        unit=unit,
        draft=fields,
        published=fields,
    )


def browser(user: Any = None, language: str = "en") -> Client:
    """Return a browser that asks for a language, with somebody signed in, or nobody."""
    client = Client(headers={"accept-language": language})
    if user is not None:
        client.force_login(getattr(user, "user", user))
    return client


def see(user: Any, block: AuthoredBlock, language: str = "en") -> str:
    """Return the unit's page as somebody (an account, a participant, or None) sees it."""
    answer = browser(user, language).get(reverse("unit", kwargs={"unit_id": block.unit_id}))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(user: Any, block: AuthoredBlock, handler: str, body: Any = None, language: str = "en") -> HttpResponse:
    """POST a JSON body to a handler of the block; a `str` or `bytes` is sent as it is."""
    raw = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
    url = reverse(
        "xblock_handler", kwargs={"course_id": block.course_key, "usage_id": block.usage_key, "handler": handler}
    )
    return browser(user, language).post(url, raw, content_type="application/json")


def see_in_studio(user: Any, block: AuthoredBlock, view: str = "preview", language: str = "en") -> dict[str, Any]:
    """Return what Studio is given for a view ("preview" or "studio_view"): its `html` and its `messages`."""
    answer = browser(user, language).get(reverse(view, kwargs={"usage_id": block.usage_key}))
    assert answer.status_code == 200, answer.status_code
    return answer.json()
