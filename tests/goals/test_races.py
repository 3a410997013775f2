"""Several clicks at the same moment, on the database of production: one goal a key, and no text lost."""

import datetime as dt
import uuid

import pytest

from mentoring_xblock.goals import api
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.kit.keeping import Reason
from tests import factories
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 8


@pytest.fixture
def world(transactional_db, world):
    """The world, its rows committed."""
    return world


def test_one_click_many_times_makes_one_goal(world):
    key = uuid.uuid4()
    results = [future.result() for future in at_once([lambda: world.saved(once_key=key)] * THREADS)]
    assert sum(saved.created for saved in results) == 1
    assert len({saved.goal.goal_id for saved in results}) == 1
    assert Goal.objects.get().version == 1


def test_of_many_devices_one_saves_and_every_other_text_is_kept(world):
    goal = world.save()
    texts = [f"Device {number}" for number in range(THREADS)]
    results = at_once([lambda text=text: world.save(text, goal=goal) for text in texts])
    errors = [future.exception() for future in results]
    assert errors.count(None) == 1
    assert all(isinstance(error, Conflict) for error in errors if error)
    beside = GoalVersion.objects.filter(reason=Reason.CONFLICT)
    kept = {version.content["answers"]["statement"] for version in beside}
    assert kept | {world.goal(goal).title} == set(texts)
    assert len(kept) == THREADS - 1


def test_a_goal_is_taken_along_once_however_often_at_the_same_moment(world):
    goal = world.save()
    following = factories.make_round(world.round.programme, 2, world.round.starts_on + dt.timedelta(days=365))
    factories.make_mentee(following, user=world.mentee.user)
    actor, sheet = factories.actor(world.mentee), world.sheet()

    def take():
        return api.take_along(actor, sheet, goal.goal_id, uuid.uuid4(), lambda *_: None).goal_id

    results = at_once([take] * THREADS)
    assert len({future.result() for future in results}) == 1
    assert Goal.objects.filter(round=following).count() == 1
