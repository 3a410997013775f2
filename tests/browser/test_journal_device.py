"""What a device keeps of what is typed: through crashes and closed tabs, for its writer alone, and nowhere else."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from mentoring_xblock.journal.models import Entry
from tests.browser.harness import Look
from tests.browser.test_writing import LATER, LOST_CONNECTION, MINE, OTHER, answer, broken, rows, state, tab_to

#: Loses saves while the browser is told to, also those of a page that is left: they slip through its offline mode.
LOSE_SAVES = """const send = fetch, loses = url => localStorage.lost && /save_entry/.test(url);
fetch = (url, what) => loses(url) ? Promise.reject(new TypeError()) : send(url, what);"""
#: Everything that a page of ours could have left in a browser.
LEFT = """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href,
  document.title, document.cookie, await indexedDB.databases(), await caches.keys(), performance.getEntries()])"""
DRAFTS = "Object.entries(localStorage).filter(([name]) => name.startsWith('mentoring-draft:')).toString()"


@pytest.fixture
def writer(paired, visit):
    """The mentee, in a browser that loses saves when it is told to."""
    writer = visit(paired.mentee)
    writer.context.add_init_script(LOSE_SAVES)
    return writer


def lose(writer):
    """Lose every save from now on, in all tabs."""
    writer.frame.evaluate("() => { localStorage.lost = 'yes'; }")


def bring_back(writer):
    """Let saves through again, and tell the page that has the connection back."""
    writer.frame.evaluate("() => { delete localStorage.lost; window.dispatchEvent(new Event('online')); }")


def keeps(writer, before=""):
    """Wait until the device keeps another text than before; returns it, sealed."""
    writer.frame.wait_for_function(f"before => ![before, ''].includes({DRAFTS})", arg=before)
    return writer.frame.evaluate(DRAFTS)


def keeps_nothing(writer):
    writer.frame.wait_for_function(f"() => {DRAFTS} === ''")


def another_tab(writer, block):
    """Go to a block in a new tab, and go on there."""
    writer.page = writer.second_tab()
    return writer.go(block)


def crash(page):
    with suppress(Error):
        page.goto("chrome://crash", timeout=2_000)


def test_a_text_outlives_a_crash_and_a_closed_tab_and_nobody_else_can_read_it(paired, writer):
    unit = writer.go(paired.journal)
    lose(writer)
    answer(unit, "what").fill(MINE)
    expect(state(unit, "kept")).to_be_visible()
    first = keeps(writer)
    assert MINE not in writer.frame.evaluate(LEFT)
    crash(writer.page)

    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_have_value(MINE)
    expect(state(unit, "kept")).to_be_visible()
    second = keeps(writer, first)
    answer(unit, "what").fill(LATER)
    keeps(writer, second)
    writer.page.close()

    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_have_value(LATER)
    assert rows(Entry) == []
    bring_back(writer)
    expect(state(unit, "saved")).to_be_visible()
    keeps_nothing(writer)
    assert [entry.answers["what"] for entry in rows(Entry)] == [LATER]


def test_two_tabs_leave_each_others_text_alone(paired, writer):
    unit, first = writer.go(paired.journal), writer.page
    lose(writer)
    answer(unit, "what").fill(MINE)
    keeps(writer)
    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_be_editable()
    expect(answer(unit, "what")).to_have_value("")
    bring_back(writer)
    answer(unit, "what").fill(OTHER)
    expect(state(unit, "saved")).to_be_visible()
    writer.page = first
    bring_back(writer)
    expect(state(writer.unit, "saved")).to_be_visible()
    keeps_nothing(writer)
    assert sorted(entry.answers["what"] for entry in rows(Entry)) == sorted([MINE, OTHER])


def test_two_tabs_that_take_up_one_text_at_once_go_on_as_two_pages(paired, writer):
    """As a browser restores them after a crash: the second one is told, and takes a key of its own."""
    hold = """url => Mentoring.drafts(url, 'both').then(box => new Promise(done => {
      setTimeout(() => done('held'), 1000);
      box.hold('one', () => done('told'));
    }))"""
    url = writer.go(paired.journal).locator("[data-mn-device]").first.get_attribute("data-mn-device")
    assert writer.frame.evaluate(hold, url) == "held"
    another_tab(writer, paired.journal)
    assert writer.frame.evaluate(hold, url) == "told"


def test_whoever_signs_in_next_finds_nothing(paired, writer):
    unit = writer.go(paired.journal)
    lose(writer)
    answer(unit, "what").fill(MINE)
    keeps(writer)
    writer.page.close()
    writer.sign_in(paired.mentor)
    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_be_editable()
    keeps_nothing(writer)
    writer.sign_in(paired.mentee)
    unit = writer.go(paired.journal)
    expect(answer(unit, "what")).to_be_editable()
    expect(answer(unit, "what")).to_have_value("")


def test_more_than_a_page_can_send_as_it_is_left_is_saved_by_the_next(paired, writer):
    text = "€" * 12_000
    unit = writer.go(paired.journal)
    lose(writer)
    for name in ("what", "so_what"):
        answer(unit, name).fill(text)
    first = keeps(writer)
    answer(unit, "what").fill(text + "!")
    keeps(writer, first)
    writer.page.close()
    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_have_value(text + "!")
    bring_back(writer)
    expect(state(unit, "saved")).to_be_visible()
    (entry,) = rows(Entry)
    assert (entry.answers["what"], entry.answers["so_what"]) == (text + "!", text)


def test_nothing_can_be_typed_that_has_no_place_and_a_browser_that_keeps_nothing_says_so(paired, visit):
    writer = visit(paired.mentee)
    writer.context.route("**/handler/device_key", broken)
    unit = writer.go(paired.journal)
    expect(state(unit, "opening")).to_be_visible()
    expect(answer(unit, "what")).not_to_be_editable()
    writer.check()
    writer.context.unroute("**/handler/device_key")
    expect(answer(unit, "what")).to_be_editable()
    expect(unit.locator("[data-mn-state]")).to_have_text("")
    writer.forgive("status of 500")

    writer.context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    unit = writer.go(paired.journal)
    answer(unit, "what").fill(MINE)
    expect(state(unit, "unkept")).to_be_visible()
    expect(state(unit, "saved")).to_be_visible()


def test_an_entry_that_was_saved_without_the_pages_hearing_of_it_goes_on_with_the_newest_text(paired, writer):
    def save_and_tell_nobody(route):
        route.fetch()
        route.abort()

    unit = writer.go(paired.journal)
    writer.page.route("**/save_entry", lambda route: route.abort())
    writer.page.route("**/save_entry", save_and_tell_nobody, times=1)
    answer(unit, "what").fill(MINE)
    expect(state(unit, "kept")).to_be_visible()
    first = keeps(writer)
    answer(unit, "what").fill(LATER)
    keeps(writer, first)
    crash(writer.page)
    assert [entry.answers["what"] for entry in rows(Entry)] == [MINE]

    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_have_value(LATER)
    expect(state(unit, "saved")).to_be_visible()
    with writer.page.expect_response("**/save_entry") as saved:
        answer(unit, "so_what").fill(OTHER)
    assert saved.value.status == 200
    keeps_nothing(writer)
    (entry,) = rows(Entry)
    assert (entry.answers["what"], entry.answers["so_what"]) == (LATER, OTHER)
    writer.forgive(LOST_CONNECTION)


def test_a_text_that_is_refused_is_offered_until_it_fits(paired, writer):
    unit = writer.go(paired.journal)
    answer(unit, "what").fill(OTHER)
    expect(unit.locator("[data-mn-open-entry]")).to_have_count(1)
    writer.button("New entry").click()
    expect(answer(unit, "what")).to_have_value("")
    title = unit.locator("[name=title]")
    answer(unit, "what").fill(MINE)
    title.fill("a" * 201)
    expect(state(unit, "invalid")).to_be_visible()
    writer.page.close()

    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_have_value(OTHER)
    expect(unit.locator("[data-mn-left-here]")).to_be_visible()
    writer.check()
    writer.button("Go on with it").click()
    expect(answer(unit, "what")).to_have_value(MINE)
    expect(state(unit, "invalid")).to_be_visible()
    expect(unit.locator("[data-mn-left-here]")).to_be_hidden()
    unit.locator("[name=title]").fill("a")
    expect(state(unit, "saved")).to_be_visible()
    keeps_nothing(writer)
    assert sorted(entry.answers["what"] for entry in rows(Entry)) == sorted([MINE, OTHER])
    writer.forgive("status of 422")


def test_marks_are_put_by_buttons_and_keys_and_taken_off_again(paired, visit):
    writer = visit(paired.mentee, Look("fi", 320))
    unit, press = writer.go(paired.journal), writer.page.keyboard.press
    text = answer(unit, "so_what")
    tab_to(writer, text)
    writer.page.keyboard.type("yksi kaksi")
    press("Control+Shift+ArrowLeft")
    press("Shift+Tab")
    expect(writer.button("Bold")).to_be_focused()
    press("ArrowRight")
    press("Enter")
    expect(text).to_have_value("yksi *kaksi*")
    expect(text).to_be_focused()
    press("Control+b")
    expect(text).to_have_value("yksi ***kaksi***")
    press("Control+z")
    expect(text).to_have_value("yksi *kaksi*")
    expect(unit.locator("[data-mn-count]")).to_have_text(writer.say("{n} words").format(n=2))
    writer.check()

    writer.frame.evaluate("document.execCommand = () => false")
    press("Control+i")
    expect(text).to_have_value("yksi kaksi")
    press("Control+Shift+Digit6")
    expect(text).to_have_value("yksi ==kaksi==")
    press("End")
    press("Enter")
    press("Control+Shift+Digit8")
    writer.page.keyboard.type("kolme")
    press("Enter")
    expect(text).to_have_value("yksi ==kaksi==\n- kolme\n- ")
    expect(state(unit, "saved")).to_be_visible()
    assert [entry.answers["so_what"] for entry in rows(Entry)] == ["yksi ==kaksi==\n- kolme\n- "]


def test_a_lost_login_keeps_what_is_typed_until_the_writer_is_back(paired, writer):
    unit = writer.go(paired.journal)
    expect(answer(unit, "what")).to_be_editable()
    writer.context.clear_cookies()
    answer(unit, "what").fill(MINE)
    expect(state(unit, "expired")).to_be_visible()
    writer.sign_in(paired.mentee)
    here = writer.page
    another_tab(writer, paired.goals)
    writer.page = here
    bring_back(writer)
    expect(state(unit, "saved")).to_be_visible()
    assert [entry.answers["what"] for entry in rows(Entry)] == [MINE]
    writer.forgive("status of 403")


def test_a_page_of_somebody_else_saves_nothing_for_whoever_signed_in(paired, writer):
    unit, here = writer.go(paired.journal), writer.page
    expect(answer(unit, "what")).to_be_editable()
    writer.context.clear_cookies()
    answer(unit, "what").fill(MINE)
    expect(state(unit, "expired")).to_be_visible()
    writer.sign_in(paired.mentor)
    theirs = another_tab(writer, paired.journal)
    expect(answer(theirs, "what")).to_have_value("")
    writer.page = here
    with here.expect_response("**/handler/save_entry") as again:
        writer.button("Try again").click()
    assert again.value.status == 403
    expect(state(unit, "expired")).to_be_visible()
    sealed = keeps(writer)
    assert MINE not in sealed
    answer(unit, "so_what").fill(LATER)
    keeps(writer, sealed)
    writer.check()
    assert rows(Entry) == []

    writer.sign_in(paired.mentee)
    another_tab(writer, paired.goals)
    writer.page = here
    bring_back(writer)
    expect(state(unit, "saved")).to_be_visible()
    (entry,) = rows(Entry)
    assert (entry.owner_id, entry.answers["what"], entry.answers["so_what"]) == (paired.mentee.user_id, MINE, LATER)
    writer.forgive("status of 403")
