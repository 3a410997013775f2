"""A coordinator pastes a list of people as it comes."""

from __future__ import annotations

import pytest

from mentoring_xblock.programme.models import Participant
from tests import factories as make
from tests import pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("between", ["\n", "\r\n", ", ", "; ", "\t", ",\n"])
def test_names_may_stand_between_commas_semicolons_or_lines(between):
    round_ = make.make_round()
    coordinator = make.make_coordinator(round_.programme)
    block = pages.publish_block("mentoring_dashboard")
    names = [make.make_learner(username).username for username in ("aino", "eero", "helmi")]
    answer = pages.send(coordinator, block, "add_people", {"people": between.join(names), "role": "mentee"})
    assert answer.status_code == 200, answer.content.decode()
    assert Participant.objects.filter(round=round_, role="mentee").count() == 3
