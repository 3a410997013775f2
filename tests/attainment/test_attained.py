"""What all of somebody's goals come to: over the same goals, for their own eyes."""

import datetime as dt
import uuid

import pytest

from mentoring_xblock.attainment import api, stages
from mentoring_xblock.attainment.data import Answer, RatingInfo, ScaleDraft, ScaleInfo, Stage, Standing
from mentoring_xblock.attainment.pictures import together
from mentoring_xblock.goals.data import Status
from mentoring_xblock.kit.errors import NotFound
from tests import factories
from tests.attainment.conftest import LEVELS

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def standing(*rated, weight=1):
    """A goal with five levels and these (stage, level)."""
    goal_id = uuid.uuid4()
    ratings = tuple(
        RatingInfo(uuid.uuid4(), goal_id, stage, "", Answer(level), NOW + dt.timedelta(days=day), 1, "", counts=True)
        for day, (stage, level) in enumerate(rated)
    )
    return Standing(goal_id, ScaleInfo(goal_id, ScaleDraft(LEVELS, None, weight), 1, 1), ratings)


def change(*found, status=Status.ACTIVE):
    return stages.change_of({one.goal_id: status for one in found}, {one.goal_id: one for one in found})


START, LATER = Stage.START, Stage.BETWEEN


@pytest.mark.once
@pytest.mark.parametrize(
    ("goals", "sentence"),
    [
        ([], "Nothing is rated yet."),
        ([standing()], "Nothing is rated yet."),
        (
            [standing((START, 1), weight=0), standing()],
            "One of your two goals is rated. All your weights are 0, so there is nothing to add up.",
        ),
        (
            [standing((START, 0)), standing((START, 0)), standing()],
            "Two of your three goals are rated. Together they come to 50; 50 is where you expected to be.",
        ),
        (
            [standing((START, -2), (LATER, -1)), standing((START, -1), (LATER, 0)), standing()],
            "Two of your three goals are rated. From 31 at the start to 44 now; 50 is where you expected to be.",
        ),
        (
            [standing((START, -1), (LATER, 1)), standing((LATER, 0))],
            "All your goals are rated. Together they come to 56; 50 is where you expected to be. "
            "The one goal that you rated at the start as well has come from 40 to 60.",
        ),
        ([standing((START, 1))], "Your goal is rated. It comes to 60; 50 is where you expected to be."),
    ],
)
def test_it_is_said_in_sentences(goals, sentence):
    assert together(change(*goals)).sentence == sentence


@pytest.mark.once
def test_a_change_is_of_the_same_goals_with_the_weights_of_now():
    found = change(standing((START, -1), (LATER, 1), weight=3), standing((START, 0), (LATER, 0)), standing((LATER, 2)))
    assert (found.same, found.now.rated, found.start.rated) == (2, 3, 2)
    assert found.by > 0
    same = change(standing((START, 1), (LATER, 1)))
    assert (same.by, same.before, same.after) == (0.0, 60.0, 60.0)
    assert change(standing((START, 1))).by is None


@pytest.mark.once
def test_drafts_and_what_was_let_go_are_counted_once_they_are_rated():
    aside = change(standing(), standing((START, 1)), status=Status.DRAFT)
    assert (aside.now.rated, aside.now.goals) == (1, 1)


@pytest.mark.django_db
def test_it_is_for_ones_own_eyes(attaining, world):
    for text, weight in (("Ensimmäinen", 1), ("Toinen", 2), ("Kolmas", 1)):
        goal = world.save(text, status=Status.ACTIVE)
        if text != "Kolmas":
            attaining.save(goal, ScaleDraft(LEVELS, None, weight))
            attaining.rate(goal, 1)
        world.share(goal)
    found = attaining.attained()
    assert (found.now.rated, found.now.goals) == (2, 3)
    assert found.now.score == pytest.approx(50 + 10 * 3 / (0.7 * 5 + 0.3 * 9) ** 0.5)
    assert attaining.attained(world.mentor).now.rated == 0
    with pytest.raises(NotFound):
        api.attained(factories.actor(world.mentor), world.sheet())
