"""The lists of a plan in Studio, by keyboard alone and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look, server_at_rest
from tests.factories_matching import plan_lists
from tests.pages import publish_block

pytestmark = [pytest.mark.browser]


def test_an_author_pastes_lines_and_moves_one(transactional_db, visit):  # noqa: F811 - the fixture
    plan = factories.plan_dict(lists=plan_lists())
    programme = publish_block("mentoring_programme", plan=plan, programme="main")
    author = visit(factories.make_staff("kirsi"), Look("en", 320, "dark"))
    page = author.go_to("studio_unit", unit_id=programme.unit_id)
    page.get_by_role("button", name="Edit", exact=True).press("Enter")
    page.locator("summary", has_text="Places").press("Enter")
    places = page.locator("[data-mn-rows=list_places]")
    places.locator("summary").press("Enter")
    places.locator("[data-mn-lines]").fill("Turku\tÅbo\nTAMPERE\n\nJoensuu")
    places.locator("[data-mn-paste]").press("Enter")
    expect(page.locator("[data-mn-status]")).to_have_text("New lines: 2. In the list already: 1.")
    author.check()
    rows = places.locator("[data-mn-list] > [data-mn-row]")
    expect(rows).to_have_count(5)
    rows.nth(4).locator("[data-mn-up]").press("Enter")
    expect(rows.nth(3).locator("[name=name__en]")).to_have_value("Joensuu")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator("[data-state]")).to_have_text("Saved as a draft. Publish to show it to learners.")
    with server_at_rest():
        programme.refresh_from_db()
    assert [option["id"] for option in programme.draft["plan"]["lists"]["places"]] == [
        *("tampere", "helsinki", "oulu", "joensuu", "turku")
    ]
