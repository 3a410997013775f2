"""A pair and a worksheet, with short ways to scales and ratings."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from mentoring_xblock.attainment import api
from mentoring_xblock.attainment.data import Answer, ScaleDraft
from tests import factories
from tests.goals.conftest import World, authored, call, view, world  # noqa: F401

LEVELS = {
    2: "A free day every week, and one whole week off in winter",
    1: "A free day every week",
    0: "A free day in three weeks out of four",
    -1: "A free day every second week",
    -2: "No free days",
}


def scale(baseline: int | None = None, weight: int = 1, **changes: str) -> ScaleDraft:
    """Five levels that differ; `changes` are words by the ends of fields' names, as `m1` for −1."""
    words = {int(name.replace("m", "-")): text for name, text in changes.items()}
    return ScaleDraft({**LEVELS, **words}, baseline, weight)


@dataclass
class Attaining:
    """The goals' world, and what is done with scales in it."""

    goals: World

    def save(self, goal: Any, draft: ScaleDraft | None = None, version=None, person=None, same=None):
        standing = self.standing(goal)
        known = standing.scale.version if standing.scale else 0
        return api.save_scale(
            factories.actor(person or self.goals.mentee),
            self.goals.place,
            goal.goal_id,
            draft or scale(),
            known if version is None else version,
            same=same,
            now=timezone.now(),
        )

    def rate(self, goal: Any, level: int | None, words: str = "", key=None, person=None, now=None):
        return api.rate(
            factories.actor(person or self.goals.mentee),
            self.goals.place,
            goal.goal_id,
            Answer(level, words),
            key or uuid.uuid4(),
            now or timezone.now(),
        )

    def agree(self, goal: Any, rating: Any, share: Any, key=None, person=None):
        api.agree(
            factories.actor(person or self.goals.mentor),
            self.goals.place,
            goal.goal_id,
            rating.rating_id,
            share.share_id,
            key or uuid.uuid4(),
            timezone.now(),
        )

    def standing(self, goal: Any):
        return api.standings([goal.goal_id])[goal.goal_id]

    def attained(self, person=None):
        person = person or self.goals.mentee
        return api.attained(factories.actor(person), self.goals.sheet(person))


@pytest.fixture
def attaining(world):  # noqa: F811
    return Attaining(world)
