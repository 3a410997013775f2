"""A year of a programme, published on a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.years.year import Year


@pytest.fixture
def begin(db, monkeypatch, mailoutbox, django_capture_on_commit_callbacks) -> Callable[..., Year]:
    """Return a way to publish a plan on a day: `begin("2020-12-01", plan)`."""

    def publish(day: str, plan: dict[str, Any]) -> Year:
        return Year(monkeypatch, django_capture_on_commit_callbacks, mailoutbox, day, plan)

    return publish
