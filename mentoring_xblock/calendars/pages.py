"""What a calendar program gets that knows a feed's address. It has no session, and nothing of it is written down."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response

from mentoring_xblock import host
from mentoring_xblock.addresses import nothing_here, secret_address
from mentoring_xblock.calendars.entries import feed_of
from mentoring_xblock.calendars.feeds import owner_of
from mentoring_xblock.notifications.rendering import language_of


@secret_address("GET", "HEAD")
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with somebody's calendar in their language, or that it has not changed since.

    Every other address gets the same 404.
    """
    user_id = owner_of(secret)
    person = host.people([user_id]).get(user_id) if user_id is not None else None
    if person is None:
        return _private(nothing_here())
    with translation.override(language_of(person)):
        body = feed_of(person.id, timezone.now())
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"ETag": tag})
    return _private(get_conditional_response(request, etag=tag, response=answer))


def _private(answer: HttpResponse) -> HttpResponse:
    """Keep it out of shared caches; a program asks whether it has changed."""
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
