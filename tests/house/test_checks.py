"""What the system check says of a site's settings."""

import sys

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.db import connection

from mentoring_xblock.checks import ISOLATION, KEYS
from mentoring_xblock.kit import sealed


@pytest.mark.parametrize(
    ("vendor", "options", "warned"),
    [
        ("mysql", {}, False),
        ("mysql", {"isolation_level": "READ COMMITTED"}, False),
        ("mysql", {"isolation_level": "repeatable read"}, True),
        ("mysql", {"isolation_level": None}, True),
        ("sqlite", {"isolation_level": "IMMEDIATE"}, False),
    ],
)
def test_another_isolation_level_is_warned_of(monkeypatch, vendor, options, warned):
    monkeypatch.setattr(connection, "vendor", vendor)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    assert [found.id for found in run_checks(tags=["mentoring"])] == [ISOLATION] * warned


def test_keys_that_seal_nothing_are_an_error(settings, monkeypatch):
    settings.MENTORING_FERNET_KEYS = [Fernet.generate_key().decode()]
    assert run_checks(tags=["mentoring"]) == []
    settings.MENTORING_FERNET_KEYS = ["not a key"]
    (found,) = run_checks(tags=["mentoring"])
    assert (found.id, "not a key" in str(found)) == (KEYS, False)
    settings.MENTORING_FERNET_KEYS = [Fernet.generate_key().decode()]
    sealed._fernet.cache_clear()
    monkeypatch.setitem(sys.modules, "cryptography.fernet", None)
    (found,) = run_checks(tags=["mentoring"])
    assert (found.id, found.msg) == (KEYS, "MENTORING_FERNET_KEYS needs the package cryptography.")
