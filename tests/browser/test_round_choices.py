"""A round in which mentees may ask a mentor themselves, and a coordinator brings the others together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from demo.models import SentMail
from demo.seed.course import PROGRAMME
from demo.seed.people import NEXT_COORDINATOR, NEXT_ROUND
from demo.seed.recruiting import MENTEE_CALL, MENTOR_CALL
from demo.seed.run import COURSES
from demo.seed.season import season
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.notifications.models import Message
from tests.browser import round_steps as steps
from tests.browser.harness import Look, server_at_rest
from tests.browser.rounds import Course, asks, button, done, make_course

#: Somebody who asks, the mentor who says yes first, the one who is too late, and others who ask nobody.
ASKS, FIRST, LATER = "sohvi", "jukka", "helka"
OTHERS = ("veera", "dimitri")
MESSAGE = "Salaisuus7319: haluaisin puhua rahasta."


@pytest.fixture
def course(transactional_db, settings) -> Course:
    """The demo's second course, with three mentees and two mentors whom the coordinator has accepted."""
    settings.EMAIL_BACKEND = "demo.mail.DatabaseBackend"
    seeded = next(one for one in COURSES if one.key == NEXT_ROUND)
    made = make_course(seeded, season("kierros"), NEXT_COORDINATOR, (), ahead=36)
    for call, people in ((MENTEE_CALL, (ASKS, *OTHERS)), (MENTOR_CALL, (FIRST, LATER))):
        made.lately.apply(call, [made.applicant(username) for username in people])
    made.lately.take((ASKS, *OTHERS, FIRST, LATER))
    return made


def test_who_says_yes_first_mentors_and_the_other_is_told(course, visit):
    """Each in a language, at a width and in colours of their own."""
    looks = {ASKS: Look("fi", 320), FIRST: Look("en", 320, "dark"), LATER: Look("en", 1280)}
    mentee, first, later = (visit(course.account(username), looks[username]) for username in (ASKS, FIRST, LATER))
    with server_at_rest():
        names = {one: course.account(one).profile.name for one in (ASKS, FIRST, LATER)}
    ask_two(course, mentee, names)
    for mentor in (first, later):
        mentor.go(course.pages["own"])
        expect(mentor.unit.get_by_text(MESSAGE)).to_be_visible()
    button(first.unit, "accept_request", names[ASKS]).click()
    expect(done(first.unit)).to_be_visible()
    say_yes_too_late(course, later, names)
    expect(mentee.go(course.pages[PROGRAMME]).get_by_text(names[FIRST]).first).to_be_visible()
    mentee.check("the programme of somebody who has found a mentor")
    bring_the_others_together(course, visit(course.coordinator, Look("fi", 1280)), names)


def ask_two(course, mentee, names):
    """Two mentors are asked with a message each; more than that nobody may ask at once."""
    unit = mentee.go(course.pages["own"])
    for username in (FIRST, LATER):
        button(unit, "open_mentor", names[username]).click()
        form = asks(unit, "ask_mentor")
        form.locator("[name=message]").fill(MESSAGE)
        form.locator("[type=submit]").click()
        expect(button(unit, "withdraw_request", names[username])).to_be_visible()
    expect(button(unit, "open_mentor")).to_have_count(0)
    mentee.check("two mentors who were asked")


def say_yes_too_late(course, later, names):
    """The other mentor, whose page is still the old one, hears of it in place of mentoring, and by one mail."""
    button(later.unit, "accept_request", names[ASKS]).click()
    expect(later.unit.get_by_role("alert")).to_be_visible()
    expect(button(later.unit, "accept_request")).to_have_count(0)
    later.check("an answer that comes too late")
    later.forgive("409")
    with server_at_rest():
        mails = Message.objects.filter(recipient__username=LATER, template__startswith="request").order_by("pk")
        assert list(mails.values_list("template", "state")) == [("request_received", "sent"), ("request_over", "sent")]
        assert [mail for mail in SentMail.objects.all() if MESSAGE in mail.body + mail.html] == []
        assert set(mentors_of(ASKS)) == {FIRST}


def mentors_of(username: str) -> list[str]:
    """Return who leads a group that somebody is in."""
    groups = Membership.objects.filter(participant__user__username=username, seat__isnull=False).values("group")
    leads = Membership.objects.filter(group__in=groups, leads=True, seat__isnull=False)
    return list(leads.values_list("participant__user__username", flat=True))


def bring_the_others_together(course, outi, names):
    """A proposal leaves those alone who have found one another, and gives the places that are left."""
    unit = steps.open_desk(outi, course.pages["desk"], "matching")
    steps.start(outi)
    steps.open_proposal(outi, "A")
    for username in OTHERS:
        expect(steps.seat(unit, course.applicant(username).name)).to_be_visible()
    expect(steps.seat(unit, names[ASKS])).to_have_count(0)
