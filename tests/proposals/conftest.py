"""A round with calls, and people who answered them."""

from __future__ import annotations

import pytest

from mentoring_xblock.applications.models import CallRole
from tests import factories as make
from tests import factories_matching as matching
from tests.proposals.scenes import Scene


@pytest.fixture
def round_():
    return make.make_round(starts_on=make.weeks_ago(-3), lists=matching.plan_lists())


@pytest.fixture
def place(round_):
    return make.place_of(round_)


@pytest.fixture
def coordinator(round_):
    return make.coordinator_actor(make.make_coordinator(round_.programme, name="Saija Lampi"))


@pytest.fixture
def scene(round_, place, coordinator):
    calls = {role: matching.make_call(round_.programme, role) for role in (CallRole.MENTEE, CallRole.MENTOR)}
    return Scene(round_, place, coordinator, calls)
