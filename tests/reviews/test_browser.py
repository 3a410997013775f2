"""Reading in a browser: one application after the other by keyboard, and nothing typed is left behind unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from mentoring_xblock.reviews.models import Rating, Suggestion
from tests.browser.harness import Look, Visitor, server_at_rest
from tests.pages import publish_block
from tests.reviews.conftest import SECRET, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def block(world):
    return publish_block("mentoring_dashboard", "dashboard")


@pytest.fixture
def visit(chromium, live_server, block) -> Iterator[Callable[..., Visitor]]:
    """Open the dashboard as somebody; the test fails if a script failed or a policy stopped something."""
    visitors: list[Visitor] = []

    def open_(user, look: Look | None = None) -> Visitor:
        visitors.append(Visitor(chromium, live_server.url, user, look or Look()))
        visitors[-1].go(block)
        return visitors[-1]

    yield open_
    for visitor in visitors:
        visitor.close()
    with server_at_rest():
        assert [failure for visitor in visitors for failure in visitor.failures] == []


@pytest.fixture
def read_by_two(world) -> World:
    """Ben and Cleo have read some; Aino begins, and has applied herself."""
    mikko, tiina = world.mentee("Mikko Aho"), world.mentee("Tiina Korhonen-Alasuutari")
    ulla = world.mentor("Ulla Salo")
    world.mentor(applicant=world.aino)
    world.rate(world.ben, mikko, "leave", "Wants quick answers. " * 8, values=2, reflection=2, fit=3)
    world.rate(world.cleo, mikko, "unsure", "", values=4, fit=3)
    world.rate(world.ben, tiina, "take", SECRET, values=5, reflection=4, fit=5)
    world.suggest(world.ben, mikko, ulla, "Both of them play chess")
    return world


def test_one_after_the_other_by_keyboard(visit, read_by_two):
    seen = visit(read_by_two.aino, Look(width=320))
    unit = seen.unit
    expect(unit.get_by_role("heading", name="Three applications wait for you.")).to_be_visible()
    expect(unit.get_by_role("heading", name="Mikko Aho")).to_be_visible()
    expect(unit.get_by_text("The group reads blind")).to_be_visible()
    unit.get_by_role("group", name="Values").get_by_role("radio", name="5").press("Space")
    unit.get_by_role("radio", name="Take them").press("Space")
    unit.get_by_label("Why?").fill(SECRET)
    unit.get_by_label("Why?").press("Control+Enter")
    expect(unit.get_by_role("heading", name="Tiina Korhonen-Alasuutari")).to_be_focused()
    expect(unit.get_by_role("status").filter(has_text="Opinions on Mikko Aho differ")).to_be_visible()
    seen.check("the next one")
    unit.get_by_role("button", name="See what the others think").press("Enter")
    expect(unit.get_by_text("Opinions differ: whether to take them, Values.")).to_be_visible()
    seen.check("where they differ")
    with server_at_rest():
        assert Rating.objects.get(matcher=read_by_two.aino).comment == SECRET


def test_what_was_typed_is_not_left_behind_unasked(visit, read_by_two):
    seen = visit(read_by_two.aino)
    unit = seen.unit
    unit.get_by_label("Why?").fill(SECRET)
    unit.get_by_role("button", name="Next unread").click()
    expect(unit.get_by_role("alert").filter(has_text="not saved yet")).to_be_visible()
    expect(unit.get_by_label("Why?")).to_have_value(SECRET)
    unit.get_by_role("button", name="Next unread").click()
    expect(unit.get_by_role("heading", name="Tiina Korhonen-Alasuutari")).to_be_focused()


def test_a_missing_verdict_is_asked_for_and_the_comment_stays(visit, read_by_two):
    seen = visit(read_by_two.aino)
    unit = seen.unit
    unit.get_by_label("Why?").fill(SECRET)
    unit.get_by_role("button", name="Save and open the next").click()
    expect(unit.get_by_role("alert").filter(has_text="Choose what you would do.")).to_be_focused()
    expect(unit.get_by_label("Why?")).to_have_value(SECRET)
    seen.check("a verdict is missing")
    seen.forgive("422")


def test_a_pair_is_found_by_name_and_suggested_beside_what_is_being_typed(visit, read_by_two):
    seen = visit(read_by_two.aino, Look(width=320))
    unit = seen.unit
    unit.get_by_label("Why?").fill("Half a sentence")
    unit.get_by_text("Suggest a pair", exact=True).click()
    unit.get_by_label("Look for somebody by name or username").fill("Ulla")
    unit.get_by_label("Look for somebody by name or username").press("Enter")
    expect(unit.get_by_role("radio", name="Ulla Salo")).to_be_focused()
    unit.get_by_role("radio", name="Ulla Salo").press("Space")
    unit.get_by_label("Why these two?").fill("Chess")
    unit.get_by_role("button", name="Suggest them").press("Enter")
    expect(unit.get_by_role("status").filter(has_text="Suggested.")).to_be_focused()
    expect(unit.get_by_text("suggested by you")).to_be_visible()
    expect(unit.get_by_label("Why?")).to_have_value("Half a sentence")
    seen.check("pairs")
    with server_at_rest():
        assert Suggestion.objects.filter(matcher=read_by_two.aino).count() == 1


def test_the_page_has_no_barrier_at_any_width_or_colour(visit, read_by_two):
    read_by_two.set(blind=False)
    seen = visit(read_by_two.aino)
    expect(seen.unit.get_by_role("heading", name="Mikko Aho")).to_be_visible()
    seen.check_everywhere("reading")
