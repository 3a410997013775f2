"""A call in a course, people who can apply to it, and ways to act as each of them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentoring_xblock.applications import api
from mentoring_xblock.applications.calls import call_settings
from mentoring_xblock.applications.data import CallSettings
from mentoring_xblock.applications.models import Application
from mentoring_xblock.programme.models import BlockMirror
from tests import factories, pages
from tests.factories_matching import answers_for, make_call, plan_lists

BLOCK = "mentoring_application"
HELSINKI = ZoneInfo("Europe/Helsinki")
SECRET = "Salaisuus: haluan uuden työn 🌙"
#: In the middle of a call that is open for all of February.
NOW = dt.datetime(2027, 2, 10, 12, 0, tzinfo=dt.UTC)


@dataclass
class World:
    """A programme with lists to choose from, and one call; `fields` are the block's."""

    round: Any
    block: Any
    fields: dict[str, Any]

    @property
    def place(self):
        return factories.make_place(BLOCK, "call")

    def settings(self, **changes: Any) -> CallSettings:
        fields = {**self.fields, **changes}
        return call_settings(fields, fields.get("questions"), fields.get("commitment"))

    def set(self, **changes: Any) -> None:
        """Publish the call again with some fields changed."""
        self.fields.update(changes)
        self.block.draft = self.block.published = dict(self.fields)
        self.block.save()
        mirrored = ("role", "opens_at", "closes_at", "order", "places", "target")
        BlockMirror.objects.filter(usage_key=self.place.usage_key).update(
            settings={name: self.fields.get(name) for name in mirrored}, questions=self.fields.get("questions") or []
        )

    def open(self, person, now=NOW, **changes):
        return api.open_call(factories.actor(person), self.place, self.settings(**changes), now)

    def draft(self, person, answers=None, version=0, page=None, now=NOW, **changes):
        return api.save_draft(
            factories.actor(person),
            self.place,
            self.settings(**changes),
            {"letter": SECRET} if answers is None else answers,
            version,
            page or uuid.uuid4(),
            now,
        )

    def send(self, person, answers=None, version=0, page=None, now=NOW, committed=True, **changes):
        settings = self.settings(**changes)
        return api.submit(
            factories.actor(person),
            self.place,
            settings,
            answers_for(settings.role) if answers is None else answers,
            committed=committed,
            version=version,
            page_key=page or uuid.uuid4(),
            now=now,
        )

    def withdraw(self, person, now=NOW):
        return api.withdraw(factories.actor(person), self.place, now)

    def row(self, person) -> Application | None:
        return Application.objects.filter(applicant=getattr(person, "user", person)).first()


@pytest.fixture
def world(db):
    round_ = factories.make_round(lists=plan_lists())
    fields = {"role": "mentee", "opens_at": "2027-02-01T09:00", "closes_at": "2027-02-28", "order": "selection"}
    block = pages.publish_block(BLOCK, "call", **fields)
    made = World(round_, block, fields)
    make_call(round_.programme, "mentee", block_id="call")
    made.set()
    return made


@pytest.fixture
def open_world(world):
    """The same with a call that is open whenever the tests run: for handlers, which go by the real clock."""
    world.set(opens_at="", closes_at="")
    return world


def body_for(role: str = "mentee", **changes: Any) -> dict[str, Any]:
    """What the page sends for whole answers to the ready-made form, as flat names."""
    body = {
        "version": "0",
        "page": str(uuid.uuid4()),
        "answer_letter": SECRET,
        "answer_topics": ["funding", "leading"],
        "answer_interests": ["music"],
        "answer_challenges": "time",
        "answer_values__honesty": "5",
        "answer_styles__plans": "4",
        "answer_languages": ["fi", "en"],
        "answer_hours__zone": "Europe/Helsinki",
        "answer_hours__weekday": ["1"],
        "answer_hours__start": ["16:00"],
        "answer_hours__end": ["18:30"],
        "answer_places__remote": "yes",
        "answer_places__places": ["tampere"],
        "answer_field__field": "film",
        "answer_field__organisation": "Kuvatalo",
        "answer_field__avoid": "Matti Meikäläinen\nmaija",
        "answer_people__wished": "Anna Laine",
        "answer_experience": "newcomer",
    }
    return {**body, **({"answer_capacity": "2"} if role == "mentor" else {}), **changes}


@pytest.fixture
def call(open_world):
    """POST to a handler of the call's block as somebody."""

    def post(person, handler, body=None, language="en"):
        return pages.send(person, open_world.block, handler, body, language)

    return post


@pytest.fixture
def view(open_world):
    return lambda person, language="en": pages.see(person, open_world.block, language)
