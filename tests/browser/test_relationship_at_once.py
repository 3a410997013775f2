"""Two people at two browsers do the same thing at once: nobody's words are lost, and who is too late is told."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from mentoring_xblock.agreements.models import Agreement
from tests.browser import relationship_steps as steps
from tests.browser.harness import Look, server_at_rest
from tests.browser.relationship_steps import form, part
from tests.browser.rounds import asks, button, sent, unfold

HERS, MINE = "Emme puhu lomautuksista.", "Emme puhu perheestä. 🌙"
LATER = "Emme puhu palkasta."
NOTE_HERS, NOTE_MINE = "Annan muistiinpano", "Ainon muistiinpano"
SPOT = "Kirjaston kahvio"

#: What a browser writes into its console about an answer that is shown in place.
CONFLICT = "409"


def test_two_at_once(company, visit):
    mentor, mentee = visit(company.scene.mentor, Look("en", 1280)), visit(company.scene.mentee, Look("fi", 320, "dark"))
    write_one_draft(company, mentor, mentee)
    sign_what_was_overtaken(company, mentor, mentee)
    book_two_times(company, mentor, mentee)
    write_one_note(company, mentor, mentee)


def write_one_draft(company, mentor, mentee):
    """The second to save chooses between both texts; the other one is given back to who wrote it."""
    for one in (mentor, mentee):
        one.go(company.meetings)
        steps.open_draft(one)
    mentor.unit.locator("[name=item_off_limits]").fill(HERS)
    mentee.unit.locator("[name=item_off_limits]").fill(MINE)
    sent(mentor.unit, "save_agreement").click()
    expect(mentor.unit.locator("[data-mn-saved]")).to_be_visible()

    sent(mentee.unit, "save_agreement").click()
    choice = mentee.unit.locator("[data-mn-conflict]")
    expect(choice.locator("p").filter(has_text=HERS)).to_be_visible()
    expect(choice.locator("p").filter(has_text=MINE)).to_be_visible()
    mentee.forgive(CONFLICT)
    mentee.check("both drafts")
    sent(mentee.unit, "save_agreement").click()
    expect(mentee.unit.locator("[data-mn-saved] [name=item_off_limits]")).to_have_value(MINE)

    unit = mentor.go(company.meetings)
    mentor.settle()
    asks(part(unit, "agreement"), "read_agreement").first.click()
    expect(unit.locator("article").get_by_text(MINE)).to_be_visible()
    expect(unfold(unit, unit.locator("li").filter(has_text=HERS))).to_be_visible()


def sign_what_was_overtaken(company, mentor, mentee):
    """The mentee signs what the mentor has just replaced: nothing is signed, and what has changed is shown."""
    button(mentor.unit, "put_agreement").click()
    mentor.settle()
    expect(mentor.unit.get_by_role("status").first).to_be_visible()
    unit = mentee.go(company.meetings)
    steps.read_to_sign(mentee, 1)
    steps.write_agreement(mentor, {"off_limits": LATER})
    steps.put_to_sign(mentor)

    asks(unit, "sign_agreement").click()
    expect(unit.get_by_role("alert")).to_be_visible()
    expect(unit.locator("ins").get_by_text("palkasta")).to_be_visible()
    mentee.forgive(CONFLICT)
    mentee.check("an agreement that was overtaken")
    with server_at_rest():
        assert not Agreement.objects.filter(versions__holds_from__isnull=False).exists()
    expect(button(unit, "sign_agreement", "2")).to_be_visible()
    steps.sign(mentee)
    with server_at_rest():
        assert Agreement.objects.filter(versions__holds_from__isnull=False).count() == 1


def book_two_times(company, mentor, mentee):
    """Both times suit both, and each books another one: the first is booked, the second hears of it."""
    mentor.go(company.meetings)
    steps.propose(mentor, 3, 5, where=SPOT)
    steps.send_booking(mentor, "propose_times")
    mentee.go(company.meetings)
    steps.answer_times(mentee, 0, 1)
    mentor.go(company.meetings)
    for one in (mentor, mentee):
        expect(asks(one.unit, "confirm_time")).to_have_count(2)
        one.settle()
    asks(mentor.unit, "confirm_time").first.click()
    booked = mentor.unit.locator(".mn-next .mn-date b")
    expect(booked).to_be_visible()
    day = re.match(r"\d+", booked.inner_text())[0]

    asks(mentee.unit, "confirm_time").last.click()
    expect(mentee.unit.get_by_role("alert")).to_be_visible()
    expect(mentee.unit.locator(".mn-next .mn-date b")).to_have_text(re.compile(rf"^{day}\b"))
    expect(asks(mentee.unit, "confirm_time")).to_have_count(0)
    mentee.forgive(CONFLICT)
    mentee.check("a time that somebody else has booked")


def write_one_note(company, mentor, mentee):
    """Both save the note that they share: one text stands, and the other one beside it."""
    for one, text in ((mentor, NOTE_HERS), (mentee, NOTE_MINE)):
        one.go(company.meetings)
        one.settle()
        steps.paper(one, "shared").locator("[name=body]").fill(text)
    steps.paper(mentor, "shared").locator("[type=submit]").click()
    expect(mentor.unit.locator("[data-mn-saved]")).to_be_visible()
    steps.paper(mentee, "shared").locator("[type=submit]").click()
    choice = mentee.unit.locator("[data-mn-conflict]")
    expect(choice.locator("p").filter(has_text=NOTE_HERS)).to_be_visible()
    expect(choice.locator("p").filter(has_text=NOTE_MINE)).to_be_visible()
    mentee.forgive(CONFLICT)
    mentee.check("both notes")
    choice.locator("[type=submit]").click()
    expect(steps.paper(mentee, "shared").locator("textarea")).to_have_value(NOTE_MINE)
    expect(form(mentee.unit, "save_note").and_(mentee.unit.locator("[data-mn-saved]"))).to_be_visible()

    unit = mentor.go(company.meetings)
    expect(steps.paper(mentor, "shared").locator("textarea")).to_have_value(NOTE_MINE)
    expect(unfold(unit, unit.locator("li").filter(has_text=NOTE_HERS))).to_be_visible()
