"""A round of small groups, as offices of one administration do it: a matching group, and more mentors than groups need.

Fifteen wish for a group and eight would mentor one. Who is left over is asked to the mentor bank, is found there by a
line manager, and takes part after all.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from demo.models import SentMail
from demo.seed.course import PROGRAMME
from demo.seed.people import GROUPS_COORDINATOR, LINE_MANAGER, SMALL_GROUPS
from demo.seed.recruiting import MENTEE_CALL, MENTOR_CALL
from demo.seed.run import COURSES
from demo.seed.season import season
from mentoring_xblock.groups.models import Membership, State
from mentoring_xblock.notifications.models import Message
from tests.browser import round_steps as steps
from tests.browser.harness import Look, server_at_rest
from tests.browser.rounds import Course, asks, button, done, make_course, unfold

CRITERIA = ("values", "reflection")
MATCHERS = ("seppo", "inkeri", "farid")
#: Two of the mentors are put in reserve at once, and the first of them is asked to the bank and joins it.
RESERVE = ("helmeri", "juhani")
#: A mentee and a mentor whom the matching group reads in a browser, and would bring together.
READ, WITH = "onerva", "gunilla"
LETTER = "Tervetuloa ryhmiin 🌙 Welcome to the groups."


@pytest.fixture
def course(transactional_db, settings) -> Course:
    """The demo's third course weeks earlier: both calls are open, everybody has applied, and nobody has been read."""
    settings.EMAIL_BACKEND = "demo.mail.DatabaseBackend"
    seeded = next(one for one in COURSES if one.key == SMALL_GROUPS)
    made = make_course(seeded, season("ryhmat"), GROUPS_COORDINATOR, CRITERIA, ahead=25)
    made.lately.apply(MENTEE_CALL, made.season.mentees)
    made.lately.apply(MENTOR_CALL, made.season.mentors)
    return made


def test_from_a_matching_group_to_a_mentor_of_the_bank(course, visit):
    """Each in a language, at a width and in colours of their own."""
    kerttu = visit(course.coordinator, Look("fi", 320))
    read_both_calls(course, visit, kerttu)
    take_more_mentors_than_groups_need(course, kerttu)
    left_over = make_small_groups(course, kerttu)
    for username in (left_over, RESERVE[0]):
        join_the_bank(course, visit, username)
    find_them_for_ones_people(course, visit, kerttu)
    ask_them(course, visit, kerttu)


def read_both_calls(course, visit, kerttu):
    """Three read what mentees and mentors wrote; one of them would bring two together."""
    steps.open_desk(kerttu, course.pages["desk"], "applications")
    steps.name_matchers(kerttu, MATCHERS)
    leave_out_a_criterion(kerttu, len(CRITERIA))
    with server_at_rest():
        course.lately.read(MATCHERS, [one for one in course.season.everybody if one.username not in (READ, WITH)])
    reader = visit(course.account(MATCHERS[1]), Look("en", 1280))
    reader.go(course.pages["own"])
    mentor, mentee = (course.applicant(username).name for username in (WITH, READ))
    steps.rate(reader, mentor, "44", "take", "Kuuntelee.")
    steps.rate(reader, mentee, "43", "take", "Ei oman yksikön väen kanssa.")
    steps.open_reading(reader, mentee)
    form = unfold(reader.unit, asks(reader.unit, "suggest_pair"))
    form.locator("[name=find]").fill(mentor)
    form.locator("[name=find]").press("Enter")
    expect(form.get_by_role("radio", name=mentor)).to_be_focused()
    form.get_by_role("radio", name=mentor).check()
    form.locator("[name=note]").fill("Esihenkilötyö, arvot samat.")
    form.locator("[type=submit]").click()
    expect(reader.unit.get_by_role("listitem").filter(has_text="arvot samat")).to_contain_text(mentor)
    reader.check("a pair that is suggested")


def leave_out_a_criterion(kerttu, number):
    """Let them rate by one criterion less than the three that stand ready."""
    form = asks(kerttu.unit, "save_reading")
    form.locator("summary").click()
    for field in form.locator("fieldset").nth(number).get_by_role("textbox").all():
        field.fill("")
    form.locator("[type=submit]").click()
    expect(form.get_by_role("status")).to_be_visible()
    kerttu.check("what the matching group rates by")


def take_more_mentors_than_groups_need(course, kerttu):
    """Six of eight mentors are taken; the others wait in the reserve, and hear of the mentor bank."""
    steps.open_desk(kerttu, course.pages["desk"], "applications")
    steps.narrow(kerttu, "mentee", "received", 15)
    steps.decide_on_everybody(kerttu, "accepted", LETTER)
    steps.narrow(kerttu, "mentor", "received", 8)
    steps.decide(kerttu, "reserve", [course.applicant(username).name for username in RESERVE], LETTER)
    steps.narrow(kerttu, "mentor", "received", 6)
    steps.decide_on_everybody(kerttu, "accepted", LETTER)
    steps.narrow(kerttu, "mentor", "reserve", 2)
    for username in RESERVE:
        steps.chooser(kerttu.unit).get_by_role("checkbox", name=course.applicant(username).name).check()
    button(kerttu.unit, "bank_applicants").click()
    expect(done(kerttu.unit).first).to_be_visible()
    kerttu.check("mentors who are asked to the bank")


def make_small_groups(course, kerttu) -> str:
    """Groups of three to five are proposed, and all are told once: of their group, or of the bank who has none.

    Returns one of those mentors.
    """
    unit = steps.open_desk(kerttu, course.pages["desk"], "matching")
    steps.start(kerttu, of_three_to_five, where="a brief for small groups")
    steps.open_proposal(kerttu, "A")
    kerttu.check("a draft of small groups")
    with server_at_rest():
        before = SentMail.objects.count()
    steps.publish(kerttu, "before publishing small groups", ask_who_is_left_over_to_the_bank)
    with server_at_rest():
        led = leaders()
        told = list(SentMail.objects.order_by("pk")[before:].values_list("recipients", flat=True))
        assert set(led) == {one.username for one in course.season.mentees}
        mentors = {one.username for one in course.season.mentors if one.username not in RESERVE}
        assert sorted(told) == sorted(f"{name}@example.org" for name in {*led, *mentors})
        asked = Message.objects.filter(recipient__username__in=mentors, template="bank_welcome")
        left_over = set(asked.values_list("recipient__username", flat=True))
        assert left_over == mentors - set(led.values())
    expect(unit.locator("[data-mn-group-plan]")).to_have_count(len(set(led.values())))
    return left_over.pop()


def ask_who_is_left_over_to_the_bank(form):
    """Choose what mentors get who have no group."""
    form.locator("[name=mentors][value=bank]").check()


def of_three_to_five(form):
    """Ask for groups of three to five."""
    form.locator("[name=low]").fill("3")
    form.locator("[name=high]").fill("5")


def leaders() -> dict[str, str]:
    """Return by username who leads whose group now."""
    rows = Membership.objects.filter(group__state=State.PUBLISHED, seat__isnull=False)
    members = rows.filter(leads=False).values_list("participant__user__username", "group_id")
    led = dict(rows.filter(leads=True).values_list("group_id", "participant__user__username"))
    return {username: led[group] for username, group in members}


def join_the_bank(course, visit, username):
    """A mentor joins the bank, as their mail asked them to."""
    with server_at_rest():
        invited = Message.objects.filter(recipient__username=username, template="bank_welcome", state="sent")
        assert invited.count() == 1
    theirs = visit(course.account(username), Look("en", 320, "dark"))
    unit = theirs.go(course.pages["own"])
    if username != RESERVE[0]:
        # A mentor of the round has more than the bank on this page.
        theirs.button("Mentor bank").click()
    form = asks(unit, "save_profile")
    form.locator("[name=headline]").fill(headline_of(username))
    form.locator("[type=submit]").click()
    expect(done(unit)).to_be_visible()


def headline_of(username) -> str:
    """Return what somebody writes about themselves, and nobody else."""
    return f"Kuuntelen mielelläni, nimimerkki {username}"


def find_them_for_ones_people(course, visit, kerttu):
    """The coordinator lets a line manager search, who finds the mentor and asks for them."""
    unit = steps.open_desk(kerttu, course.pages["desk"], "bank")
    form = asks(unit, "name_managers")
    form.locator("[name=people]").fill(LINE_MANAGER.username)
    form.locator("[type=submit]").click()
    expect(button(unit, "dismiss_manager")).to_be_visible()
    kerttu.check("the bank, with a line manager")

    pirkko = visit(course.account(LINE_MANAGER.username), Look("fi", 1280, "dark"))
    unit = pirkko.go(course.pages["own"])
    search = asks(unit, "search_bank").and_(unit.locator("form"))
    search.locator("[name=text]").fill(RESERVE[0])
    search.locator("[name=text]").press("Enter")
    pirkko.settle()
    name = course.applicant(RESERVE[0]).name
    expect(unit.get_by_text(headline_of(RESERVE[0]))).to_be_visible()
    button(unit, "want_mentor", name).click()
    expect(done(unit)).to_be_visible()
    pirkko.check("somebody who was found in the bank")


def ask_them(course, visit, kerttu):
    """The coordinator asks the mentor, who says yes."""
    unit = steps.open_desk(kerttu, course.pages["desk"], "bank")
    form = unfold(unit, asks(unit, "invite_mentor").and_(unit.locator("form")))
    form.locator("[name=message]").fill("Pirkko toivoo sinua väelleen.")
    form.locator("[type=submit]").click()
    expect(done(unit)).to_be_visible()

    theirs = visit(course.account(RESERVE[0]), Look("en", 320, "dark"))
    unit = theirs.go(course.pages["own"])
    form = asks(unit, "answer_invitation")
    expect(form).to_be_visible()
    theirs.check("an invitation")
    form.locator("[name=accept]").click()
    expect(done(unit)).to_be_visible()
    unit = theirs.go(course.pages[PROGRAMME])
    theirs.check("a mentor whom nobody is with yet")
