"""What the system check says of a site's settings."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from mentoring_xblock.checks import ISOLATION


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
