"""Calendars in a browser: a meeting is saved as a file, and an address is made, copied and ended."""

from __future__ import annotations

from pathlib import Path

import pytest
import vobject
from playwright.sync_api import expect

from tests.browser.conftest import visit  # noqa: F401 - a fixture
from tests.browser.harness import Look
from tests.calendars.conftest import World

pytestmark = [pytest.mark.browser]


def test_somebody_takes_their_meetings_along(transactional_db, visit):  # noqa: F811 - the fixture
    world = World()
    meeting = world.meeting()
    hers = visit(world.mentee.user, Look("en", 320, "dark"))
    unit = hers.go(world.block)
    with hers.page.expect_download() as saved:
        unit.get_by_role("button", name=hers.say("Add to calendar")).click()
    found = vobject.readOne(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert found.vevent.dtstart.value == meeting.starts_at

    unit.get_by_role("button", name=hers.say("Make an address")).click()
    field = unit.get_by_label(hers.say("Your calendar’s address"))
    # It is chosen whole, so that copying it takes one key.
    expect(field).to_be_focused()
    assert field.evaluate("one => one.selectionEnd - one.selectionStart === one.value.length")
    unit.get_by_text(hers.say("Which mails you get")).click()
    hers.check("an address that is shown once")
    unit.get_by_label(hers.say("When a meeting is proposed, booked or moved")).uncheck()
    unit.locator("details[open]").get_by_role("button", name=hers.say("Save")).click()
    expect(unit.get_by_text(hers.say("Saved."))).to_be_visible()
    expect(unit.get_by_label(hers.say("When a meeting is proposed, booked or moved"))).not_to_be_checked()
    unit.get_by_role("button", name=hers.say("End the address")).click()
    expect(unit.get_by_text(hers.say("The address leads nowhere now."))).to_be_visible()
    hers.check("after ending it")
