"""The scene of the walks."""

from __future__ import annotations

import pytest

from tests.privacy.scene import Scene
from tests.privacy.watch import Books


@pytest.fixture
def scene(db: None) -> Scene:
    """Everybody and everything."""
    return Scene()


@pytest.fixture
def books(scene: Scene) -> Books:
    """All rows as the scene begins."""
    return Books()
