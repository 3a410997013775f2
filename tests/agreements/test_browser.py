"""Two people at two browsers write one agreement at the same time, sign it, and print it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.agreements.conftest import World
from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look
from tests.pages import publish_block

pytestmark = [pytest.mark.browser]

#: What a browser writes into its console about an answer of 409, which is shown in place.
CONFLICT = "409"


def test_two_write_at_once_join_their_words_and_sign_them(transactional_db, visit):  # noqa: F811 - the fixture
    world, block = World(), publish_block("mentoring_meetings", "meetings")
    elli, anna = visit(world.elli.user, Look("en", 320, "dark")), visit(world.anna.user, Look("en", 1280))
    for one in (elli, anna):
        unit = one.go(block)
        unit.get_by_role("button", name="Begin the agreement").click()
        expect(unit.get_by_role("heading", name="A first draft")).to_be_focused()
    elli.unit.get_by_label("What we leave out").fill("Lomautukset")
    elli.unit.get_by_role("button", name="Save", exact=True).click()
    expect(elli.unit.get_by_role("status").filter(has_text="Saved by")).to_be_focused()

    anna.unit.get_by_label("What we leave out").fill("Perheasiat")
    anna.unit.get_by_role("button", name="Save", exact=True).click()
    expect(anna.unit.get_by_role("heading", name="Nothing is lost")).to_be_focused()
    anna.forgive(CONFLICT)
    anna.check("both drafts")
    anna.unit.get_by_role("button", name="Join them by hand").click()
    expect(anna.unit.get_by_label("What we leave out")).to_have_value("Perheasiat\n\nLomautukset")
    anna.unit.get_by_role("button", name="Save", exact=True).click()
    expect(anna.unit.locator("[data-mn-saved]")).to_be_visible()
    anna.unit.get_by_role("button", name="Read it and put it to be signed").click()
    anna.unit.get_by_role("button", name="Put it to be signed", exact=True).click()
    expect(anna.unit.get_by_role("status").filter(has_text="You have put it to be signed")).to_be_focused()

    unit = elli.go(block)
    # On a phone it stands first, and beside the agreement.
    unit.get_by_role("button", name="Read it and sign").first.click()
    expect(unit.get_by_text("Perheasiat")).to_be_visible()
    elli.check("what waits to be signed")
    unit.get_by_role("button", name="Sign version 1").click()
    expect(unit.get_by_role("status").filter(has_text="You have signed it.")).to_be_focused()

    elli.frame.evaluate("window.print = () => {}")
    unit.get_by_role("button", name="Print").click()
    elli.page.emulate_media(media="print")
    expect(unit.get_by_text("Perheasiat")).to_be_visible()
    expect(unit.get_by_role("listitem").filter(has_text="Anna Laine")).to_be_visible()
    expect(unit.get_by_role("heading", name="Agreement with")).to_be_hidden()
    elli.frame.evaluate("window.dispatchEvent(new Event('afterprint'))")
    elli.page.emulate_media(media="screen")
    unit.get_by_role("button", name="Back to the meetings").click()
    expect(unit.get_by_text("It has held since")).to_be_visible()
    elli.check("the panel")
