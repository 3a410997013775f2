"""A programme with alumni, a coordinator and a line manager."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from mentoring_xblock.bank import api
from mentoring_xblock.models import Appointment
from mentoring_xblock.privacy.policy import Actor
from tests import factories
from tests.factories_matching import plan_lists

WORDS = {"headline": "Producer of festivals", "about": "I have run three festivals.", "topics": ("events",)}


class World:
    """Short ways into the bank; every call goes through the room's api."""

    def __init__(self) -> None:
        self.round = factories.make_round(lists=plan_lists())
        self.programme = self.round.programme
        self.place = factories.place_of(self.round, "mentoring_dashboard", "dashboard")
        self.coordinator = factories.make_coordinator(self.programme, name="Saija Lampi")
        self.manager = factories.make_learner(name="Esa Esihenkilö")
        Appointment.objects.create(
            programme=self.programme, user=self.manager, post="line_manager", named_at=timezone.now()
        )

    @property
    def coordinates(self) -> Actor:
        return factories.coordinator_actor(self.coordinator)

    @property
    def manages(self) -> Actor:
        return factories.actor(self.manager, line_manager=True)

    def words(self, **changes: Any) -> api.ProfileWords:
        return api.ProfileWords(**{**WORDS, **changes})

    def save(self, person: Any, version: int = 0, **changes: Any) -> api.ProfileInfo:
        return api.save_profile(factories.actor(person), self.place, self.words(**changes), version)

    def alumna(self, name: str = "", **changes: Any) -> Any:
        """Return a mentee of this round who has joined the bank; two of them have two profiles."""
        person = factories.make_mentee(self.round, name=name)
        self.save(person, **changes)
        return person

    def welcome(self, person: Any) -> api.Welcome:
        info = api_programme(self.place)
        return api.welcome(factories.actor(person), info)

    def find(self, actor: Actor | None = None, page: int = 1, **wanted: Any) -> Any:
        return api.search(actor or self.coordinates, self.place, api.Wanted(**wanted), page)


def api_programme(place: Any) -> Any:
    from mentoring_xblock.programme import api as programmes

    return programmes.get_programme(place.course_key, place.slug)


@pytest.fixture
def world(db) -> World:
    return World()
