"""One thin journey through everything, as each person lives it: in English and in Finnish, on a desk and on a phone."""

import re

from playwright.sync_api import expect

from demo.models import SentMail
from mentoring_xblock.notifications.models import Message
from tests.browser.harness import POINTS, Look, server_at_rest

MARK = "Kuiskaus7319"
GOAL = f"{MARK}: yksi vapaapäivä viikossa"
STEP = f"{MARK}: vapaapäivät kalenteriin"
ENTRY = f"{MARK}: ensi-ilta siirtyi taas"
COMMENT = f"{MARK}: mikä siinä on omissa käsissäsi?"
FEEDBACK = f"{MARK}: kerro ensi kerralla, mitä kokeilit"


PHASE = "Lämmittely"
MENTOR, MENTEE = "Anna Kytömäki", "Aino Niittylä"


def test_from_a_plan_to_points_in_the_gradebook(scene, visit, caplog):
    """Each in a language, at a width and in colours of their own."""
    caplog.set_level(1)
    author, coordinator = visit(scene.author, Look("en", 1280)), visit(scene.coordinator, Look("fi", 320))
    mentor, mentee = visit(scene.mentor, Look("en", 320, "dark")), visit(scene.mentee, Look("fi", 1280))

    change_the_plan_and_publish(author, scene.programme)
    make_a_pair_and_publish(coordinator, scene.desk)
    find_ones_place(mentee, scene.programme)
    write_a_goal_and_share_it(mentee, scene.goals)
    write_an_entry_and_share_it(mentee, scene.journal)
    hand_the_goal_in(mentee, scene.goals)
    read_comment_and_score(mentor, scene.desk)
    see_points_in_the_course_and_in_the_gradebook(mentee, coordinator, scene.goals)
    see_the_comment_and_withdraw(mentee, scene.journal)
    see_it_no_more(mentor, scene.desk)
    nothing_that_was_written_has_leaked(coordinator, caplog)


def change_the_plan_and_publish(author, programme):
    page = author.go_to("studio_unit", unit_id=programme.unit_id)
    page.get_by_role("button", name=author.say("Edit"), exact=True).click()
    phase = page.locator("[data-mn-rows=phases] [data-mn-row]").first
    phase.locator("[name=name__en]").fill(PHASE)
    phase.locator("[name=name__fi]").fill(PHASE)
    author.check()
    page.get_by_role("button", name=author.say("Save"), exact=True).click()
    expect(page.locator("[data-state]")).to_have_text(author.say("Saved as a draft. Publish to show it to learners."))
    page.get_by_role("button", name=author.say("Publish"), exact=True).click()
    expect(page.get_by_text(author.say("Published. Learners see this version now."))).to_be_visible()
    expect(page.locator("[data-preview]").get_by_text(PHASE)).to_be_visible()
    author.check()


def make_a_pair_and_publish(coordinator, desk):
    unit = coordinator.go(desk)
    coordinator.check()
    unit.locator("[data-mn-desk=groups]").click()
    coordinator.button("Make a group").click()
    unit.get_by_role("group", name=coordinator.say("Who is it for?")).get_by_label(MENTEE).check()
    unit.get_by_role("group", name=coordinator.say("Led by")).get_by_label(MENTOR).check()
    coordinator.check()
    coordinator.button("Make the draft").click()
    expect(unit.locator("[data-mn-group=draft]")).to_be_visible()
    coordinator.check()
    unit.locator("[data-mn-publish=all]").click()
    coordinator.check()
    unit.locator("[data-mn-confirm]").click()
    expect(unit.locator("[data-mn-group=published]")).to_be_visible()
    coordinator.check()
    mails = coordinator.go_to("outbox").locator(".demo-mails li")
    expect(mails).to_have_count(2)
    for name in ("aino", "anna"):
        expect(mails.filter(has_text=f"{name}@example.org")).to_have_count(1)
    coordinator.check()


def find_ones_place(mentee, programme):
    unit = mentee.go(programme)
    expect(unit.get_by_text(PHASE)).to_be_visible()
    expect(unit.get_by_text(MENTOR).first).to_be_visible()
    mentee.check()


def nothing_that_was_written_has_leaked(coordinator, caplog):
    logged = [str(vars(record)) for record in caplog.records]
    assert any("save_goal" in line for line in logged)
    assert [line for line in logged if MARK in line] == []
    page = coordinator.go_to("outbox")
    expect(page.locator(".demo-mails li").first).to_be_visible()
    with server_at_rest():
        assert MARK not in page.content()
        assert [row for row in Message.objects.values() if MARK in str(row)] == []
        assert [row for row in SentMail.objects.values() if MARK in str(row)] == []


def write_a_goal_and_share_it(mentee, goals):
    unit = mentee.go(goals)
    mentee.check()
    mentee.button("Write the first goal").click()
    unit.locator("[name=answer_statement]").fill(GOAL)
    unit.locator("[name=answer_first_step]").fill(STEP)
    unit.locator("[name=status]").select_option("active")
    mentee.check()
    mentee.button("Save").click()
    expect(unit.locator("[data-mn-saved]")).to_be_visible()
    expect(unit.get_by_text(mentee.say("Only you can read this"))).to_be_visible()
    mentee.button("Share with %(names)s", names=MENTOR).click()
    expect(mentee.button("Withdraw from %(names)s", names=MENTOR)).to_be_visible()
    expect(unit.get_by_text(mentee.say("%(name)s has not opened it", name=MENTOR))).to_be_visible()
    mentee.check()


def write_an_entry_and_share_it(mentee, journal):
    unit = mentee.go(journal)
    mentee.check()
    unit.locator("[name=answer_what]").fill(ENTRY)
    expect(unit.locator("[data-mn-state][data-mn-now=saved]")).to_be_visible()
    mentee.button("Share this entry").click()
    unit.get_by_role("radio", name=MENTOR).first.check()
    mentee.check()
    mentee.button("Share it").click()
    expect(mentee.button("Withdraw from %(names)s", names=MENTOR)).to_be_visible()
    mentee.check()


def hand_the_goal_in(mentee, goals):
    unit = mentee.go(goals)
    unit.get_by_role("checkbox", name=GOAL).check()
    mentee.button("Hand in").click()
    expect(unit.get_by_text(mentee.say("It waits for points."))).to_be_visible()
    mentee.check()


def read_comment_and_score(mentor, desk):
    unit = mentor.go(desk)
    mentor.check()
    new = unit.locator("b.mn-count", has_text=re.compile(f"^{mentor.say('new')}$"))
    expect(new).to_have_count(2)
    card = unit.locator("[id$=-card]")
    card.get_by_role("button", name=ENTRY).click()
    expect(unit.locator("[data-mn-read]").get_by_text(ENTRY).first).to_be_visible()
    expect(new).to_have_count(1)
    mentor.check()
    unit.locator("[data-mn-read] textarea").fill(COMMENT)
    mentor.button("Send the comment").click()
    expect(unit.locator("[data-mn-read]").get_by_text(COMMENT)).to_be_visible()

    unit.locator("[data-mn-desk] li").get_by_role("button", name=MENTEE).and_(
        unit.locator("[hx-post$=open_hand_in]")
    ).click()
    unit.get_by_role("radio", name="8", exact=True).check(force=True)
    unit.locator("[name=feedback]").fill(FEEDBACK)
    mentor.button("Give points").click()
    expect(unit.get_by_text(mentor.say(*POINTS, 10, points=8, maximum=10)).first).to_be_visible()
    mentor.check()


def see_points_in_the_course_and_in_the_gradebook(mentee, staff, goals):
    unit = mentee.go(goals)
    points = mentee.say(*POINTS, 10, points=8, maximum=10)
    expect(unit.get_by_text(points).first).to_be_visible()
    expect(unit.get_by_text(FEEDBACK)).to_be_visible()
    mentee.check()
    page = staff.go_to("gradebook")
    row = page.locator("[data-learner=aino]")
    expect(row.locator("td").first).to_have_text(staff.say("%(earned)s of %(possible)s", earned=8, possible=10))
    staff.check()


def see_the_comment_and_withdraw(mentee, journal):
    unit = mentee.go(journal)
    unit.locator("[data-mn-open-entry]").click()
    expect(unit.get_by_text(COMMENT)).to_be_visible()
    expect(unit.get_by_text(mentee.say("%(name)s opened it", name=MENTOR)).first).to_be_visible()
    mentee.check()
    mentee.button("Withdraw from %(names)s", names=MENTOR).click()
    expect(mentee.button("Share this entry")).to_be_visible()
    expect(unit.get_by_text(mentee.say("Only you can read this"))).to_be_visible()
    mentee.check()


def see_it_no_more(mentor, desk):
    unit = mentor.go(desk)
    expect(unit.get_by_text(GOAL).first).to_be_visible()
    expect(unit.get_by_text(ENTRY)).to_have_count(0)
    mentor.check()
