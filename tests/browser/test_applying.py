"""Applying in a browser: with the keyboard alone, without a network, and on two devices at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from demo.publish import publish_blocks
from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.programme.models import BlockMirror, Round
from tests import factories, pages
from tests.browser.harness import Look, server_at_rest
from tests.browser.test_writing import LOST_CONNECTION, tab_to
from tests.factories_matching import answers_for, make_application, plan_lists

LETTER = "Teen töitä pienessä teatterissa 🌙"


@pytest.fixture
def call(scene):
    """An open call in the course, with lists to choose from."""
    for content in (scene.programme.draft, scene.programme.published):
        content["plan"]["lists"] = plan_lists()
    scene.programme.save()
    block = pages.publish_block(
        "mentoring_application",
        "call",
        display_name="Become a mentee",
        role="mentee",
        text={"en": "A *half-year* together.", "fi": "*Puoli vuotta* yhdessä."},
        commitment={"en": "I take part in the meetings.", "fi": "Osallistun tapaamisiin."},
        faq=[
            {"id": "cost", "question": {"en": "Does it cost?", "fi": "Maksaako?"}, "answer": {"en": "No", "fi": "Ei"}}
        ],
    )
    publish_blocks(factories.COURSE_KEY, [scene.programme, block])
    return block


@pytest.fixture
def person(call):
    return factories.make_learner("elli", "Elli Saari")


def row() -> Application | None:
    with server_at_rest():
        return Application.objects.first()


def state(unit, now):
    return unit.locator(f"[data-mn-state][data-mn-now={now}]")


def letter(unit):
    return unit.locator("[name=answer_letter]")


def test_an_application_is_written_and_sent_with_the_keyboard_alone(call, person, visit):
    writer = visit(person, Look("fi", 320))
    unit = writer.go(call)
    writer.check_around("an empty form")
    keys = writer.page.keyboard

    tab_to(writer, letter(unit))
    keys.type(LETTER)
    tab_to(writer, unit.locator("input[name='answer_topics[]']").first)
    keys.press("Space")
    tab_to(writer, unit.locator("input[name='answer_languages[]']").first)
    keys.press("Space")
    rules = unit.locator("[data-mn-rules] > [data-mn-rule]")
    tab_to(writer, unit.locator("[data-mn-add-rule]"))
    keys.press("Enter")
    expect(rules).to_have_count(2)
    expect(rules.nth(1).locator("select")).to_be_focused()
    rules.nth(1).locator("select").select_option("4")
    rules.nth(1).locator("input").nth(0).fill("16:00")
    rules.nth(1).locator("input").nth(1).fill("18:00")
    expect(unit.locator("[data-mn-week] > li:nth-child(5) g line")).to_have_attribute("x1", "66.7%")
    tab_to(writer, rules.nth(1).locator("[data-mn-drop-rule]"))
    expect(state(unit, "saved")).to_be_visible()
    assert row().status == Status.DRAFT
    writer.check_around("a draft")

    writer.page.reload()
    expect(letter(unit)).to_have_value(LETTER)
    expect(unit.locator("[data-mn-rules] > [data-mn-rule] input").first).to_have_value("16:00")
    unit.locator("form [type=submit]").press("Enter")
    expect(unit.locator("[aria-invalid=true]").first).to_be_focused()
    writer.check_around("something is missing")
    writer.forgive("422")
    unit.locator("[name=committed]").press("Space")
    unit.locator("form [type=submit]").press("Enter")
    expect(writer.heading("Your application has arrived.")).to_be_focused()
    writer.check_around("sent")
    sent = row()
    assert (sent.status, sent.answers["letter"]) == (Status.RECEIVED, LETTER)
    assert sent.answers["hours"]["rules"] == [{"weekday": 4, "start": "16:00", "end": "18:00"}]


def test_the_counter_tells_how_much_fits(call, person, visit):
    unit = visit(person).go(call)
    letter(unit).fill("x" * 2990)
    expect(unit.get_by_text("Characters left: 10")).to_be_visible()
    letter(unit).fill("x" * 3001)
    expect(unit.get_by_text("Characters too many: 1")).to_be_visible()


def test_what_is_typed_without_a_network_is_kept_and_sent_later(call, person, visit):
    writer = visit(person)
    unit = writer.go(call)
    writer.context.set_offline(True)
    letter(unit).fill(LETTER)
    expect(state(unit, "kept")).to_be_visible()

    writer.context.set_offline(False)
    expect(state(unit, "saved")).to_be_visible()
    assert row().answers["letter"] == LETTER
    writer.forgive(LOST_CONNECTION)


def test_what_a_reload_interrupts_comes_back(call, person, visit):
    writer = visit(person)
    unit = writer.go(call)
    writer.context.route(re.compile("save_application"), lambda route: route.abort())
    letter(unit).fill(LETTER)
    unit.locator("input[name='answer_topics[]']").nth(1).check()
    unit.locator("[data-mn-add-rule]").click()
    unit.locator("[data-mn-rule] input").nth(2).fill("08:00")
    expect(state(unit, "kept")).to_be_visible()

    writer.page.reload()

    expect(unit.locator("[data-mn-kept]")).to_be_visible()
    expect(letter(unit)).to_have_value(LETTER)
    expect(unit.locator("input[name='answer_topics[]']").nth(1)).to_be_checked()
    expect(unit.locator("[data-mn-rules] [data-mn-rule]").nth(1).locator("input").first).to_have_value("08:00")
    writer.forgive("ERR_FAILED")


def test_changes_to_what_was_sent_stay_on_the_device_until_they_are_sent(call, person, visit):
    with server_at_rest():
        make_application(
            Round.objects.get(),
            BlockMirror.objects.get(block_type="mentoring_application"),
            person,
            answers=answers_for("mentee"),
        )
    writer = visit(person)
    unit = writer.go(call)
    writer.button("Change it").click()
    expect(writer.heading("Change your application")).to_be_focused()
    rating = unit.locator("[data-mn-field=answer_values] input:checked").first
    rating.press("Space")  # a rating can be left open again
    expect(state(unit, "changed")).to_be_visible()
    letter(unit).fill(LETTER)
    assert row().version == 1

    writer.button("Leave it as it was sent").click()
    expect(writer.button("Change it")).to_be_visible()
    writer.button("Change it").click()
    expect(letter(unit)).to_have_value(re.compile("documentaries"))
    letter(unit).fill(LETTER)
    unit.locator("[name=committed]").check()
    writer.button("Send the changes").click()
    expect(writer.heading("Your application has arrived.")).to_be_focused()
    changed = row()
    assert (changed.status, changed.version, changed.answers["letter"]) == (Status.RECEIVED, 2, LETTER)


def test_two_devices_show_both_versions(call, person, visit):
    one, two = visit(person), visit(person)
    first, second = one.go(call), two.go(call)
    letter(first).fill("Ensimmäinen")
    expect(state(first, "saved")).to_be_visible()
    letter(second).fill("Toinen")

    expect(two.heading("This application was also changed on another device. Nothing is lost.")).to_be_visible()
    two.check("both versions")
    two.forgive("409")
    two.button("Join them by hand").click()
    expect(letter(second)).to_have_value("Toinen\n\nEnsimmäinen")
    expect(state(second, "saved")).to_be_visible()
    assert row().answers["letter"] == "Toinen\n\nEnsimmäinen"


def test_a_draft_that_is_thrown_away_does_not_come_back(call, person, visit):
    writer = visit(person)
    unit = writer.go(call)
    letter(unit).fill(LETTER)
    expect(state(unit, "saved")).to_be_visible()
    writer.page.reload()
    letter(unit).fill(LETTER + "!")
    unit.get_by_text("Throw the draft away").click()
    writer.button("Erase it").click()

    expect(unit.get_by_text("The draft is erased.")).to_be_visible()
    expect(letter(unit)).to_have_value("")
    assert row() is None


def test_a_question_shows_what_its_kind_has_a_use_for(call, scene, visit):
    author = visit(scene.author)
    author.go_to("studio_unit", unit_id=call.unit_id)
    author.page.get_by_role("button", name="Edit").first.click()
    rows = author.page.locator("[data-mn-rows=questions] [data-mn-row]")
    first = rows.first
    # A question is one line until it is opened.
    expect(first.locator("[name=prompts__en]")).to_be_hidden()
    first.locator("summary").press("Enter")
    expect(first.locator("[name=prompts__en]")).to_be_visible()
    expect(first.locator("[name=most]")).to_be_hidden()

    first.locator("select").select_option("topics")

    expect(first.locator("[name=prompts__en]")).to_be_hidden()
    expect(first.locator("[name=most]")).to_be_visible()
    author.check("the editor of a call")


def test_questions_are_added_moved_and_removed_by_keyboard(call, scene, visit):
    author = visit(scene.author)
    author.go_to("studio_unit", unit_id=call.unit_id)
    author.page.get_by_role("button", name="Edit").first.click()
    questions = author.page.locator("[data-mn-rows=questions]")
    rows = questions.locator("[data-mn-row]")
    expect(rows.last).to_be_visible()
    count = rows.count()

    questions.get_by_role("button", name="Add a question").press("Enter")
    new = rows.nth(count)
    expect(new.locator("[name=label__en]")).to_be_focused()
    expect(new.locator("summary")).to_contain_text("A new question")
    author.page.keyboard.type("What made you laugh?")
    new.locator("summary").press("Enter")
    expect(new.locator("summary")).to_contain_text("What made you laugh?")
    new.get_by_role("button", name="Move up").press("Enter")
    expect(rows.nth(count - 1).get_by_role("button", name="Move up")).to_be_focused()
    expect(rows.nth(count - 1).locator("summary")).to_contain_text("What made you laugh?")
    rows.nth(count).get_by_role("button", name="Remove").press("Enter")
    expect(rows).to_have_count(count)
    # What is wrong in a folded question opens it, and nothing typed is lost.
    rows.first.locator("[name=limit]").evaluate("field => { field.value = '30000'; }")
    author.page.get_by_role("button", name="Save").press("Enter")
    expect(rows.first.locator("[name=limit]")).to_be_focused()
    expect(rows.nth(count - 1).locator("[name=label__en]")).to_have_value("What made you laugh?")
    author.forgive("422")
