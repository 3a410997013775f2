"""What somebody outside the programme, or somebody who waits for a call, reads of the calls on the programme's page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from mentoring_xblock.applications.models import CallRole, Status, Watcher
from tests import factories, pages
from tests.factories_matching import make_application, make_call, plan_lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(db):
    return factories.make_round(lists=plan_lists())


@pytest.fixture
def block(round_):
    return pages.publish_block("mentoring_programme", "b1", plan=round_.programme.plan, programme="main")


def first(page: str) -> str:
    return re.search(r"<h2[^>]*>(.*?)</h2>", page).group(1)


def test_an_outsider_is_led_to_the_open_call_and_reads_then_that_the_application_has_arrived(round_, block):
    learner = factories.make_learner()
    call = make_call(round_.programme)
    desk = pages.publish_block("mentoring_dashboard", "d1", programme="main")
    page = pages.see(learner, block)
    assert first(page).startswith("You can apply now")
    assert re.search(r'href="[^"]*mentoring_application[^"]*" target="_parent">Read the call</a>', page)
    assert "ask them" not in page
    row = make_application(round_, call, learner, status=Status.DRAFT)
    assert first(pages.see(learner, block)).startswith("Your application has not been sent yet")
    row.status = Status.RECEIVED
    row.save()
    assert first(pages.see(learner, block)) == "Your application has arrived."
    assert first(pages.see(learner, desk)) == "Your application has arrived."
    # Those who work here, and who have their place, are not asked to apply.
    coordinator = factories.make_coordinator(round_.programme)
    assert first(pages.see(coordinator, block)) == "You coordinate this programme."
    assert "You can apply now" not in pages.see(factories.make_mentee(round_), block)


def test_who_wanted_to_hear_of_a_call_reads_it_and_reads_at_once_when_it_is_open(round_, block):
    mentor = factories.make_mentor(round_)
    call = make_call(round_.programme, CallRole.SUPERVISION_GROUP, opens_at=timezone.now() + dt.timedelta(days=3))
    assert "when this call opens" not in pages.see(mentor, block)
    Watcher.objects.create(usage_key=call.usage_key, programme=round_.programme, user=mentor.user)
    page = pages.see(mentor, block)
    assert first(page) == "You will hear who your mentees are."
    assert "You get a mail when this call opens" in page
    call.settings = {**call.settings, "opens_at": ""}
    call.save()
    page = pages.see(mentor, block)
    assert first(page) == "You will hear who your mentees are."
    assert "You can apply now" in page
