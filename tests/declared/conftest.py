"""A programme in which each pair begins when it is ready, and short ways to declare one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mentoring_xblock.declared import api
from mentoring_xblock.declared.models import Declaration
from mentoring_xblock.models import Message
from tests import factories


class World:
    """Everything goes through the room's api."""

    def __init__(self, **plan: Any) -> None:
        self.round = factories.make_round(**{"relations": {"mode": "non_stop"}, **plan})
        self.programme = self.round.programme
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.coordinator = factories.make_coordinator(self.programme, name="Saija Lampi")
        self.aino = factories.make_learner("aino", name="Aino Aktori")
        self.anna = factories.make_learner("anna", name="Anna Mentori")
        self.day = timezone.now().date() + dt.timedelta(days=3)

    @property
    def coordinates(self) -> Any:
        return factories.coordinator_actor(self.coordinator)

    def declare(self, person: Any = None, named: str = "anna", *, mentors: bool = False, day: Any = None) -> None:
        """Name Anna as a mentor, as Aino, unless told otherwise."""
        api.declare(factories.actor(person or self.aino), self.place, named, day or self.day, mentors=mentors)

    def one(self, person: Any) -> api.DeclarationInfo:
        """Return the newest of somebody's."""
        return self.declaring(person).mine[0]

    def declaring(self, person: Any) -> api.Declaring:
        return api.declaring(factories.actor(person), self.place)

    def answer(self, person: Any, *, agree: bool = True) -> None:
        api.answer(factories.actor(person), self.place, self.newest, agree=agree)

    def agreed(self) -> Any:
        """Let Aino and Anna both agree; returns the public id."""
        self.declare()
        self.answer(self.anna)
        return self.newest

    @property
    def newest(self) -> Any:
        return Declaration.objects.order_by("-pk").first().public_id


def mails(user: Any) -> list[str]:
    """Return the templates of somebody's mails, oldest first."""
    rows = Message.objects.filter(recipient=getattr(user, "user", user)).order_by("pk")
    return list(rows.values_list("template", flat=True))


@pytest.fixture
def world(db) -> World:
    return World()
