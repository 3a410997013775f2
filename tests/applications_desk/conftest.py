"""A round with a call for mentees and one for mentors, and the coordinator who decides."""

from __future__ import annotations

import html
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.models import CallRole, Status
from tests import factories as make
from tests import factories_matching as matching
from tests import pages
from tests.dashboard.scenes import words

LETTERS = {"en": "You are in.", "fi": "Olet mukana."}


@pytest.fixture
def round_(db):
    return make.make_round(lists=matching.plan_lists(), title={"en": "Producers", "fi": "Tuottajat"})


@pytest.fixture
def place(round_):
    return make.place_of(round_, "mentoring_dashboard", "dashboard")


@pytest.fixture
def carla(round_):
    return make.make_coordinator(round_.programme, name="Carla Coordinator")


@pytest.fixture
def coordinator(carla):
    return make.coordinator_actor(carla)


@pytest.fixture
def call(round_):
    return matching.make_call(round_.programme, target=3)


@pytest.fixture
def mentor_call(round_):
    return matching.make_call(round_.programme, CallRole.MENTOR, target=2)


@pytest.fixture
def applied(round_, call):
    """Return a way to let somebody apply."""

    def apply(name: str = "", status: Status = Status.RECEIVED, to: Any = None, **fields: Any) -> Any:
        language = fields.pop("language", "")
        applicant = make.make_learner(name=name or "Somebody", language=language)
        return matching.make_application(round_, to or call, applicant, status=status, **fields)

    return apply


@pytest.fixture
def decide(coordinator, place):
    """Return a way to decide on applications as they are now."""

    def run(rows: list[Any], status: Status = Status.ACCEPTED, **changes: Any) -> Any:
        for row in rows:
            row.refresh_from_db()
        values = {
            "application_ids": {row.public_id: row.version for row in rows},
            "status": status,
            "told": {"en": "Too few places.", "fi": "Paikkoja on liian vähän."} if status is Status.DECLINED else {},
            "reason": "Reflects little.",
            "letters": LETTERS,
            "once_key": uuid.uuid4(),
            **changes,
        }
        return deciding.decide(coordinator, place, **values)

    return run


@dataclass
class Desk:
    """The coordinator's desk; `last` is the newest answer."""

    block: Any
    carla: Any
    last: Any = None

    def raw(self, handler: str, language: str = "en", **body: Any) -> Any:
        """Send something; returns the answer."""
        self.last = pages.send(self.carla, self.block, handler, json.dumps(body, default=str), language)
        return self.last

    def post(self, handler: str, language: str = "en", **body: Any) -> str:
        """Send something; returns the answer's words."""
        return words(self.raw(handler, language, **body).content.decode())

    def open(self, language: str = "en") -> str:
        """The desk as words."""
        return self.post("show_desk", language, desk="applications")

    @property
    def status(self) -> int:
        return self.last.status_code

    @property
    def markup(self) -> str:
        return html.unescape(self.last.content.decode())


@pytest.fixture
def desk(round_, carla):
    return Desk(pages.publish_block("mentoring_dashboard", "dashboard", programme="main"), carla)
