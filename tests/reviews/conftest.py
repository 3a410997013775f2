"""A matching group of three, two calls, and applications to read."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import Notes, Opinion, ReadingInfo
from tests import factories
from tests.factories_matching import make_application, make_call, make_matcher, plan_lists

SECRET = "Quiet, and thinks before speaking"


class World:
    """Who reads what, by short names; every call goes through the room's api."""

    def __init__(self) -> None:
        self.round = factories.make_round(lists=plan_lists())
        self.programme = self.round.programme
        self.place = factories.place_of(self.round, "mentoring_dashboard", "dashboard")
        self.mentees = make_call(self.programme)
        self.mentors = make_call(self.programme, CallRole.MENTOR)
        self.aino, self.ben, self.cleo = (
            make_matcher(self.programme, name=name) for name in ("Aino Laine", "Ben Ek", "Cleo Niemi")
        )
        self.coordinator = factories.make_coordinator(self.programme, name="Saija Lampi")

    def actor(self, user: Any, **standing: bool) -> Actor:
        return factories.actor(user, **{"matcher": True, **standing})

    @property
    def coordinates(self) -> Actor:
        return factories.coordinator_actor(self.coordinator)

    def mentee(self, name: str = "", status: Status = Status.RECEIVED, applicant: Any = None) -> Application:
        return make_application(self.round, self.mentees, applicant, status=status, name=name)

    def mentor(self, name: str = "", status: Status = Status.RECEIVED, applicant: Any = None) -> Application:
        return make_application(self.round, self.mentors, applicant, status=status, name=name)

    def set(self, *, blind: bool = True, criteria: Any = None) -> ReadingInfo:
        now = api.reading_of(self.round.pk)
        return api.set_reading(
            self.coordinates,
            self.place,
            blind=blind,
            criteria=now.criteria if criteria is None else criteria,
            version=now.version,
        )

    def rate(
        self,
        user: Any,
        application: Application,
        verdict: str = "take",
        comment: str = "",
        version: int = 0,
        **scores: int,
    ) -> Opinion:
        return api.rate(self.actor(user), self.place, application.public_id, scores, verdict, comment, version)

    def notes(self, user: Any, application: Application) -> Notes:
        return api.notes_on(self.actor(user), self.place, application.public_id)

    def suggest(self, user: Any, mentee: Application, mentor: Application, note: str = "") -> Any:
        return api.suggest(self.actor(user), self.place, mentee.public_id, mentor.public_id, note)

    def read(self, user: Any, **asked: Any) -> Any:
        return api.applications_to_read(self.actor(user), self.place, **asked)


@pytest.fixture
def world(db) -> World:
    return World()
