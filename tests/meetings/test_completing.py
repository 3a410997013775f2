"""What completes the meetings block, for everybody in a group at once, and what a reset leaves alone."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from completion.models import BlockCompletion
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH as TRACKING
from django.urls import reverse
from django.utils import timezone
from edx_toggles.toggles.testutils import override_waffle_switch

from demo.models import StudentState
from demo.runtime import load_unbound
from mentoring_xblock.models import Meeting
from tests import factories, pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tracking(world, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    with override_waffle_switch(TRACKING, active=True):
        yield


def publish(**fields):
    return pages.publish_block("mentoring_meetings", "meetings", **fields)


def log(world, block, person=None, **more):
    body = {"group": str(world.group.public_id), "once_key": str(uuid.uuid4()), "which": "today", "minutes": 60}
    body |= {"time_zone": "Europe/Helsinki", "way": "in_person", "spot": ""}
    assert pages.send(person or world.mentor, block, "log_meeting", {**body, **more}).status_code == 200


def completion():
    return sorted(BlockCompletion.objects.values_list("user__username", "completion"))


def both(world, value):
    return sorted((one.user.username, value) for one in (world.mentor, world.mentee))


def test_a_number_of_meetings_completes_it_for_both_and_one_less_takes_it_back(world):
    block = publish(completion_rule="several", completion_meetings=2)
    assert load_unbound(block).has_custom_completion
    log(world, block)
    assert completion() == both(world, 0.0)
    log(world, block, world.mentee, which="yesterday")
    assert completion() == both(world, 1.0)
    row = Meeting.objects.first()
    body = {"group": str(world.group.public_id), "meeting": str(row.public_id), "version": row.version}
    assert pages.send(world.mentor, block, "cancel_meeting", body).status_code == 200
    assert completion() == both(world, 0.0)


def test_of_two_groups_the_one_that_has_met_often_enough_completes_it_for_who_is_in_both(world):
    block = publish(completion_rule="several", completion_meetings=2)
    log(world, block)
    log(world, block, which="yesterday")
    other = factories.make_mentee(world.round)
    second = factories.make_group(world.mentor, [other])
    log(world, block, group=str(second.public_id))
    # One meeting of each group is not two, and the first meeting of the second one takes nothing away.
    assert completion() == sorted([*both(world, 1.0), (other.user.username, 0.0)])


def test_where_nothing_has_to_be_done_the_host_completes_it_by_itself(world):
    block = publish(completion_rule="no such rule")
    assert not load_unbound(block).has_custom_completion
    log(world, block)
    assert completion() == []


def test_deleting_a_learners_state_leaves_what_others_share_with_them(world):
    block = publish(completion_rule="first")
    log(world, block, world.mentee)
    assert StudentState.objects.filter(user=world.mentee.user).exists()
    staff = factories.make_staff()
    reset = {"block": block.usage_key, "learner": world.mentee.user.username}
    answer = pages.browser(staff).post(reverse("delete_state"), reset)
    assert answer.status_code == 302
    assert not StudentState.objects.filter(user=world.mentee.user).exists()
    assert Meeting.objects.get().state == "held"
    world.now += dt.timedelta(days=1)
    assert "1 hour" in pages.see(world.mentee, block)
