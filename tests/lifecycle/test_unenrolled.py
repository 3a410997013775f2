"""Leaving the course is losing access, in every part of it; what was written is kept, and is there again on return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories
from tests.privacy import walking
from tests.privacy.scene import BLOCKS, Scene, scene_for_a_module
from tests.privacy.table import TABLE
from tests.privacy.test_views import page
from tests.privacy.watch import Books, marks_in

#: Access is policy's to give, the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
#: What the platform itself changes when somebody is enrolled or not.
_ENROLMENT = "demo_enrollment"


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Everybody and everything."""
    with scene_for_a_module(django_db_blocker) as scene:
        yield scene


@pytest.mark.parametrize("role", ["mentee", "own mentor"])
@pytest.mark.parametrize("block_type", BLOCKS)
def test_unenrolled_means_no_access_and_data_kept(scene: Scene, block_type: str, role: str):
    before, seen = Books(), marks_in(page(scene, role, block_type)[1])
    factories.enrol(scene.who[role], active=False)
    left = Books()
    assert left.changed_since(before) == [_ENROLMENT]
    for handler, row in TABLE[block_type].items():
        for thing in row.may.get(role, ()):
            told = walking.call(
                scene, left, role, block_type, handler, row.about, walking.things_of(scene, row.about)[thing]
            )
            assert (told.status, told.marks, told.changed) == (403, frozenset(), ()), (handler, thing)
    assert page(scene, role, block_type)[0] == 404
    factories.enrol(scene.who[role])
    assert marks_in(page(scene, role, block_type)[1]) == seen
    assert Books().changed_since(before) == []
