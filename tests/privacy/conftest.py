"""The scene of the walks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.privacy.scene import Scene
from tests.privacy.watch import Books


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Everybody and everything, made once for the tests of a module: what each of them does is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def books(scene: Scene) -> Books:
    """All rows as the scene begins."""
    return Books()
