"""Several clicks at the same moment, on the database of production: one rating a key, and no levels lost."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.attainment import api
from mentoring_xblock.attainment.data import Answer
from mentoring_xblock.attainment.models import Figure, GoalRating
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import GoalVersion
from mentoring_xblock.kit.errors import Conflict
from tests import factories
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


def test_a_review_that_is_saved_twice_at_once_is_kept_once_and_a_mean_is_fixed_once(attaining, world):
    """Six clicks on the same button, and then six jobs at the same moment."""
    goals = [world.save(f"Goal {number}", status=Status.ACTIVE) for number in range(3)]
    for goal in goals:
        attaining.save(goal)
    actor, sheet, key, now = factories.actor(world.mentee), world.sheet(), uuid.uuid4(), timezone.now()
    answers = {goal.goal_id: Answer(1, "On its way") for goal in goals}
    saves = [lambda: api.save_review(actor, sheet, "alku", answers, key, now)] * THREADS
    assert sum(future.result() for future in at_once(saves)) == len(goals)
    assert GoalRating.objects.filter(milestone="alku").count() == len(goals)
    others = [factories.make_mentee(world.round) for _ in range(4)]
    for person in others:
        attaining.save(goal := world.save(person=person, status=Status.ACTIVE), person=person)
        attaining.rate(goal, 0, person=person)
    for future in at_once([lambda: api.fix_due(now + dt.timedelta(weeks=3))] * THREADS):
        future.result()
    assert [(row.stage, row.people) for row in Figure.objects.all()] == [("start", 5)]
