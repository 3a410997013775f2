"""Addresses of ours on the learners' site that work without signing in, because each carries a secret of its own."""

from __future__ import annotations

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
