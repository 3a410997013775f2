"""A programme with a round, and the coordinator who makes its groups."""

import pytest

from tests import factories as make


@pytest.fixture
def round_():
    return make.make_round()


@pytest.fixture
def place(round_):
    return make.place_of(round_)


@pytest.fixture
def coordinator(round_):
    return make.coordinator_actor(make.make_coordinator(round_.programme))
