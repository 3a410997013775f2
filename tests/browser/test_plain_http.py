"""A site over plain http: browsers give its pages no Web Crypto and no locks."""

from playwright.sync_api import expect

from tests.browser.test_journal_device import LEFT, LOSE_SAVES, another_tab, keeps, keeps_nothing, lose
from tests.browser.test_writing import MINE, answer, state

#: 127.0.0.1, where tests are served, counts as safe.
PLAIN_HTTP = """Object.defineProperty(Crypto.prototype, "subtle", {value: undefined});
Object.defineProperty(Navigator.prototype, "locks", {value: undefined});"""


def test_the_device_keeps_a_text_for_its_writer_alone(paired, visit):
    writer = visit(paired.mentee)
    writer.context.add_init_script(LOSE_SAVES + PLAIN_HTTP)
    unit, first = writer.go(paired.journal), writer.page
    lose(writer)
    answer(unit, "what").fill(MINE)
    expect(state(unit, "kept")).to_be_visible()
    keeps(writer)
    assert MINE not in writer.frame.evaluate(LEFT)

    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_be_editable()
    expect(answer(unit, "what")).to_have_value("")
    writer.page.close()
    first.close()
    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_have_value(MINE)
    expect(state(unit, "kept")).to_be_visible()

    writer.sign_in(paired.mentor)
    unit = another_tab(writer, paired.journal)
    expect(answer(unit, "what")).to_be_editable()
    expect(answer(unit, "what")).to_have_value("")
    keeps_nothing(writer)
