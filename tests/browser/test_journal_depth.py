"""Journals in depth, as those live them who write, read, look back, and answer together: four journeys, each in looks
of their own."""

from __future__ import annotations

import datetime as dt
import html
import os
import re
import uuid
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.sharing.models import Audience, Reader, Share
from tests import factories
from tests.browser.harness import Look, server_at_rest
from tests.browser.relationship_steps import form
from tests.browser.rounds import unfold
from tests.browser.scene import TOGETHER, make_peers
from tests.browser.test_goals_depth import Keys
from tests.browser.test_writing import answer, rows, state

MENTEE = "Aino Niittylä"
PLACE = factories.make_place("mentoring_journal", "journal")
#: The tree that a screen reader is given of a paper that nobody has written on. With UPDATE_SNAPSHOTS=1 in the
#: environment it is written anew, to be read in the difference.
PAPER = Path(__file__).parent / "snapshots" / "paper.yml"


@pytest.fixture
def peers(paired):
    """The course with a journal of two prompts, and the mentee in a group of peers besides the pair."""
    return make_peers(paired)


def write(person, answers, **more):
    """Let somebody write an entry, whatever the day; returns it."""
    draft = Draft(answers=answers, **more)
    return journal.save_entry(factories.actor(person), PLACE, None, draft, 0, journal.Writer(uuid.uuid4(), 1)).entry


def paper(unit):
    """The paper, once it can be written on."""
    unit.locator("[data-mn-paper] textarea:not([readonly])").first.wait_for()
    return unit.locator("[data-mn-paper]")


# ---- the keyboard alone ----

EASY, HARD, ITEMS = "Sovittu oli vähän", "raskasta", ("myöhäinen juna", "kaksi palaveria")
INSIGHT, AFTER, REST = "Sanon seuraavan kerran heti", "Muuten ilta jatkuu yöhön.", "Tämän pidän itselläni"


def to_radio(keys, group, wanted):
    """Choose one of a group of radio buttons with the arrow keys."""
    keys.to(group)
    for _ in range(group.count()):
        if wanted.is_checked():
            break
        keys.press("ArrowDown")
    expect(wanted).to_be_checked()


def looks_as_before(tree):
    """See that a screen reader is told what it was told before, whatever the day."""
    tree = re.sub(r"\d{4}-\d\d-\d\d", "DAY", tree) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PAPER.write_text(tree, encoding="utf-8")
    assert tree == PAPER.read_text(encoding="utf-8")


def test_a_passage_is_written_and_shared_with_one_person_with_the_keyboard_alone(peers, visit):
    writer = visit(peers.scene.mentee, Look("fi", 320))
    unit, keys = writer.go(peers.journal), Keys(writer)
    paper(unit)
    keys.push(unit.locator("[data-mn-around] summary"))
    expect(unit.locator("[name=mood]").first).to_be_visible()
    looks_as_before(paper(unit).aria_snapshot())
    keys.push(unit.locator(f"[data-mn-frame={TOGETHER}]"))
    expect(answer(unit, "carries")).to_be_editable()
    keys.push(unit.locator("[data-mn-frame=main]"))
    expect(answer(unit, "what")).to_be_editable()
    writer.check("a paper that is empty")
    keys.to(answer(unit, "what"))
    keys.type(f"{EASY} {HARD}")
    keys.press("ControlOrMeta+Shift+ArrowLeft")
    keys.press("ControlOrMeta+b")
    keys.press("End")
    keys.press("Enter")
    keys.press("Enter")
    keys.press("ControlOrMeta+Shift+Digit8")
    keys.type(ITEMS[0])
    keys.press("Enter")
    keys.type(ITEMS[1])
    listed = "\n".join(f"- {one}" for one in ITEMS)
    expect(answer(unit, "what")).to_have_value(f"{EASY} **{HARD}**\n\n{listed}")
    keys.to(answer(unit, "so_what"))
    keys.type(f"{INSIGHT}")
    keys.press("ControlOrMeta+a")
    # From the text to the one stop of the toolbar, and along it to its end.
    keys.press("Shift+Tab")
    expect(unit.locator("[data-mn-mark=bold]")).to_be_focused()
    keys.press("End")
    expect(unit.locator("[data-mn-mark=insight]")).to_be_focused()
    keys.press("Enter")
    expect(answer(unit, "so_what")).to_be_focused()
    expect(answer(unit, "so_what")).to_have_value(f"=={INSIGHT}==")
    keys.press("ControlOrMeta+End")
    keys.type(f" {AFTER}")
    keys.to(answer(unit, "now_what"))
    keys.type(REST)
    expect(state(unit, "saved")).to_be_visible()

    keys.push(unit.locator("[data-mn-preview-button]"))
    seen = unit.locator("[data-mn-preview]")
    expect(seen.locator("strong")).to_have_text(HARD)
    expect(seen.locator("li")).to_have_text(list(ITEMS))
    expect(seen.locator("mark")).to_have_text(INSIGHT)
    writer.check("a preview")

    keys.to(answer(unit, "so_what"))
    keys.press("ControlOrMeta+a")
    keys.push(unit.locator("[data-mn-open-share]"))
    offer = form(unit, "share_entry")
    expect(offer.get_by_role("heading")).to_be_focused()
    to_radio(keys, offer.locator("[name=to]"), offer.get_by_role("radio", name="Ville Vuo"))
    to_radio(keys, offer.locator("[name=what]"), offer.locator("[data-mn-passage]"))
    chosen = f"=={INSIGHT}== {AFTER}"
    expect(offer.locator("[name=passage_so_what]")).to_have_value(chosen)
    writer.check_around("a passage to share")
    keys.push(offer.locator("[type=submit]"))
    told = writer.say("A passage of this is shared with %(who)s", who="Ville Vuo")
    expect(unit.locator("[id$=-strip]")).to_contain_text(told)
    expect(unit.locator("[data-mn-side]")).to_contain_text(AFTER)
    writer.check("a passage that is shared")

    with server_at_rest():
        (share,), (reader,), (entry,) = rows(Share), rows(Reader), rows(Entry)
        page = journal.shared_entries(factories.actor(peers.people[2]), PLACE)
        given = [one.entry.answers for one in page.items]
    assert (share.audience, share.whole, reader.user_id) == (Audience.PERSON, False, peers.people[2].user_id)
    assert (given, entry.insights, entry.frame) == ([{"so_what": chosen}], 1, "main")


# ---- a reader ----

WRITTEN, ASKED, ANSWER = "Harjoitus jäi kesken", "Mitä silloin ajattelit?", "Että olisin voinut kysyä"


def test_a_mentor_reads_reacts_and_talks_until_the_entry_is_withdrawn(peers, visit):
    with server_at_rest():
        entry = write(peers.scene.mentee, {"what": WRITTEN}, mood=2)
        group = peers.scene.mentor.memberships.get().group
        actor = factories.actor(peers.scene.mentee)
        journal.share_entry(actor, PLACE, entry.public_id, group.public_id, Audience.LEADER, with_mood=True)
    mentor, mentee = visit(peers.scene.mentor, Look("en", 1280, "dark")), visit(peers.scene.mentee, Look("fi", 320))

    unit = mentor.go(peers.journal)
    unit.locator("[data-mn-open-shared]").click()
    reading = unit.locator("[data-mn-reading]")
    expect(reading.get_by_text(WRITTEN).last).to_be_visible()
    expect(reading).to_contain_text(mentor.say("How %(name)s was: %(mood)s", name=MENTEE, mood="Low"))
    reading.locator("[data-mn-mark-read]").click()
    expect(reading.locator("[data-mn-marks-given] [data-mn-focus]")).to_be_focused()
    thanks = mentor.button("Thank you")
    thanks.click()
    expect(thanks).to_have_attribute("aria-pressed", "true")
    comment(reading, ASKED)
    mentor.check_around("an entry that was read")

    own = mentee.go(peers.journal)
    paper(own)
    side = own.locator("[data-mn-side]")
    expect(side.locator("li").filter(has=own.locator("[data-mn-withdraw]"))).to_contain_text(mentee.say("Thank you"))
    expect(side.locator("[data-mn-thread] li")).to_contain_text([ASKED])
    comment(side, ANSWER)
    mentee.check_around("an entry that was talked about")

    mentor.go(peers.journal)
    unit.locator("[data-mn-open-shared]").click()
    expect(reading.locator("[data-mn-thread] li")).to_contain_text([ASKED, ANSWER])
    side.locator("[data-mn-withdraw]").click()
    expect(own.locator("[id$=-strip]")).to_contain_text(mentee.say("Only you can read this"))
    mentee.check("an entry that was withdrawn")

    mentor.go(peers.journal)
    expect(unit.locator("[data-mn-open-shared]")).to_have_count(0)
    assert WRITTEN not in mentor.frame.content()


def comment(inside, text):
    """Say something in the one thread that can be written in, and wait until it stands there."""
    thread = form(inside, "comment_entry")
    thread.locator("[name=body]").fill(text)
    thread.locator("[type=submit]").click()
    expect(inside.locator("[data-mn-thread] li").last).to_contain_text(text)


# ---- looking back ----

FOUND, LONG_AGO, TODAY = "Lumi tuli yöllä", "Lumi suli ja ==opin pyytämään apua==", "Tänään satoi"


def test_entries_are_searched_narrowed_looked_back_at_and_taken_along(peers, visit):
    today = timezone.localdate()
    with server_at_rest():
        for weeks, text, mood in ((10, FOUND, 2), (5, LONG_AGO, 4), (0, TODAY, None)):
            answers = {"what": text} if mood else {"carries": text}
            day = today - dt.timedelta(weeks=weeks)
            write(peers.scene.mentee, answers, mood=mood, day=day, frame="main" if mood else TOGETHER)
    writer = visit(peers.scene.mentee, Look("fi", 1280))
    unit = writer.go(peers.journal)
    paper(unit)
    titles = unit.locator("[data-mn-back] [data-mn-open-entry]")
    expect(titles).to_have_count(3)

    unit.locator("[data-mn-search] [name=words]").fill("LUMI")
    expect(unit.locator("[data-mn-hits] mark")).to_have_text(["Lumi", "Lumi"])
    writer.check_around("what was found")
    unit.locator("[data-mn-search] [name=words]").fill("")
    expect(titles).to_have_count(3)
    frame = unfold(unit, unit.locator("select[name=frame]"))
    frame.select_option(TOGETHER)
    expect(titles).to_contain_text([TODAY])
    frame.select_option("")
    expect(titles).to_have_count(3)
    unit.locator("[data-mn-search] [name=insights]").check()
    expect(titles).to_contain_text(["Lumi suli"])
    unit.locator("[data-mn-search] [name=insights]").uncheck()
    expect(titles).to_have_count(3)

    unit.locator("[data-mn-year] summary").click()
    month = unit.locator("[data-mn-month]").last
    expect(month).to_be_visible()
    unit.locator("[data-mn-insights] summary").click()
    marked = unit.locator("[id$=-insights]").get_by_text("opin pyytämään apua", exact=True)
    expect(marked).to_be_visible()
    writer.check_around("a year and insights")
    month.click()
    here = [weeks for weeks in (0, 5, 10) if same_month(today - dt.timedelta(weeks=weeks), today)]
    expect(unit.locator("[data-mn-list] [data-mn-open-entry]")).to_have_count(len(here))
    expect(unit.locator("[data-mn-list]").get_by_role("button", name=writer.say("All days"))).to_be_visible()
    writer.button("All days").click()
    expect(unit.locator("[data-mn-list] [data-mn-open-entry]")).to_have_count(3)

    unit.locator("[data-mn-taking] > summary").click()
    printed, plain = saved(writer, "html"), saved(writer, "markdown")
    for words in (FOUND, "opin pyytämään apua", TODAY):
        assert (words in printed, words in plain) == (True, True), words
    assert (MENTEE in printed, re.search(r"<(script|link)", printed)) == (True, None)
    writer.check("entries to take along")


def same_month(one, other):
    """Whether two days are of one month."""
    return (one.year, one.month) == (other.year, other.month)


def saved(writer, form_):
    """Save one's entries as a file, and return what is in it."""
    with writer.page.expect_download() as coming:
        writer.unit.locator(f"[data-mn-document][data-mn-about*={form_}]").last.click()
    return html.unescape(coming.value.path().read_text(encoding="utf-8"))


# ---- together ----


def test_what_three_answer_together_opens_with_the_last(peers, visit):
    looks = (Look("fi", 320), Look("en", 1280), Look("en", 320, "dark"))
    people = [visit(person, look) for person, look in zip(peers.people, looks, strict=True)]
    texts = ("Sisko ja koira", "Aamun hiljaisuus", "Kuoro torstaisin")
    for number, (person, text) in enumerate(zip(people, texts, strict=True), 1):
        unit = person.go(peers.journal)
        paper(unit)
        unit.locator(f"[data-mn-frame={TOGETHER}]").click()
        answer(unit, "carries").fill(text)
        expect(state(unit, "saved")).to_be_visible()
        unit.locator("[data-mn-hand-over]", has_text="Vertaisryhmä").click()
        expect(unit.locator("[data-mn-handing]").get_by_role("status")).to_be_focused()
        handed = {"people": 3, "answered": number}
        far = person.say(
            "%(answered)s of %(people)s has handed theirs over",
            "%(answered)s of %(people)s have handed theirs over",
            handed["people"],
            **handed,
        )
        if number < 3:
            expect(unit.locator("[data-mn-together]")).to_contain_text(far)
            expect(unit.locator("[data-mn-open-shared]")).to_have_count(0)
        person.check_around(f"handed over as number {number}")

    for person, mine in zip(people, texts, strict=True):
        unit = person.go(peers.journal)
        unit.locator("[data-mn-together] [data-mn-go-read]").click()
        expect(unit.locator("[data-mn-received] [data-mn-open-shared]")).to_have_count(2)
        for text in texts:
            if text != mine:
                person.settle()
                unit.locator("[data-mn-open-shared]", has_text=text).click()
                expect(unit.locator("[data-mn-reading] .mn-text").get_by_text(text)).to_be_visible()
    people[0].check_around("what another handed over")
    with server_at_rest():
        assert {(share.audience, share.owner_id) for share in rows(Share)} == {
            (Audience.GROUP, person.user_id) for person in peers.people
        }
