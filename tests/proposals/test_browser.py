"""A place on the programme's page in a browser: why together, and declining it by keyboard; the whole page knows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentoring_xblock.models import Membership
from mentoring_xblock.proposals.models import Answer, Offer
from tests import factories
from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look, server_at_rest
from tests.pages import publish_block

pytestmark = [pytest.mark.browser]


def test_a_mentee_declines_by_keyboard_and_the_whole_page_knows_it(transactional_db, visit):  # noqa: F811
    round_ = factories.make_round()
    block = publish_block("mentoring_programme", "b1", plan=round_.programme.plan, programme="main")
    mentor = factories.make_mentor(round_, name="Anna Lehtovaara")
    mentee = factories.make_mentee(round_, name="Elli Saarelainen-Kallio")
    factories.make_group(mentor, [mentee])
    for row in Membership.objects.all():
        Offer.objects.create(membership=row, answer_by=timezone.now() + dt.timedelta(days=3))

    hers = visit(mentee.user, Look("fi", 320, "dark"))
    unit = hers.go(block)
    first = unit.locator("h2").first
    expect(first).to_contain_text("Anna Lehtovaara")
    hers.check_around("a place that can be declined")
    hers.button("Why together?").press("Enter")
    expect(unit.get_by_text(hers.say("Only what both of you answered alike is shown here."))).to_be_visible()
    hers.button("Decline it…").press("Enter")
    expect(hers.heading("Decline this place?")).to_be_focused()
    hers.check_around("asked once more")
    hers.button("Decline it").press("Enter")
    # The reader is brought to what has happened, and nothing on the page names the mentor any more.
    expect(unit.get_by_role("status").first).to_be_focused()
    expect(unit.get_by_text("Anna Lehtovaara")).to_have_count(0)
    expect(first).to_have_text(hers.say("You will hear who %(mentor_own)s is.", mentor_own="mentorisi"))
    hers.check_around("after declining")
    with server_at_rest():
        assert Offer.objects.get(membership__participant=mentee).answer == Answer.DECLINED
