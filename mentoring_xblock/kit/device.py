"""Keys for what a browser keeps on a device until it is saved, and tags of whom a page was rendered for.

All are worked out when they are asked for, and never stored. A key is one a person and site. Whoever has it and the
device reads what was typed there, so it is given to nobody but that person, and belongs into no page, log or address.
A tag opens nothing: it stands in the page, which sends it with everything that it asks for.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac
from opaque_keys.edx.keys import CourseKey

_KEY = "mentoring_xblock.journal.device.key"
_OWNER = "mentoring_xblock.journal.device.owner"
_PAGE = "mentoring_xblock.page"


@dataclass(frozen=True)
class DeviceKeys:
    """A person's keys on their devices, the one in use first.

    owners: under which names their texts lie there, 24 hex digits each; they tell neither the person nor a key. keys:
    256 bits each, in base64. The further ones are of earlier secrets of the site, and only open what is there.
    """

    owners: tuple[str, ...]
    keys: tuple[str, ...]


def keys_of(user_id: int) -> DeviceKeys:
    """Return somebody's keys. While the site still knows an earlier `SECRET_KEY`, texts of that time can be opened."""
    owners = tuple(found.hex()[:24] for found in _derived(_OWNER, str(user_id)))
    return DeviceKeys(owners, tuple(base64.b64encode(found).decode() for found in _derived(_KEY, str(user_id))))


def page_tags(user_id: int, course_key: CourseKey) -> tuple[str, ...]:
    """Return what says on a page that it was rendered for this person, 24 hex digits each, the one in use first.

    It tells neither the person nor where their texts lie on a device, and is another one in each course. The further
    ones are of earlier secrets of the site: of pages that have been open since.
    """
    return tuple(found.hex()[:24] for found in _derived(_PAGE, f"{user_id} {course_key}"))


def _derived(salt: str, value: str) -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(salt, value, secret=secret, algorithm="sha256").digest()


__all__ = ["DeviceKeys", "keys_of", "page_tags"]
