"""Writing with what happens to people who write: no mouse, no network, two devices, a tired server, a double click."""

import re

import pytest
from playwright.sync_api import expect

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.sharing.models import Share
from tests.browser.harness import Look, server_at_rest

MINE = "Kirjoitin tämän junassa"
OTHER = "Kirjoitin tämän kotona"
LATER = "Kirjoitin tämän illalla"
LOST_CONNECTION = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"


@pytest.fixture
def writer(paired, visit):
    """The mentee, at a desk."""
    return visit(paired.mentee)


def rows(model):
    with server_at_rest():
        return list(model.objects.all())


def answer(unit, name="statement"):
    return unit.locator(f"[name=answer_{name}]")


def state(unit, now):
    """The journal's state line, when it says this."""
    return unit.locator(f"[data-mn-state][data-mn-now={now}]")


def new_goal(writer, scene):
    unit = writer.go(scene.goals)
    writer.button("Write the first goal").click()
    expect(writer.heading("A new goal")).to_be_focused()
    return unit


# ---- with the keyboard ----


def tab_to(visitor, target, most=60):
    """Press Tab until the focus is on `target`."""
    expect(target).to_be_visible()
    for _ in range(most):
        if target.evaluate("node => node === node.ownerDocument.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def test_a_goal_is_written_shared_and_withdrawn_with_the_keyboard_alone(paired, visit):
    writer = visit(paired.mentee, Look("fi", 320))
    unit, press = writer.go(paired.goals), writer.page.keyboard.press
    tab_to(writer, writer.button("Write the first goal"))
    press("Enter")
    expect(writer.heading("A new goal")).to_be_focused()
    tab_to(writer, answer(unit))
    writer.page.keyboard.type(MINE)
    tab_to(writer, unit.locator("[name=status]"))
    press("ArrowDown")
    tab_to(writer, writer.button("Save"))
    press("Enter")
    expect(unit.locator("[data-mn-state]")).to_be_focused()
    tab_to(writer, writer.button("Share with %(names)s", names="Anna Kytömäki"))
    press("Enter")
    expect(unit.locator("[data-mn-state]:focus, [role=status]:focus")).to_be_visible()
    tab_to(writer, writer.button("Withdraw from %(names)s", names="Anna Kytömäki"))
    press("Enter")
    expect(writer.button("Share with %(names)s", names="Anna Kytömäki")).to_be_visible()

    (goal,) = rows(Goal)
    (share,) = rows(Share)
    assert (goal.answers["statement"], goal.status) == (MINE, "active")
    assert share.withdrawn_at is not None


def test_a_double_click_makes_one_goal_and_one_share(paired, writer):
    unit = new_goal(writer, paired)
    answer(unit).fill(MINE)
    writer.button("Save").dblclick()
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    writer.button("Share with %(names)s", names="Anna Kytömäki").dblclick()
    expect(writer.button("Withdraw from %(names)s", names="Anna Kytömäki")).to_be_visible()
    writer.go(paired.goals)
    expect(unit.locator("[data-mn-goal]")).to_have_count(1)
    assert (len(rows(Goal)), len(rows(Share))) == (1, 1)


# ---- without a connection ----


def test_a_lost_connection_is_said_and_its_return_saves(paired, writer):
    unit = writer.go(paired.journal)
    writer.context.set_offline(True)
    answer(unit, "what").fill(MINE)
    expect(state(unit, "kept")).to_have_text(writer.say("No connection. Kept on this device, sent when you are back"))
    assert rows(Entry) == []
    writer.check()

    writer.context.set_offline(False)
    expect(state(unit, "saved")).to_be_visible()
    assert [entry.answers["what"] for entry in rows(Entry)] == [MINE]
    writer.forgive(LOST_CONNECTION)


def test_what_was_not_sent_is_there_after_a_reload(paired, writer):
    # What a page sends when it is left slips through Chromium's own offline mode.
    writer.context.add_init_script(
        "const send = fetch; fetch = (...what) =>"
        " sessionStorage.lost && /save_entry/.test(what[0]) ? Promise.reject(new TypeError()) : send(...what)"
    )
    writer.page.on("dialog", lambda dialog: dialog.accept())
    unit = writer.go(paired.journal)
    writer.frame.evaluate("sessionStorage.lost = 'yes'")
    answer(unit, "what").fill(MINE)
    expect(state(unit, "kept")).to_be_visible()

    writer.go(paired.journal)
    expect(answer(unit, "what")).to_have_value(MINE)
    expect(state(unit, "kept")).to_be_visible()
    assert rows(Entry) == []
    writer.frame.evaluate("sessionStorage.removeItem('lost')")
    writer.button("Try again").click()
    expect(state(unit, "saved")).to_be_visible()
    assert [entry.answers["what"] for entry in rows(Entry)] == [MINE]


def test_what_a_page_sends_when_it_is_left_is_saved_once(paired, writer):
    unit = writer.go(paired.journal)
    answer(unit, "what").fill(MINE)
    writer.go(paired.goals)
    writer.go(paired.journal)
    expect(unit.locator("[data-mn-open-entry]")).to_have_count(1)
    assert [entry.answers["what"] for entry in rows(Entry)] == [MINE]


def test_what_is_typed_while_another_entry_is_on_its_way_is_not_lost(paired, writer):
    unit = writer.go(paired.journal)
    answer(unit, "what").fill(OTHER)
    expect(unit.locator("[data-mn-open-entry]")).to_have_count(1)
    writer.button("New entry").click()
    expect(answer(unit, "what")).to_have_value("")
    with server_at_rest():
        unit.locator("[data-mn-open-entry]").click()
        answer(unit, "what").fill(MINE)
    expect(answer(unit, "what")).to_have_value(OTHER)
    expect(unit.locator("[data-mn-open-entry]")).to_have_count(2)
    assert sorted(entry.answers["what"] for entry in rows(Entry)) == sorted([MINE, OTHER])


def test_a_goal_that_was_not_sent_is_there_after_a_reload(paired, writer):
    unit = new_goal(writer, paired)
    writer.context.route("**/handler/save_goal", lambda route: route.abort())
    answer(unit).fill(MINE)
    writer.button("Save").click()
    said = unit.locator("form [data-mn-failed]")
    expect(said).to_have_text(writer.say("Not sent. What you typed is still here; try again."))
    expect(said).to_be_focused()
    writer.check()

    writer.page.reload()
    writer.button("Write the first goal").click()
    expect(answer(unit)).to_have_value(MINE)
    expect(unit.get_by_text(writer.say("This is what you typed here before, and did not save."))).to_be_visible()
    writer.context.unroute("**/handler/save_goal")
    writer.button("Save").click()
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    assert [goal.answers["statement"] for goal in rows(Goal)] == [MINE]
    writer.forgive(LOST_CONNECTION)
    writer.forgive("htmx:afterRequest|htmx:sendError")


# ---- when the server is unwell ----


def broken(route):
    route.fulfill(status=500, content_type="text/html", body="<h1>Server Error (500)</h1>")


def test_an_error_of_the_server_leaves_a_goal_as_it_was_typed(paired, writer):
    unit = new_goal(writer, paired)
    writer.context.route("**/handler/save_goal", broken)
    answer(unit).fill(MINE)
    writer.button("Save").click()
    expect(unit.locator("form [data-mn-failed]")).to_be_visible()
    expect(answer(unit)).to_have_value(MINE)
    expect(unit.get_by_text("Server Error")).to_have_count(0)

    writer.context.unroute("**/handler/save_goal")
    writer.button("Save").click()
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    assert [goal.answers["statement"] for goal in rows(Goal)] == [MINE]
    writer.forgive("status of 500")
    writer.forgive("Response Status Error Code 500")


def test_an_error_of_the_server_is_said_in_the_journal_and_saving_goes_on_by_itself(paired, writer):
    unit = writer.go(paired.journal)
    writer.context.route("**/handler/save_entry", broken)
    answer(unit, "what").fill(MINE)
    expect(state(unit, "failed")).to_be_visible()
    expect(answer(unit, "what")).to_have_value(MINE)
    writer.context.unroute("**/handler/save_entry")
    expect(state(unit, "saved")).to_be_visible()
    assert [entry.answers["what"] for entry in rows(Entry)] == [MINE]
    writer.forgive("status of 500")


# ---- on two devices ----


def choose(visitor, keep):
    """Keep one of both texts, and wait for the answer: the choice holds the texts too, unseen."""
    visitor.unit.locator(f"[data-mn-keep={keep}]").click()
    expect(visitor.unit.locator("[data-mn-conflict]")).to_have_count(0)


def shows_both(visitor, one, other):
    """See both texts to choose from, and no barrier there."""
    for text in (one, other):
        expect(visitor.unit.locator("[data-mn-conflict] p", has_text=text)).to_be_visible()
    visitor.check()
    visitor.forgive("status of 409")


def test_two_devices_show_both_texts_of_an_entry_and_the_writer_chooses(paired, visit, writer):
    at_home = visit(paired.mentee, Look("en", 320, "dark"))
    unit = writer.go(paired.journal)
    answer(unit, "what").fill("Ensimmäinen lause")
    expect(state(unit, "saved")).to_be_visible()
    # Today's entry is open when the page comes.
    home = at_home.go(paired.journal)
    expect(answer(home, "what")).to_have_value("Ensimmäinen lause")
    answer(home, "what").fill(OTHER)
    expect(state(home, "saved")).to_be_visible()

    answer(unit, "what").fill(MINE)
    shows_both(writer, MINE, OTHER)
    choose(writer, "mine")
    expect(answer(unit, "what")).to_have_value(MINE)
    (entry,) = rows(Entry)
    assert entry.answers["what"] == MINE
    unit.locator("[data-mn-history]").click()
    earlier = unit.locator("[id$=-history] details", has_text=OTHER).first
    earlier.locator("summary").click()
    expect(earlier.locator("p", has_text=OTHER)).to_be_visible()
    writer.check()

    answer(home, "what").fill(LATER)
    shows_both(at_home, LATER, MINE)
    choose(at_home, "other")
    expect(answer(home, "what")).to_have_value(MINE)
    (entry,) = rows(Entry)
    assert entry.answers["what"] == MINE
    home.locator("[data-mn-history]").click()
    expect(home.locator("[id$=-history] details", has_text=LATER)).to_have_count(1)


def test_two_devices_show_both_texts_of_a_goal_and_the_writer_chooses(paired, visit, writer):
    at_home = visit(paired.mentee, Look("en", 320, "dark"))
    unit = new_goal(writer, paired)
    answer(unit).fill("Ensimmäinen lause")
    writer.button("Save").click()
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    home = at_home.go(paired.goals)
    answer(home).fill(OTHER)
    at_home.button("Save").click()
    expect(home.locator("[data-mn-saved]")).to_be_visible()

    answer(unit).fill(MINE)
    writer.button("Save").click()
    shows_both(writer, MINE, OTHER)
    choose(writer, "mine")
    expect(answer(unit)).to_have_value(MINE)
    (goal,) = rows(Goal)
    assert goal.answers["statement"] == MINE

    answer(home).fill(LATER)
    at_home.button("Save").click()
    shows_both(at_home, LATER, MINE)
    choose(at_home, "other")
    expect(answer(home)).to_have_value(MINE)
    (goal,) = rows(Goal)
    assert goal.answers["statement"] == MINE


# ---- what should not be sent ----


def test_a_text_that_is_too_long_stays_with_a_sentence_beside_it(paired, writer):
    unit = new_goal(writer, paired)
    text = "a" * 2_001
    answer(unit).fill(text)
    writer.button("Save").click()
    expect(answer(unit)).to_have_attribute("aria-invalid", "true")
    expect(answer(unit)).to_be_focused()
    expect(answer(unit)).to_have_value(text)
    named = answer(unit).get_attribute("aria-describedby").split()
    assert any(unit.locator(f"#{one}.mn-error").count() for one in named)
    writer.check()
    assert rows(Goal) == []
    writer.forgive("status of 422")


def test_a_journal_says_how_much_too_long_a_text_is_and_saves_once_it_fits(paired, writer):
    unit = writer.go(paired.journal)
    title = unit.locator("[name=title]")
    limit = int(title.get_attribute("data-mn-limit"))
    title.fill("a" * (limit + 3))
    over = unit.locator("[data-mn-field=title] [data-mn-over]")
    expect(over).to_have_text(re.compile(r"\b3\b"))
    expect(state(unit, "invalid")).to_be_visible()
    expect(title).to_have_attribute("aria-invalid", "true")
    writer.check()
    title.fill("a" * limit)
    expect(state(unit, "saved")).to_be_visible()
    expect(over).to_be_hidden()
    writer.forgive("status of 422")


def test_whatever_is_typed_is_shown_as_it_was_typed(paired, writer):
    texts = [
        "<script>document.title = 'x'</script><img src=x onerror=alert(1)>",
        "مرحبا بالعالم",
        "🌙 yö & päivä <b>!</b>",
    ]
    unit = new_goal(writer, paired)
    for number, text in enumerate(texts):
        if number:
            writer.button("New goal").click()
            expect(writer.heading("A new goal")).to_be_focused()
        answer(unit).fill(text)
        writer.button("Save").click()
        expect(unit.locator("[data-mn-saved]")).to_be_visible()
        expect(answer(unit)).to_have_value(text)
    shown = unit.locator("[data-mn-goal] [dir=auto]")
    expect(shown).to_have_count(len(texts))
    assert sorted(shown.all_text_contents()) == sorted(texts)
    writer.check()
