"""The mentor bank in a browser: joining it, being found in it, being asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mentoring_xblock.models import Invitation, Profile
from tests import factories
from tests.bank.conftest import World
from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look, server_at_rest
from tests.pages import publish_block

pytestmark = [pytest.mark.browser]


def test_somebody_joins_is_found_and_is_asked(transactional_db, visit):  # noqa: F811 - the fixture
    """Each in a language, at a width and in colours of their own, and seen in the other ones too."""
    world, block = World(), publish_block("mentoring_dashboard", "dashboard")
    mentor = factories.make_mentor(world.round, name="Kirsti Alanko-Vierimaa")
    aino = world.alumna("Aino Niittylä", topics=("events", "funding"), languages=("fi",), places=("tampere",))

    hers = visit(mentor.user, Look("fi", 320))
    unit = hers.go(block)
    hers.button("Mentor bank").click()
    unit.locator("input[name=headline]").fill("Tuottaja ja vapaaehtoinen")
    hers.check_around("an empty profile")
    unit.locator("form").get_by_role("button", name=hers.say("Join the mentor bank"), exact=True).click()
    expect(hers.heading("You can be found in the mentor bank.")).to_be_visible()
    hers.check_around("a profile")

    theirs = visit(world.manager, Look("en", 320, "dark"))
    unit = theirs.go(block)
    expect(unit.get_by_text("Kirsti Alanko-Vierimaa").first).to_be_visible()
    theirs.check_around("the search of a line manager")

    coordinator = visit(world.coordinator, Look("fi", 1280))
    unit = coordinator.go(block)
    coordinator.button("Mentor bank").click()
    coordinator.check_around("the coordinator's bank")
    unit.locator("summary", has_text=coordinator.say("Ask for this round")).first.click()
    unit.locator("textarea[name=message]:visible").fill("Tulisitko taas?")
    coordinator.check_around("what a coordinator writes to somebody")
    unit.locator("form:has(textarea[name=message]:visible) button[type=submit]").click()
    expect(unit.get_by_text(coordinator.say("Asked for this round")).first).to_be_visible()
    coordinator.check_around("somebody who was asked")

    asked = visit(aino.user, Look("en", 1280))
    unit = asked.go(block)
    expect(unit.get_by_text("Tulisitko taas?")).to_be_visible()
    asked.check_around("an invitation")
    unit.get_by_role("button", name=asked.say("Yes, gladly")).click()
    expect(unit.locator("form:has(input[name=invitation])")).to_have_count(0)
    with server_at_rest():
        assert Profile.objects.count() == 2
        assert Invitation.objects.get(state="accepted").profile.user_id == aino.user_id
