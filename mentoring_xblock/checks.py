"""What Django's system check asks of a site's settings; it looks at settings only and connects to nothing."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, router

from mentoring_xblock.kit import sealed

ISOLATION = "mentoring_xblock.W001"
KEYS = "mentoring_xblock.E001"

_READ_COMMITTED = "read committed"


def check_isolation(**_: Any) -> list[CheckMessage]:
    """Warn where MySQL or MariaDB would show a transaction what stood before it waited for a lock.

    Whoever waits for a group or a meeting reads it again once they hold it, and relies on seeing what the one before
    them has written. Django asks for that by itself, unless settings name another level or leave it to the server.
    """
    connection = connections[router.db_for_write(apps.get_model("mentoring_xblock", "Group"))]
    level = connection.settings_dict["OPTIONS"].get("isolation_level", _READ_COMMITTED)
    if connection.vendor != "mysql" or (level or "").lower() == _READ_COMMITTED:
        return []
    return [
        Warning(
            "The database's isolation level is not READ COMMITTED: of two people who change the same thing at once, "
            "the later one may overwrite what the earlier one did.",
            hint=f"Set 'isolation_level': '{_READ_COMMITTED}' in the OPTIONS of database '{connection.alias}', "
            "or leave it out.",
            id=ISOLATION,
        )
    ]


def check_keys(**_: Any) -> list[CheckMessage]:
    """Refuse keys by which nothing could be sealed: a journal would fail at the first word."""
    if not sealed.keys():
        return []
    try:
        sealed.seal("")
    except ImproperlyConfigured as error:
        hint = "Install mentoring-xblock with its requirements, and make keys with Fernet.generate_key()."
        return [Error(str(error), hint=hint, id=KEYS)]
    return []
