"""Whoever takes a table of people away leaves a step in the trail of each of them."""

from __future__ import annotations

import pytest
from django.utils import timezone
from xblock.core import XBlock

from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.models import Meeting, TrailEntry
from tests import factories, pages
from tests import factories_matching as matching
from tests.privacy.scene import BLOCKS

#: Handlers that give a file away, by what their trail calls it; of one's own calendar there is nobody else to tell.
TAKEN_AWAY = {"export_applications": "application", "export_attendance": "attendance"}
OWN = {"download_meeting"}


@pytest.mark.once
def test_the_table_below_knows_every_download():
    named = {name for block_type in BLOCKS for name in XBlock.load_class(block_type).handlers}
    assert {name for name in named if name.startswith(("export_", "download_"))} == {*TAKEN_AWAY, *OWN}


@pytest.mark.django_db
@pytest.mark.parametrize("handler", TAKEN_AWAY)
def test_a_download_is_in_the_trail_of_everybody_in_it(handler):
    round_ = factories.make_round()
    coordinator = factories.make_coordinator(round_.programme)
    call = matching.make_call(round_.programme)
    applicant = matching.make_application(round_, call).applicant_id
    mentor, mentee, _ = factories.make_pair(round_)
    now = timezone.now()
    held = {"state": "held", "audience": "everybody", "announced_at": now, "starts_at": now, "ends_at": now}
    Meeting.objects.create(round=round_, kind="joint", time_zone="Europe/Helsinki", **held)
    told_of = {"application": {applicant}, "attendance": {mentor.user_id, mentee.user_id}}[TAKEN_AWAY[handler]]
    desk = pages.publish_block("mentoring_dashboard", "dashboard")
    assert pages.send(mentor, desk, handler, {"call": str(call.usage_key)}).status_code == 403
    assert not TrailEntry.objects.exists()
    assert pages.send(coordinator, desk, handler, {"call": str(call.usage_key)}).status_code == 200
    steps = TrailEntry.objects.values_list("item_kind", "owner_id", "actor_id", "verb")
    assert sorted(steps) == [(TAKEN_AWAY[handler], one, coordinator.pk, "taken_away") for one in sorted(told_of)]
    for one in told_of:
        assert [step["verb"] for step in lifecycle.export_person(one)["trailentry"]] == ["taken_away"]
