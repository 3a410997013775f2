"""Several clicks at the same moment, on the database of production: one rating a key, and no levels lost."""

import uuid

import pytest

from mentoring_xblock.attainment.models import GoalRating
from mentoring_xblock.goals.models import GoalVersion
from mentoring_xblock.kit.errors import Conflict
from tests.attainment.conftest import scale
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 6


@pytest.fixture
def world(transactional_db, world):
    """The world, its rows committed."""
    return world


def test_of_many_devices_one_saves_its_levels_and_the_others_are_kept_and_one_click_rates_once(attaining, world):
    goal = world.save()
    first = attaining.save(goal)
    words = [f"Device {number}" for number in range(THREADS)]
    saves = [lambda text=text: attaining.save(goal, scale(**{"0": text}), version=first.version) for text in words]
    errors = [future.exception() for future in at_once(saves)]
    assert errors.count(None) == 1
    assert all(isinstance(error, Conflict) for error in errors if error)
    kept = {row.content["levels"]["0"] for row in GoalVersion.objects.filter(reason="conflict")}
    assert kept | {attaining.standing(goal).scale.draft.texts[0]} == set(words)
    key = uuid.uuid4()
    ratings = [future.result() for future in at_once([lambda: attaining.rate(goal, 1, key=key)] * THREADS)]
    assert len({one.rating_id for one in ratings}) == 1
    assert GoalRating.objects.count() == 1
