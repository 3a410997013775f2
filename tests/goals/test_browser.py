"""The goals page in a browser: focus, sharing beside the worksheet, and what was typed and not saved."""

import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentoring_xblock.attainment.models import Scale
from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import ActionDraft, Status
from mentoring_xblock.goals.models import Goal
from tests import factories
from tests.goals.conftest import SECRET
from tests.pages import browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium, live_server, world, authored):
    """The mentee's unit at a phone's width; the test fails if a script of it failed."""
    failures: list[str] = []
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", viewport={"width": 320, "height": 800})
    context.add_cookies(
        [{"name": "sessionid", "value": browser(world.mentee).cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"/unit/{authored.unit_id}/")
    yield page
    context.close()
    assert failures == []


def write(page, text):
    page.get_by_label("What do you want?").fill(text)


def test_a_goal_is_written_and_saved_with_the_keyboard(page, world):
    page.get_by_role("button", name="Write the first goal").press("Enter")
    expect(page.get_by_role("heading", name="A new goal")).to_be_focused()
    write(page, SECRET)
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_focused()
    expect(page.get_by_role("heading", name="One goal, not active yet.")).to_be_visible()
    assert [goal.title for goal in world.goals()] == [SECRET]


def test_an_empty_goal_is_refused_beside_its_field(page):
    page.get_by_role("button", name="Write the first goal").click()
    page.get_by_role("button", name="Save", exact=True).click()
    field = page.get_by_label("What do you want?")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "Say it so that you will know when you are there. Up to 2,000 characters. "
        "There is nothing written yet. One sentence, here or further down, is enough to save."
    )


def test_sharing_leaves_what_is_being_typed(page, world):
    world.save()
    page.reload()
    write(page, "Half a sentence")
    page.get_by_role("button", name="Share with Anna Laine").click()
    expect(page.get_by_text("Shared with Anna Laine since")).to_be_visible()
    expect(page.get_by_label("What do you want?")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Withdraw from Anna Laine").click()
    expect(page.get_by_text("Only you can read this")).to_be_visible()
    expect(page.get_by_label("What do you want?")).to_have_value("Half a sentence")
    expect(page.get_by_text("Changed, and not saved yet")).to_be_visible()


def test_what_was_not_saved_is_there_after_another_goal_and_after_a_reload(page, world):
    world.save("First goal")
    world.save("Second goal")
    page.reload()
    write(page, "First goal, better")
    page.get_by_role("button", name="Second goal").click()
    expect(page.get_by_label("What do you want?")).to_have_value("Second goal")
    page.get_by_role("button", name="First goal").click()
    expect(page.get_by_label("What do you want?")).to_have_value("First goal, better")
    page.reload()
    expect(page.get_by_label("What do you want?")).to_have_value("First goal, better")
    expect(
        page.locator("[id$=-paper]").get_by_text("This is what you typed here before, and did not save.")
    ).to_be_visible()
    page.get_by_role("button", name="Go back to what was saved").click()
    expect(page.get_by_label("What do you want?")).to_have_value("First goal")
    page.reload()
    expect(page.get_by_label("What do you want?")).to_have_value("First goal")


def test_saving_the_sheet_loses_nothing_that_was_typed_beside_it(page, world, authored):
    """A line of a review, a rating, a step, other words for one and a comment; what was sent is kept no longer."""
    authored.draft = authored.published = authored.draft | {"scaled": True}
    authored.save()
    goal = world.save("Keep Sundays free", status=Status.ACTIVE)
    world.share(goal)
    Scale.objects.create(goal_id=goal.pk, levels={str(level): f"Level {level}" for level in range(-2, 3)})
    for body in ("Ask Mirva", "Ask Pekka"):
        draft = ActionDraft(body)
        api.add_action(factories.actor(world.mentee), world.sheet(), goal.goal_id, draft, uuid.uuid4(), timezone.now())
    page.reload()
    review, scale = (page.locator(f"[id$=-{name}]") for name in ("review", "scale"))
    change, add, comment = (
        page.locator("details").filter(has=page.get_by_label("Change “Ask Pekka”")),
        page.locator("[data-mn-add-step]"),
        page.locator("[data-mn-comment]"),
    )

    def all_there():
        expect(change.get_by_label("What do you do?")).to_have_value("Ask Pekka and Anna")
        expect(add.get_by_label("What do you do?")).to_have_value("Book a cottage")
        expect(comment.get_by_label("Answer", exact=True)).to_have_value("Is this too much?")

    review.get_by_role("button", name="Look back at my goals").click()
    review.get_by_label("One line").fill("Two Sundays so far")
    scale.get_by_role("button", name="Rate where I am").click()
    scale.get_by_label("Level 1", exact=False).first.check()
    change.locator("summary").click()
    change.get_by_label("What do you do?").fill("Ask Pekka and Anna")
    page.get_by_text("Add a step").click()
    add.get_by_label("What do you do?").fill("Book a cottage")
    comment.get_by_label("Answer", exact=True).fill("Is this too much?")
    page.get_by_role("checkbox", name="Ask Mirva").check()
    expect(page.get_by_text("It is done.")).to_be_visible()
    all_there()
    write(page, "Keep Sundays and evenings free")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_focused()
    all_there()
    for part, button in ((review, "Look back at my goals"), (scale, "Rate where I am")):
        expect(part.get_by_text("What you typed here before, and did not save, is still here.")).to_be_visible()
        part.get_by_role("button", name=button).click()
    expect(review.get_by_label("One line")).to_have_value("Two Sundays so far")
    expect(scale.get_by_label("Level 1", exact=False).first).to_be_checked()
    add.get_by_role("button", name="Add").click()
    expect(page.get_by_role("checkbox", name="Book a cottage")).to_be_visible()
    expect(add.get_by_label("What do you do?")).to_have_value("")
    expect(change.get_by_label("What do you do?")).to_have_value("Ask Pekka and Anna")


def test_what_was_saved_is_not_kept_on_the_device(page, world):
    world.save()
    page.reload()
    write(page, "Better words")
    page.wait_for_function("() => localStorage.length === 1")
    assert "Better words" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_focused()
    page.wait_for_function("() => localStorage.length === 0")


def test_without_a_connection_the_text_stays_and_a_line_says_so(page, world):
    world.save()
    page.reload()
    page.context.set_offline(True)
    write(page, "Typed on the train")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("form [data-mn-failed]").first).to_be_visible()
    expect(page.get_by_label("What do you want?")).to_have_value("Typed on the train")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_focused()
    assert [goal.title for goal in world.goals()] == ["Typed on the train"]


def test_two_devices_and_three_ways_on(page, world):
    goal = world.save("One day off")
    page.reload()
    write(page, "One whole day off")
    world.save("One day and an evening off", goal=goal)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="This goal was also changed elsewhere. Nothing is lost.")).to_be_focused()
    page.get_by_role("button", name="Join them by hand").click()
    expect(page.get_by_label("What do you want?")).to_have_value("One whole day off\n\nOne day and an evening off")
    write(page, "One whole day and an evening off")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_focused()
    assert [goal.title for goal in world.goals()] == ["One whole day and an evening off"]


def test_keeping_what_was_saved_needs_one_click(page, world):
    goal = world.save("One day off")
    page.reload()
    write(page, "One whole day off")
    world.save("One day and an evening off", goal=goal)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Keep what was saved").click()
    expect(page.get_by_label("What do you want?")).to_have_value("One day and an evening off")
    page.get_by_text("Earlier texts").click()
    expect(page.get_by_text("One whole day off", exact=True)).to_be_visible()


def test_a_goal_is_deleted_and_brought_back_in_place(page, world):
    world.save()
    page.reload()
    page.get_by_role("button", name="Delete this goal").click()
    expect(page.get_by_role("status").filter(has_text="is deleted")).to_be_focused()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("heading", name=SECRET)).to_be_focused()
    assert Goal.objects.get().deleted_at is None


def test_nothing_scrolls_sideways(page, world):
    world.share(world.save("Pitkäsanainenkulttuurituottajanomavastuusuunnitelma" * 4))
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
