"""A round with a call for mentees and one for mentors, and the coordinator who decides."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.models import CallRole, Status
from tests import factories as make
from tests import factories_matching as matching

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
