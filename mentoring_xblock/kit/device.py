"""Keys for what a browser keeps on a device until it is saved; worked out when they are asked for, and never stored.

A key is one a person and site. Whoever has it and the device reads what was typed there, so it is given to nobody but
that person, and belongs into no page, log or address.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

_KEY = "mentoring_xblock.journal.device.key"
_OWNER = "mentoring_xblock.journal.device.owner"


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
    owners = tuple(found.hex()[:24] for found in _derived(_OWNER, user_id))
    return DeviceKeys(owners, tuple(base64.b64encode(found).decode() for found in _derived(_KEY, user_id)))


def _derived(salt: str, user_id: int) -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(salt, str(user_id), secret=secret, algorithm="sha256").digest()


__all__ = ["DeviceKeys", "keys_of"]
