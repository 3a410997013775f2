"""The lists and rows of a plan in Studio, by keyboard alone and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look, server_at_rest
from tests.factories_matching import plan_lists
from tests.pages import publish_block

pytestmark = [pytest.mark.browser]


def test_an_author_pastes_lines_moves_one_and_plans_a_meeting(transactional_db, visit):  # noqa: F811 - the fixture
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
    page.locator("[data-mn-editor] summary", has_text="Meetings for everybody").press("Enter")
    page.locator("[data-mn-editor] summary", has_text="When nothing is heard of a group").press("Enter")
    planned = page.locator("[data-mn-rows=planned]")
    planned.locator("[data-mn-add]").press("Enter")
    meeting = planned.locator("[data-mn-list] > [data-mn-row]").last
    meeting.locator("[name=name__fi]").fill("Päätösjuhla")
    meeting.locator("[name=week]").fill("26")
    meeting.locator("[name=kind]").select_option("informal")
    author.check()
    meeting.locator("summary").press("Enter")
    expect(meeting.locator("summary")).to_contain_text("Päätösjuhla Informal, such as coffee")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator("[data-state]")).to_have_text("Saved as a draft. Publish to show it to learners.")
    with server_at_rest():
        programme.refresh_from_db()
    assert [option["id"] for option in programme.draft["plan"]["lists"]["places"]] == [
        *("tampere", "helsinki", "oulu", "joensuu", "turku")
    ]
    party = programme.draft["plan"]["planned"][-1]
    assert (party["id"], party["name"], party["week"], party["kind"]) == (
        *("paatosjuhla", {"fi": "Päätösjuhla"}, 25, "informal"),
    )
