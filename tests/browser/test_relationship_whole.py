"""A relationship from the draft of its agreement to its end, as each of four people lives it.

In English on a desk, and in Finnish on a phone.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from demo.models import SentMail
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.meetings.models import Meeting
from mentoring_xblock.notifications.models import Message
from tests.browser import relationship_steps as steps
from tests.browser.harness import Look, server_at_rest
from tests.browser.relationship_steps import form, part
from tests.browser.round_steps import open_desk
from tests.browser.rounds import asks, button, done, sent, unfold

MARK = "Kuiskaus7319"
OUT = f"{MARK}: lomautukset"
MORE = f"{MARK}: tapaamme kolmen viikon välein"
SPOT = f"{MARK}: kirjaston kahvio"
POINT = f"{MARK}: miten sanon ei?"
ANSWER = f"{MARK}: kuka muu voisi sanoa sen?"
STEP = f"{MARK}: vapaapäivät kalenteriin"
NOTE = f"{MARK}: kokeillaan viikko kerrallaan"
OWN = f"{MARK}: kysy enemmän, kerro vähemmän"
PLEA = f"{MARK}: emme pääse alkuun"
REPLY = f"{MARK}: soitetaan huomenna"
AIM = f"{MARK}: nauretaan ja jaetaan"
RAISED = f"{MARK}: kuka tuo kahvia?"

MENTOR, MENTEE, SUPERVISOR = "Anna Kytömäki", "Aino Niittylä", "Tiina Ohranen"
GROUP, JOINT = "Työnohjaus", {"title_en": "A day together", "title_fi": "Yhteinen päivä"}


def test_from_a_draft_to_the_end(company, visit, caplog):
    """Each in a language and at a width of their own: whoever works together need not read the same."""
    caplog.set_level("INFO")
    scene = company.scene
    mentor, mentee = visit(scene.mentor, Look("en", 1280)), visit(scene.mentee, Look("fi", 320))
    coordinator, supervisor = visit(scene.coordinator, Look("fi", 1280)), visit(company.supervisor, Look("en", 320))

    agree(company, mentor, mentee)
    find_a_time(mentor, mentee)
    prepare_and_remember(company, mentor, mentee)
    ask_for_help(company, mentor, mentee, coordinator)
    supervise(company, coordinator, mentor, supervisor)
    come_together(company, coordinator, mentee)
    agree_anew(company, mentor, mentee)
    end_it(company, mentor, mentee)
    nothing_that_was_written_has_leaked(caplog)


def agree(company, mentor, mentee):
    """The mentor drafts and puts it to be signed; the mentee signs."""
    mentor.go(company.meetings)
    mentor.check("a pair that begins")
    steps.write_agreement(mentor, {"off_limits": OUT})
    mentor.check("a draft")
    steps.put_to_sign(mentor)
    unit = mentee.go(company.meetings)
    steps.read_to_sign(mentee, 1)
    expect(unit.get_by_text(OUT)).to_be_visible()
    mentee.check("what waits to be signed")
    steps.sign(mentee)
    steps.leave_agreement(mentee)
    expect(button(part(unit, "agreement"), "read_agreement")).to_be_visible()


def find_a_time(mentor, mentee):
    """The mentor proposes two times, one suits the mentee; who is first books it."""
    steps.leave_agreement(mentor)
    steps.propose(mentor, 3, 5, where=SPOT)
    mentor.check("times to propose")
    steps.send_booking(mentor, "propose_times")
    steps.open_tab(mentee, MENTOR)
    steps.answer_times(mentee, 1)
    mentee.check("a time that suits both")
    button(mentee.unit, "confirm_time").click()
    expect(mentee.unit.locator(".mn-next").get_by_text(SPOT)).to_be_visible()


def prepare_and_remember(company, mentor, mentee):
    """Points from both, a meeting elsewhere in two taps, a note of both and one's own, and a promise that is kept."""
    steps.add_point(mentee, POINT)
    unit = mentor.go(company.meetings)
    steps.add_point(mentor, ANSWER)
    asking = part(unit, "agenda").locator("details")
    asking.locator("summary").click()
    expect(asking.get_by_role("listitem").first).to_be_visible()
    button(part(unit, "points").locator("li").filter(has_text=POINT), "tick_point").click()
    expect(part(unit, "points").locator("ol").get_by_text(POINT)).to_have_count(0)
    steps.we_met(mentor)
    mentor.go(company.meetings)
    steps.write_note(mentor, "shared", NOTE)
    steps.write_note(mentor, "own", OWN)
    steps.promise(mentor, STEP, MENTEE, 7)
    mentor.check("a pair that has met and meets again")

    mentee.go(company.meetings)
    expect(steps.paper(mentee, "shared").locator("[name=body]")).to_have_value(NOTE)
    expect(steps.paper(mentee, "own").locator("[name=body]")).to_have_value("")
    assert OWN not in mentee.frame.content()
    steps.promised(mentee, STEP).click()
    expect(steps.told(mentee.unit, "actions")).to_be_visible()
    expect(steps.promised(mentee, STEP)).to_be_checked()
    mentee.check("a promise that is kept")


def ask_for_help(company, mentor, mentee, coordinator):
    """The mentee asks; the mentor sees nothing of it, a coordinator answers."""
    steps.ask(mentee, "talk", PLEA)
    mentee.check("what was asked")
    mentor.go(company.meetings)
    steps.open_help(mentor)
    assert PLEA not in mentor.frame.content()

    unit = open_desk(coordinator, company.scene.desk, "help")
    coordinator.settle()
    button(unit, "open_help", MENTEE).click()
    expect(unit.get_by_text(PLEA)).to_be_visible()
    form(unit, "answer_help").locator("[name=body]").fill(REPLY)
    coordinator.check("a plea that waits for an answer")
    sent(unit, "answer_help").click()
    expect(done(unit)).to_be_visible()

    unit = mentee.go(company.meetings)
    steps.open_help(mentee)
    button(part(unit, "help"), "open_help").locator("..").and_(unit.locator("li")).get_by_role("button").click()
    expect(part(unit, "help").get_by_text(REPLY)).to_be_visible()


def supervise(company, coordinator, mentor, supervisor):
    """A coordinator opens a group, the mentor signs up, and the supervisor books its meeting; of the pair they see
    nothing."""
    unit = open_desk(coordinator, company.scene.desk, "meetings")
    coordinator.settle()
    button(unit, "edit_sign_up").click()
    opening = form(unit, "open_sign_up")
    values = {"name": GROUP, "role": "mentor", "places": "6", "text": AIM, "answer_on": steps.day(14)}
    steps.fill(opening, {**values, "leader": str(company.supervisor.public_id)})
    coordinator.check("a group to open")
    opening.locator("[type=submit]").click()
    expect(done(unit)).to_be_visible()

    mentor.go(company.meetings)
    steps.open_tab(mentor)
    expect(mentor.unit.get_by_text(AIM)).to_be_visible()
    mentor.check("a group to sign up to")
    button(mentor.unit, "sign_up").click()
    expect(button(mentor.unit, "leave_sign_up").or_(part(mentor.unit, "booking"))).to_be_visible()

    supervisor.go(company.meetings)
    steps.book(supervisor, 10, SPOT)
    expect(supervisor.heading("Meeting %(number)s", number=1)).to_be_visible()
    assert MENTEE not in supervisor.frame.content()
    supervisor.check("a group that is supervised")
    mentor.go(company.meetings)
    steps.open_tab(mentor, GROUP)
    expect(mentor.unit.locator(".mn-next").get_by_text(SPOT)).to_be_visible()


def come_together(company, coordinator, mentee):
    """A meeting of the whole programme: announced, answered, prepared, and who was there."""
    unit = open_desk(coordinator, company.scene.desk, "meetings")
    coordinator.settle()
    button(unit, "edit_joint").first.click()
    new = form(unit, "save_joint")
    when = {"day": steps.day(4), "time": "17:00", "minutes": "120", "way": "in_person", "where": SPOT}
    steps.fill(new, {**JOINT, "kind": "joint", "audience": "everybody", **when})
    coordinator.check("a meeting to announce")
    new.locator("[type=submit]").click()
    expect(done(unit)).to_be_visible()
    coordinator.settle()
    button(unit, "announce_joint").last.click()
    # That something has been done was said before, of saving.
    coordinator.settle()
    expect(done(unit)).to_be_visible()

    mentee.go(company.meetings)
    steps.open_tab(mentee)
    asks(mentee.unit, "answer_joint").and_(mentee.unit.locator("""[hx-vals*='"coming": true']""")).first.click()
    expect(done(mentee.unit)).to_be_visible()
    mentee.settle()
    raising = form(mentee.unit, "raise_point").locator("[name=body]")
    raising.fill(RAISED)
    raising.press("Enter")
    expect(mentee.unit.locator("li").filter(has_text=RAISED)).to_be_visible()
    mentee.check("a meeting of everybody")

    with server_at_rest():
        now = timezone.now()
        past = {"starts_at": now - dt.timedelta(hours=3), "ends_at": now - dt.timedelta(hours=1)}
        assert Meeting.objects.filter(group=None, announced_at__isnull=False).update(**past) == 1
    unit = open_desk(coordinator, company.scene.desk, "meetings")
    coordinator.settle()
    button(unit, "open_attendance").click()
    expect(unit.get_by_role("checkbox", name=MENTEE)).to_be_checked()
    expect(unit.get_by_role("checkbox", name=MENTOR)).not_to_be_checked()
    coordinator.check("who was there")
    sent(unit, "save_attendance").click()
    expect(part(unit, "sheet").get_by_role("status")).to_be_visible()


def agree_anew(company, mentor, mentee):
    """The mentee changes the agreement; the mentor sees what has changed, and signs again."""
    mentee.go(company.meetings)
    steps.write_agreement(mentee, {"rhythm": MORE})
    steps.put_to_sign(mentee)
    mentor.go(company.meetings)
    expect(part(mentor.unit, "agreement").locator("ins").get_by_text(MORE)).to_be_visible()
    steps.read_to_sign(mentor, 2)
    expect(mentor.unit.locator("ins").get_by_text(MORE)).to_be_visible()
    mentor.check("what has changed")
    steps.sign(mentor)


def end_it(company, mentor, mentee):
    """The mentee ends it; what was shared stays to be read for a while, and one's own notes stay one's own."""
    unit = mentee.go(company.meetings)
    mentee.settle()
    button(part(unit, "ending"), "ask_ending").click()
    ending = form(unit, "end_relation")
    ending.locator("[value=changed]").check()
    mentee.check("before it ends")
    ending.locator("[type=submit]").click()
    expect(form(unit, "add_point")).to_have_count(0)
    mentee.check("after it has ended")

    unit = mentor.go(company.meetings)
    steps.open_tab(mentor, MENTEE)
    for handler in ("add_point", "save_agreement", "add_action"):
        expect(form(unit, handler)).to_have_count(0)
    expect(asks(unit, "open_booking")).to_have_count(0)
    expect(button(part(unit, "agreement"), "read_agreement")).to_be_visible()
    expect(unfold(unit, asks(unit, "open_notes").first)).to_be_visible()
    asks(unit, "open_notes").first.click()
    expect(steps.paper(mentor, "shared").get_by_text(NOTE)).to_be_visible()
    expect(steps.paper(mentor, "shared").locator("textarea")).to_have_count(0)
    expect(steps.paper(mentor, "own").locator("[name=body]")).to_have_value(OWN)
    mentor.check("what stays")

    with server_at_rest():
        gone = timezone.now() - dt.timedelta(minutes=1)
        assert Membership.objects.filter(group__closed_at__isnull=False).update(readable_until=gone) == 2
    unit = mentor.go(company.meetings)
    steps.open_tab(mentor, MENTEE)
    unfold(unit, asks(unit, "open_notes").first).click()
    expect(steps.paper(mentor, "own").locator("[name=body]")).to_have_value(OWN)
    content = mentor.frame.content()
    assert [text for text in (OUT, NOTE, STEP, ANSWER, SPOT) if text in content] == []


def nothing_that_was_written_has_leaked(caplog):
    logged = [str(vars(record)) for record in caplog.records]
    assert any("save_agreement" in line for line in logged)
    assert [line for line in logged if MARK in line] == []
    with server_at_rest():
        assert SentMail.objects.exists()
        assert [row for row in Message.objects.values() if MARK in str(row)] == []
        assert [row for row in SentMail.objects.values() if MARK in str(row)] == []
