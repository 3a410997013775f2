"""One thin journey through everything, as each person lives it: in English on a desk, in Finnish on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.harness import Look

MARK = "Kuiskaus7319"
GOAL = f"{MARK}: yksi vapaapäivä viikossa"
STEP = f"{MARK}: vapaapäivät kalenteriin"
ENTRY = f"{MARK}: ensi-ilta siirtyi taas"
COMMENT = f"{MARK}: mikä siinä on omissa käsissäsi?"
FEEDBACK = f"{MARK}: kerro ensi kerralla, mitä kokeilit"


@pytest.mark.parametrize("look", [Look("en", 1280), Look("fi", 320)], ids=str)
def test_a_goal_and_an_entry_from_their_writer_to_the_mentor_and_back(paired, visit, look):
    mentee, mentor = visit(paired.mentee, look), visit(paired.mentor, look)
    name = {"mentor": "Anna Kytömäki", "mentee": "Aino Niittylä"}

    write_a_goal_and_share_it(mentee, paired.goals, name["mentor"])
    write_an_entry_and_share_it(mentee, paired.journal, name["mentor"])
    hand_the_goal_in(mentee, paired.goals)
    read_comment_and_score(mentor, paired.desk, name["mentee"])
    see_points_in_the_course_and_in_the_gradebook(mentee, visit(paired.coordinator, look), paired.goals)
    see_the_comment_and_withdraw(mentee, paired.journal, name["mentor"])
    see_it_no_more(mentor, paired.desk)


def write_a_goal_and_share_it(mentee, goals, mentor_name):
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
    mentee.button("Share with %(names)s", names=mentor_name).click()
    expect(mentee.button("Withdraw from %(names)s", names=mentor_name)).to_be_visible()
    expect(unit.get_by_text(mentee.say("%(name)s has not opened it", name=mentor_name))).to_be_visible()
    mentee.check()


def write_an_entry_and_share_it(mentee, journal, mentor_name):
    unit = mentee.go(journal)
    mentee.check()
    unit.locator("[name=answer_what]").fill(ENTRY)
    expect(unit.locator("[data-mn-state][data-mn-now=saved]")).to_be_visible()
    mentee.button("Share with %(names)s", names=mentor_name).click()
    expect(mentee.button("Withdraw from %(names)s", names=mentor_name)).to_be_visible()
    mentee.check()


def hand_the_goal_in(mentee, goals):
    unit = mentee.go(goals)
    unit.get_by_role("checkbox", name=GOAL).check()
    mentee.button("Hand in").click()
    expect(unit.get_by_text(mentee.say("It waits for points."))).to_be_visible()
    mentee.check()


def read_comment_and_score(mentor, desk, mentee_name):
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

    unit.locator("[data-mn-desk] li").get_by_role("button", name=mentee_name).and_(
        unit.locator("[hx-post$=open_hand_in]")
    ).click()
    unit.get_by_role("radio", name="8", exact=True).check(force=True)
    unit.locator("[name=feedback]").fill(FEEDBACK)
    mentor.button("Give points").click()
    expect(unit.get_by_text(mentor.say("%(points)s of %(maximum)s points", points=8, maximum=10)).first).to_be_visible()
    mentor.check()


def see_points_in_the_course_and_in_the_gradebook(mentee, staff, goals):
    unit = mentee.go(goals)
    points = mentee.say("%(points)s of %(maximum)s points", points=8, maximum=10)
    expect(unit.get_by_text(points).first).to_be_visible()
    expect(unit.get_by_text(FEEDBACK)).to_be_visible()
    mentee.check()
    page = staff.go_to("gradebook")
    row = page.locator("[data-learner=aino]")
    expect(row.locator("td").first).to_have_text(staff.say("%(earned)s of %(possible)s", earned=8, possible=10))
    staff.check()


def see_the_comment_and_withdraw(mentee, journal, mentor_name):
    unit = mentee.go(journal)
    unit.locator("[data-mn-open-entry]").click()
    expect(unit.get_by_text(COMMENT)).to_be_visible()
    expect(unit.get_by_text(mentee.say("%(name)s opened it", name=mentor_name)).first).to_be_visible()
    mentee.check()
    mentee.button("Withdraw from %(names)s", names=mentor_name).click()
    expect(mentee.button("Share with %(names)s", names=mentor_name)).to_be_visible()
    expect(unit.get_by_text(mentee.say("Only you can read this"))).to_be_visible()
    mentee.check()


def see_it_no_more(mentor, desk):
    unit = mentor.go(desk)
    expect(unit.get_by_text(GOAL).first).to_be_visible()
    expect(unit.get_by_text(ENTRY)).to_have_count(0)
    mentor.check()
