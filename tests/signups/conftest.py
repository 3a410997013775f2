"""SeAMK's supervision group: six places, two towns, first come, first served, a last day of its own."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from mentoring_xblock.signups import api
from tests import factories
from tests.mails import mails


class World:
    """Short ways to open and to sign up; every call goes through the room's api, at `now`."""

    def __init__(self, places: int = 6, towns: tuple[str, ...] = ("Seinäjoki", "Tampere"), **more: Any) -> None:
        self.now = dt.datetime(2024, 6, 10, 9, tzinfo=dt.UTC)
        self.round = factories.make_round(starts_on=dt.date(2024, 5, 15))
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.boss = factories.coordinator_actor(factories.make_coordinator(self.round.programme))
        self.supervisor = factories.make_participant(self.round, Role.SUPERVISOR, name="Tiina Ohjaaja")
        self.mentors = [factories.make_mentor(self.round, name=f"Mentor {number}") for number in range(1, 10)]
        opening = {
            "name": "Työnohjaus",
            "role": Role.MENTOR,
            "places": places,
            "where": towns,
            "answer_on": dt.date(2024, 8, 4),
            "text": "Kollegiaalinen ryhmä.",
            "leader": self.supervisor.public_id,
        }
        self.key = uuid.uuid4()
        self.opening = api.Opening(**{**opening, **more})
        self.open()

    def open(self) -> uuid.UUID:
        return api.open_series(self.boss, self.place, self.opening, self.key, self.now)

    def series(self, person: Any = None) -> api.Series:
        user_id = person.user_id if person else None
        return api.series_of_round(self.round.pk, user_id)[0]

    @property
    def ids(self) -> list[uuid.UUID]:
        """The openings, one a town."""
        return [one.public_id for one in self.series().towns]

    def sign_up(self, person: Any, town: int = 0) -> str:
        return api.sign_up(factories.actor(person), self.place, self.ids[town], self.now).value

    def leave(self, person: Any, town: int = 0) -> None:
        api.leave(factories.actor(person), self.place, self.ids[town], self.now)

    def inside(self, town: int = 0) -> list[int]:
        return [member.user_id for member in self.series().towns[town].group.members]

    def waiting(self, town: int = 0) -> tuple[int, ...]:
        return self.series().towns[town].waiting

    def change(self, **changes: Any) -> None:
        stands = self.series()
        values = {"places": self.opening.places, "answer_on": self.opening.answer_on, "text": stands.text, **changes}
        api.change_series(self.boss, self.place, self.key, api.Change(**values), stands.version, self.now)

    @property
    def programme(self) -> Any:
        return programmes.programme_of(self.place)

    mails = staticmethod(mails)


@pytest.fixture
def world(db) -> World:
    return World()
