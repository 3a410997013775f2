"""A programme in which mentees choose: three mentors with places, four mentees who look for one."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.choices import api
from mentoring_xblock.models import MentorRequest
from mentoring_xblock.privacy.policy import Actor
from tests import factories
from tests.factories_matching import answers_for, make_application, make_call, plan_lists


class World:
    """Short ways to ask and to answer; every call goes through the room's api."""

    def __init__(self, way: str = "choice", requests: int = 2, days: int = 7, **plan: Any) -> None:
        matching = {"way": way, "requests": requests, "request_days": days, "decline_days": 7}
        self.round = factories.make_round(lists=plan_lists(), matching=matching, **plan)
        self.programme = self.round.programme
        self.place = factories.place_of(self.round, "mentoring_dashboard", "dashboard")
        self.mentee_call = make_call(self.programme)
        self.mentor_call = make_call(self.programme, CallRole.MENTOR)
        self.coordinator = factories.make_coordinator(self.programme, name="Saija Lampi")

    def mentor(self, name: str = "", capacity: int | None = 1, offers: int | None = None, **answers: Any) -> Any:
        """Return a mentor; `capacity` is what coordinators say of their places, `offers` what they applied with."""
        answers |= {} if offers is None else {"capacity": offers}
        person = factories.make_mentor(self.round, name=name, capacity=capacity)
        return self._applied(person, self.mentor_call, CallRole.MENTOR, answers)

    def mentee(self, name: str = "", **answers: Any) -> Any:
        person = factories.make_mentee(self.round, name=name)
        return self._applied(person, self.mentee_call, CallRole.MENTEE, answers)

    def _applied(self, person: Any, call: Any, role: CallRole, answers: dict[str, Any]) -> Any:
        answers = answers_for(role, **answers)
        make_application(self.round, call, status=Status.ACCEPTED, participant=person, answers=answers)
        return person

    @staticmethod
    def actor(person: Any) -> Actor:
        return factories.actor(person)

    def ask(self, mentee: Any, mentor: Any, message: str = "I would like to learn to lead.", **more: Any) -> Any:
        return api.ask(self.actor(mentee), self.place, mentor.public_id, message, **more)

    def accept(self, mentor: Any, request: Any) -> Any:
        return api.accept(self.actor(mentor), self.place, request.public_id)

    def decline(self, mentor: Any, request: Any) -> None:
        api.decline(self.actor(mentor), self.place, request.public_id)

    def mentors(self, mentee: Any, page: int = 1, **wanted: Any) -> Any:
        return api.open_mentors(self.actor(mentee), self.place, api.Wanted(**wanted), page)

    def states(self, mentee: Any) -> dict[str, str]:
        """Return by mentor's name where each of a mentee's requests stands."""
        return {one.name: one.state.value for one in api.choosing(self.actor(mentee), self.place).requests}

    def let_time_pass(self, **past: Any) -> None:
        """Let the time of all open requests be over."""
        MentorRequest.objects.update(**past)


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def small_groups(db) -> World:
    """A programme of small groups of three mentees, in which a mentee may ask two mentors at once."""
    return World(relationship="small_group", capacity={"mentor": 3, "small_group": 3, "peer_group": 6})
