"""Choosing in a browser: a mentee asks, a mentor says yes, and both see it in their own language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mentoring_xblock.models import Membership, MentorRequest
from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look, server_at_rest
from tests.choices.conftest import World
from tests.factories import make_block
from tests.pages import publish_block

pytestmark = [pytest.mark.browser]


def test_a_mentee_asks_and_a_mentor_says_yes(transactional_db, visit):  # noqa: F811 - the fixture
    world, block = World(), publish_block("mentoring_dashboard", "dashboard")
    make_block("mentoring_dashboard", "dashboard")
    programme = publish_block("mentoring_programme", "b1", plan=world.programme.plan, programme="main")
    mentee, mentor = world.mentee("Elli Saarelainen-Kallio"), world.mentor("Anna Lehtovaara", capacity=3)
    world.mentor("Ben Ek", topics=[], capacity=1)

    hers = visit(mentee.user, Look("fi", 320, "dark"))
    unit = hers.go(block)
    expect(unit.get_by_text("Anna Lehtovaara").first).to_be_visible()
    hers.check_around("open mentors")
    unit.get_by_role("button", name="Anna Lehtovaara").first.click()
    unit.locator("textarea[name=message]").fill("Voisimmeko puhua johtamisesta? 🌙")
    hers.check_around("a message that is being written")
    unit.get_by_role("button", name=hers.say("Send to %(name)s", name="Anna Lehtovaara")).click()
    expect(unit.get_by_role("status").first).to_contain_text("Anna Lehtovaara")
    hers.check_around("after asking")

    his = visit(mentor.user, Look("en", 1280))
    unit = his.go(programme)
    expect(unit.locator("h2").first).to_contain_text("Elli Saarelainen-Kallio")
    expect(unit.get_by_role("link", name=his.say("Read and answer"))).to_be_visible()
    his.check_around("the programme's page of a mentor who is asked")
    # What is asked comes first: nobody has to look for it.
    unit = his.go(block)
    expect(unit.get_by_text("Voisimmeko puhua johtamisesta? 🌙")).to_be_visible()
    his.check_around("a question that waits")
    unit.get_by_role("button", name=his.say("Say yes")).click()
    expect(unit.get_by_role("status").first).to_be_visible()
    his.check_around("after saying yes")
    with server_at_rest():
        assert MentorRequest.objects.get().state == "accepted"
        assert Membership.objects.filter(participant=mentee, slot=1).count() == 1
