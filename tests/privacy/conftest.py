"""The scene of the walks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.privacy.scene import Scene, scene_for_a_module
from tests.privacy.watch import Books


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Everybody and everything."""
    with scene_for_a_module(django_db_blocker) as scene:
        yield scene


@pytest.fixture(scope="module")
def books(scene: Scene) -> Books:
    """All rows as the scene begins."""
    return Books()
