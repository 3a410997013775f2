"""Addresses of ours on the learners' site that work without signing in, because each carries a secret of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import host
from mentoring_xblock.settings.common import ADDRESSES


def address_of(course_key: CourseKey, name: str, secret: str) -> str:
    """Return an address of `urls.py` on the site of a course; empty where there is no learners' site.

    The path is ours and not the host's answer: mails are also sent by Studio's processes, which serve none of these.
    """
    site = host.site_address(course_key)
    path = reverse(name, urlconf="mentoring_xblock.urls", args=[secret])
    return f"{site}/{ADDRESSES}{path.lstrip('/')}" if site else ""


View = Callable[..., HttpResponse]


def secret_address(*methods: str) -> Callable[[View], View]:
    """Let a view answer these methods only, and keep the address, whose path is the secret, where it is.

    Search engines and other sites' logs do not get it, nor does our own: Django writes down the path of each answer
    from 400 on unless it has been told that this is done, and of a wrong method even before.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            found = view(request, *args, **kwargs) if request.method in methods else HttpResponseNotAllowed(methods)
            found.headers["Referrer-Policy"] = "no-referrer"
            found.headers["X-Robots-Tag"] = "noindex"
            found._has_been_logged = True
            return found

        return answer

    return around


def nothing_here() -> HttpResponse:
    """Answer alike for an address that was ended, one that was never made, and one of nobody's."""
    return HttpResponse("Not found", status=404, content_type="text/plain")
