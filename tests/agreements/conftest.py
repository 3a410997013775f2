"""A pair and a small group that agree on how they work together, and short ways to act as each of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mentoring_xblock.agreements import api
from tests import factories

SECRET = "Emme puhu lomautuksista 🌙"


class World:
    """People in a round. Every act happens a minute after the one before."""

    def __init__(self, **plan: Any) -> None:
        self.round = factories.make_round(**plan)
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.anna = factories.make_mentor(self.round, name="Anna Laine")
        self.elli = factories.make_mentee(self.round, name="Elli Saari")
        self.pair = factories.make_group(self.anna, [self.elli])
        self.now = timezone.now()

    def small_group(self, *mentees: Any) -> Any:
        """Return a small group that Anna leads, with room for more."""
        return factories.make_group(self.anna, mentees, kind="small_group", name="Verstas", capacity=6)

    def _later(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now

    def _do(self, act: Any, person: Any, group: Any, *args: Any, **more: Any) -> Any:
        group_id = (group or self.pair).public_id
        return act(factories.actor(person), self.place, group_id, *args, now=self._later(), **more)

    def read(self, person: Any, group: Any = None) -> api.AgreementInfo:
        return self._do(api.read, person, group)[1]

    def draft(self, person: Any, text: str = SECRET, version: int | None = None, group: Any = None, **more: Any) -> Any:
        """Save a draft with one item, upon what stands unless told otherwise."""
        texts = text if isinstance(text, dict) else {"off_limits": text}
        version = self.read(person, group).version if version is None else version
        return self._do(api.save_draft, person, group, texts, version, **more)

    def put(self, person: Any, version: int | None = None, group: Any = None) -> api.AgreementInfo:
        version = self.read(person, group).version if version is None else version
        return self._do(api.put_to_sign, person, group, version)

    def sign(self, person: Any, version: api.VersionInfo | None = None, group: Any = None) -> api.AgreementInfo:
        version = version or self.read(person, group).newest
        return self._do(api.sign, person, group, version.version_id)

    def take_back(self, person: Any, version: api.VersionInfo, group: Any = None) -> api.AgreementInfo:
        return self._do(api.take_back, person, group, version.version_id)

    def agree(self, text: str = SECRET, group: Any = None, *others: Any) -> api.VersionInfo:
        """Let Anna put words to be signed, and the others sign them; returns the version that holds."""
        self.draft(self.anna, text, group=group)
        self.put(self.anna, group=group)
        for person in others or (self.elli,):
            self.sign(person, group=group)
        return self.read(self.anna, group).holding

    def status(self, group: Any = None) -> api.Status:
        pk = (group or self.pair).pk
        return api.status_of(self.place.course_key, [pk])[pk]


@pytest.fixture
def world(db) -> World:
    return World()
