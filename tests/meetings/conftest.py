"""A pair and a small group that book their meetings, and a clock that a test moves."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentoring_xblock.groups import api as groups
from mentoring_xblock.meetings import api
from tests import factories
from tests.mails import mails

HELSINKI = "Europe/Helsinki"


class World:
    """Short ways to do what people do with meetings; every call goes through the room's api, at `now`."""

    def __init__(self, mentees: int = 1) -> None:
        self.now = dt.datetime(2026, 11, 10, 10, tzinfo=dt.UTC)
        relations = {"meetings": 6, "minutes": 90, "every_weeks": 4}
        self.round = factories.make_round(starts_on=dt.date(2026, 9, 7), relations=relations)
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.mentor = factories.make_mentor(self.round, name="Anna Lehtovaara")
        names = ["Elli Saarelainen", *(f"Mentee {number}" for number in range(2, mentees + 1))]
        self.mentees = [factories.make_mentee(self.round, name=name) for name in names]
        self.mentee = self.mentees[0]
        kind = "pair" if mentees == 1 else "small_group"
        self.group = factories.make_group(self.mentor, self.mentees, kind=kind)

    @staticmethod
    def slot(day: str, clock: str = "15:00", minutes: int = 90, zone: str = HELSINKI, **where: Any) -> api.Slot:
        """Return a time by the clock of a zone: `slot("2026-11-24")` is three o'clock in Helsinki."""
        starts = dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        return api.Slot.of(starts, minutes, where.pop("way", api.Way.REMOTE), **where)

    def call(self, function: Any, person: Any, *args: Any, **more: Any) -> Any:
        return function(factories.actor(person), self.place, self.group.public_id, *args, now=self.now, **more)

    def propose(self, person: Any, *slots: api.Slot, key: uuid.UUID | None = None) -> Any:
        return self.call(api.propose, person, slots, HELSINKI, key or uuid.uuid4())

    def answer(self, person: Any, meeting: Any, *options: Any) -> Any:
        return self.call(api.answer, person, meeting.public_id, [one.public_id for one in options])

    def confirm(self, person: Any, meeting: Any, option: Any) -> Any:
        return self.call(api.confirm, person, meeting.public_id, option.public_id)

    def book(self, person: Any, slot: api.Slot, key: uuid.UUID | None = None) -> Any:
        return self.call(api.book, person, slot, HELSINKI, key or uuid.uuid4())

    def series(self, person: Any, slots: Any, key: uuid.UUID | None = None) -> Any:
        return self.call(api.book_series, person, slots, HELSINKI, key or uuid.uuid4())

    def move(self, person: Any, meeting: Any, slot: api.Slot) -> Any:
        return self.call(api.move, person, meeting.public_id, slot, HELSINKI, meeting.version)

    def cancel(self, person: Any, meeting: Any) -> Any:
        return self.call(api.cancel, person, meeting.public_id, meeting.version)

    def held(self, person: Any, meeting: Any, there: Any = None) -> Any:
        return self.call(api.held, person, meeting.public_id, there, meeting.version)

    def met(self, person: Any, slot: api.Slot, there: Any = None, key: uuid.UUID | None = None, **more: Any) -> Any:
        return self.call(api.met, person, slot, HELSINKI, there, key or uuid.uuid4(), **more)

    def relation(self, person: Any) -> Any:
        return groups.relation(factories.actor(person), self.place, self.group.public_id)

    def own(self, person: Any) -> Any:
        return api.own_meetings(self.relation(person), self.now)

    mails = staticmethod(mails)


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def small_group(db) -> World:
    """A mentor with three mentees."""
    return World(mentees=3)
