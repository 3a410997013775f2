"""A pair that prepares its meetings and remembers them, and a group of peers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from mentoring_xblock.groups import api as groups
from mentoring_xblock.models import Meeting
from mentoring_xblock.notes import api
from tests import factories


class World:
    """Short ways to do what people do; every call goes through the room's api, at `now`."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 10, 10, tzinfo=dt.UTC)
        self.round = factories.make_round(starts_on=dt.date(2026, 9, 7), relations={"meetings": 6})
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.anna = factories.make_mentor(self.round, name="Anna Lehtovaara")
        self.elli = factories.make_mentee(self.round, name="Elli Saarelainen")
        self.mirva = factories.make_mentee(self.round, name="Mirva Koski")
        self.pair = factories.make_group(self.anna, [self.elli])
        self.peers = factories.make_group(None, [self.elli, self.mirva], kind="peer_group", name="Vertaiset")

    def meet(self, days: float, group: Any = None, **more: Any) -> Meeting:
        """Make a meeting so many days from now; one that lies behind was held."""
        starts = self.now + dt.timedelta(days=days)
        return Meeting.objects.create(
            round=self.round,
            group=group or self.pair,
            state="held" if days < 0 else "booked",
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            time_zone="Europe/Helsinki",
            **more,
        )

    def joint(self, days: float, audience: str = "everybody") -> Meeting:
        """Announce a meeting of the programme."""
        starts = self.now + dt.timedelta(days=days)
        return Meeting.objects.create(
            round=self.round,
            kind="joint",
            audience=audience,
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=1),
            time_zone="Europe/Helsinki",
            announced_at=self.now,
        )

    def do(self, act: Any, person: Any, *args: Any, group: Any = None, **more: Any) -> Any:
        group_id = (group or self.pair).public_id
        return act(factories.actor(person), self.place, group_id, *args, now=self.now, **more)

    def point(self, person: Any, text: str, key: uuid.UUID | None = None, group: Any = None, goal: Any = None) -> None:
        self.do(api.add_point, person, text, goal, key or uuid.uuid4(), group=group)

    def promise(self, person: Any, text: str, whose: Any, due_on: dt.date | None = None, key: Any = None) -> None:
        draft = api.ActionDraft(text, whose.public_id, due_on)
        self.do(api.add_action, person, draft, key or uuid.uuid4())

    def write(self, person: Any, meeting: Meeting, text: str, version: int, **more: Any) -> api.NoteInfo:
        more = {"own": False, **more}
        return self.do(api.save_note, person, meeting.public_id, text, version, **more)

    def relation(self, person: Any, group: Any = None) -> Any:
        return groups.relation(factories.actor(person), self.place, (group or self.pair).public_id)

    def points(self, person: Any, group: Any = None) -> tuple[api.PointInfo, ...]:
        return api.group_points(self.relation(person, group), {})

    def actions(self, person: Any) -> tuple[api.ActionInfo, ...]:
        return api.open_actions(self.relation(person), {}, self.now)


@pytest.fixture
def world(db) -> World:
    return World()
