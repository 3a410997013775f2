"""A pair, its coordinators, and short ways to ask for help."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from mentoring_xblock.help import api
from mentoring_xblock.models import Message
from tests import factories

SUPPORT = {"en": "Student welfare: **029 400**", "fi": "Opiskelijahuolto: **029 400**"}


class World:
    """Everything goes through the room's api."""

    def __init__(self) -> None:
        self.round = factories.make_round(support=SUPPORT)
        self.programme = self.round.programme
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.coordinator = factories.make_coordinator(self.programme, name="Saija Lampi")
        self.second = factories.make_coordinator(self.programme, name="Petri Aro")
        self.mentor, self.mentee, self.group = factories.make_pair(
            self.round,
            factories.make_mentor(self.round, name="Anna Mentori"),
            factories.make_mentee(self.round, name="Aino Aktori"),
        )

    def ask(self, person: Any = None, body: str = "Can we talk?", topic: str = "talk", **more: Any) -> api.RequestInfo:
        """Ask as the mentee, from the pair, unless told otherwise."""
        more = {"once_key": uuid.uuid4(), "group_id": self.group.public_id, **more}
        return api.ask(factories.actor(person or self.mentee), self.place, api.Topic(topic), body, **more)

    def reply(self, actor: Any, one: api.RequestInfo, body: str = "Of course.", key: Any = None) -> api.RequestInfo:
        asks = actor.user_id == self.mentee.user_id
        return api.reply(actor, self.place, one.public_id, body, key or uuid.uuid4(), as_asker=asks)

    def settle(self, actor: Any, one: api.RequestInfo, version: int, *, settled: bool = True) -> api.RequestInfo:
        asks = actor.user_id == self.mentee.user_id
        return api.settle(actor, self.place, one.public_id, as_asker=asks, settled=settled, version=version)

    def thread(self, actor: Any, one: api.RequestInfo) -> api.Thread:
        return api.thread(actor, self.place, one.public_id)

    @property
    def coordinates(self) -> Any:
        return factories.coordinator_actor(self.coordinator)

    @property
    def seconds(self) -> Any:
        return factories.coordinator_actor(self.second)

    @property
    def asks(self) -> Any:
        return factories.actor(self.mentee)


def mails(user: Any) -> list[str]:
    """Return the templates of somebody's mails, oldest first."""
    rows = Message.objects.filter(recipient=getattr(user, "user", user)).order_by("pk")
    return list(rows.values_list("template", flat=True))


@pytest.fixture
def world(db) -> World:
    return World()
