"""A round of pairs from its call to a late joiner: 45 who wish for a mentor, eight mentors with one to three places.

Who applies, what they write and what the matching group thinks of them stands in the demo's files of people.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from demo.models import SentMail
from demo.seed.course import PROGRAMME
from demo.seed.people import NEXT_COORDINATOR, NEXT_ROUND
from demo.seed.recruiting import MENTEE_CALL, MENTOR_CALL
from demo.seed.run import COURSES
from demo.seed.season import season
from mentoring_xblock.groups.models import Membership, State
from mentoring_xblock.programme.models import Participant, Role
from mentoring_xblock.proposals.models import Proposal
from tests.browser import round_steps as steps
from tests.browser.harness import Look, server_at_rest
from tests.browser.rounds import Course, button, make_course

CRITERIA = ("values", "reflection", "fit")
MATCHERS = ("ritva", "antero")

#: Who does things in a browser: they apply, divide the group, keep, decline, wait in the reserve, and come late.
ASKS, MENTORS = "raakel", "ville"
DIVIDES = "maija-liisa"
DECLINES, WAITS, LATE = "dimitri", "lenni", "nelli"

#: How they look at it.
LOOKS = {
    ASKS: Look("fi", 320),
    MENTORS: Look("en", 1280, "dark"),
    MATCHERS[0]: Look("fi", 1280, "dark"),
    MATCHERS[1]: Look("en", 320),
    DECLINES: Look("fi", 320, "dark"),
    WAITS: Look("en", 320),
    LATE: Look("fi", 1280),
}

#: Two are taken although the matching group would rather not, as many as there are places but for one.
ACCEPTED = (
    *("aleksi", "bea", "sohvi", "veera", DECLINES, "elina", "frans", "greta", "hanna", "ismo", "jasmin", "kosti"),
    *("lotta", "matias", "omar", ASKS, "santeri", DIVIDES),
)
PLACES = 19
NOTE = "Salaisuus7319"
SORRY = "Kiitos hakemuksesta. Thank you for applying."
LETTER = "Tervetuloa joukkoon 🌙 Welcome among us."


@pytest.fixture
def course(transactional_db, settings) -> Course:
    """The demo's second course five weeks earlier: both calls are open, and nobody has applied."""
    settings.EMAIL_BACKEND = "demo.mail.DatabaseBackend"
    seeded = next(one for one in COURSES if one.key == NEXT_ROUND)
    return make_course(seeded, season("kierros"), NEXT_COORDINATOR, CRITERIA, ahead=36)


def test_from_a_call_to_a_late_joiner(course, visit):
    """Each in a language, at a width and in colours of their own."""
    outi = visit(course.coordinator, Look("en", 1280))
    apply(course, visit)
    name_the_matching_group(course, outi)
    read_and_disagree(course, visit)
    decide_on_all(course, outi)
    choose_among_drafts(course, outi)
    publish(course, outi)
    decline(course, visit)
    offer_it_on(course, visit, outi)
    come_late(course, visit, outi)


def apply(course, visit):
    """Forty-five and eight apply, one of each here; then the first call closes."""
    now = course.lately
    for username, call in ((ASKS, MENTEE_CALL), (MENTORS, MENTOR_CALL)):
        answers = now.answers(course.applicant(username))
        if username == MENTORS:
            answers["capacity"] += 1
        steps.write(visit(course.account(username), LOOKS[username]), course.pages[call], answers)
    with server_at_rest():
        sent = [one for one in course.season.mentees if not one.draft]
        assert len(sent) == 45
        now.apply(MENTEE_CALL, [one for one in sent if one.username != ASKS])
        now.apply(MENTOR_CALL, [one for one in course.season.mentors if one.username != MENTORS])
        now.begin(MENTEE_CALL, course.applicant(LATE))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    steps.close_call(visit(course.author, Look("fi", 1280)), course.pages[MENTEE_CALL], yesterday.isoformat())
    late = visit(course.account(LATE), LOOKS[LATE])
    unit = late.go(course.pages[MENTEE_CALL])
    expect(unit.locator("[data-mn-status-of=draft]")).to_be_visible()
    expect(unit.locator("[name=answer_letter]")).to_have_count(0)
    late.check("a call that has closed over a draft")


def name_the_matching_group(course, outi):
    steps.open_desk(outi, course.pages["desk"], "applications")
    steps.name_matchers(outi, MATCHERS)
    outi.check("a desk with forty-five applications")


def read_and_disagree(course, visit):
    """Two read blind; about one they do not think alike, and hear of it."""
    name = course.applicant(DIVIDES).name
    with server_at_rest():
        read = [one for one in course.season.everybody if one.username != DIVIDES]
        course.lately.read(MATCHERS, read)
    for matcher, scores, verdict in zip(MATCHERS, ("253", "555"), ("leave", "take"), strict=True):
        reader = visit(course.account(matcher), LOOKS[matcher])
        reader.go(course.pages["own"])
        steps.rate(reader, name, scores, verdict, NOTE)
    steps.open_reading(reader, name)
    expect(reader.unit.get_by_role("listitem").filter(has_text=NOTE)).to_contain_text("Ritva Anttonen")
    reader.check("two who do not think alike")


def decide_on_all(course, outi):
    steps.open_desk(outi, course.pages["desk"], "applications")
    expect(steps.find(outi, course.applicant(DIVIDES).name)).to_contain_text(outi.say("Opinions differ"))
    steps.open_desk(outi, course.pages["desk"], "applications")
    steps.narrow(outi, "mentor", "received", 8)
    steps.decide_on_everybody(outi, "accepted", LETTER)
    steps.narrow(outi, "mentee", "received", 45)
    names = {one.username: one.name for one in course.season.mentees}
    steps.decide(outi, "accepted", [names[username] for username in ACCEPTED], LETTER)
    steps.narrow(outi, "mentee", "received", 27)
    steps.decide(outi, "reserve", [names[username] for username in (WAITS, "cecilia", "fanni")], SORRY)
    steps.narrow(outi, "mentee", "received", 24)
    steps.decide_on_everybody(outi, "declined", SORRY, told="Paikat loppuivat. There were no more places.")
    steps.narrow(outi, "mentee", "received", 0)
    outi.check("a desk where all is decided")


def choose_among_drafts(course, outi):
    """Two drafts side by side; the better one is changed by hand, and run again around what is locked."""
    unit = steps.open_desk(outi, course.pages["desk"], "matching")
    steps.start(outi, where="a brief for eighteen people")
    steps.start(outi, lambda form: form.locator("[name=way][value=total]").check())
    outi.check("two drafts side by side")
    with server_at_rest():
        objectives = Proposal.objects.order_by("pk").values_list("brief__objective", flat=True)
        assert list(objectives) == ["fair", "total"]
    steps.open_proposal(outi, "B")
    names = {one.username: one.name for one in course.season.mentees}
    move(outi, unit, names["hanna"], to=with_room(course, unit))
    swap(outi, unit, names["santeri"], names["jasmin"])
    steps.lock(outi, names["veera"])
    stays = steps.leader_of(unit, names["veera"])
    button(unit, "new_proposal").click()
    steps.asks(unit, "start_proposal").locator("[type=submit]").last.click()
    expect(unit.locator("[data-mn-proposal]")).to_have_count(3)
    steps.open_proposal(outi, "C")
    assert steps.leader_of(unit, names["veera"]) == stays
    expect(steps.seat(unit, names["veera"]).locator("[aria-pressed=true]")).to_be_visible()


def with_room(course, unit) -> str:
    """Return which mentor has a place that the open draft leaves free."""
    given = Counter(unit.locator("[data-mn-drop] .mn-person-name").all_inner_texts())
    with server_at_rest():
        places = dict(Participant.objects.filter(role=Role.MENTOR).values_list("user__profile__name", "capacity"))
    assert sum(places.values()) == PLACES
    return next(name for name, number in places.items() if given[name] < number)


def move(outi, unit, name, to):
    """Somebody goes to a mentor with room, and back."""
    before = steps.leader_of(unit, name)
    chooser = steps.look_elsewhere(outi, name)
    button(chooser, "move_seat", to).click()
    mentor = steps.seat(unit, name).locator("[data-mn-drop]")
    expect(mentor).to_contain_text(to)
    steps.undo(outi)
    expect(mentor).to_contain_text(before)


def swap(outi, unit, one, other):
    """Two change places, once it was shown what that changes."""
    before = {name: steps.leader_of(unit, name) for name in (one, other)}
    chooser = steps.look_elsewhere(outi, one)
    chooser.locator("[name=find]").fill(other)
    chooser.locator("[name=find]").press("Enter")
    outi.settle()
    button(chooser, "ask_what_if", other).last.click()
    button(unit.locator("[data-mn-difference]"), "move_seat").click()
    expect(steps.seat(unit, one)).to_contain_text(before[other])
    expect(steps.seat(unit, other)).to_contain_text(before[one])


def publish(course, outi):
    """All are told once, each of their own."""
    with server_at_rest():
        before = SentMail.objects.count()
    steps.publish(outi, "before publishing eighteen pairs")
    with server_at_rest():
        told = Counter(SentMail.objects.order_by("pk")[before:].values_list("recipients", flat=True))
        assert len(told) == len(ACCEPTED) + 8
        assert set(told.values()) == {1}
        assert len(pairs()) == len(ACCEPTED)
    outi.check("eighteen pairs that are published")


def pairs() -> dict[str, str]:
    """Return by username who is whose mentor now."""
    rows = Membership.objects.filter(group__state=State.PUBLISHED, seat__isnull=False)
    members = rows.filter(leads=False).values_list("participant__user__username", "group_id")
    leaders = dict(rows.filter(leads=True).values_list("group_id", "participant__user__username"))
    return {username: leaders[group] for username, group in members}


def decline(course, visit):
    mentee = visit(course.account(DECLINES), LOOKS[DECLINES])
    unit = mentee.go(course.pages[PROGRAMME])
    button(unit, "explain_place").first.click()
    mentee.check("a place that can be declined")
    button(unit, "ask_place").click()
    form = steps.asks(unit, "decline_place")
    form.locator("textarea").fill("Muutan Ouluun.")
    mentee.check("a place that is being declined")
    form.locator("[type=submit]").click()
    expect(button(unit, "ask_place")).to_have_count(0)
    mentee.check("a place that was declined")


def offer_it_on(course, visit, outi):
    """The first in the reserve gets the place, and keeps it."""
    name = course.applicant(WAITS).name
    unit = steps.open_desk(outi, course.pages["desk"], "applications")
    steps.narrow(outi, "mentee", "reserve", 3)
    steps.decide(outi, "accepted", [name], LETTER)
    steps.open_desk(outi, course.pages["desk"], "matching")
    expect(unit.get_by_text(course.applicant(DECLINES).name).first).to_be_visible()
    expect(unit.get_by_text("Muutan Ouluun.")).to_be_visible()
    outi.check("a place to offer on")
    steps.offer(outi, name)
    taker = visit(course.account(WAITS), LOOKS[WAITS])
    unit = taker.go(course.pages[PROGRAMME])
    button(unit, "keep_place").click()
    expect(button(unit, "keep_place")).to_have_count(0)
    taker.check("a place that is kept")


def come_late(course, visit, outi):
    """Somebody whose draft was not sent in time gets the last place, and nobody is moved."""
    late, call = course.applicant(LATE), course.pages[MENTEE_CALL]
    with server_at_rest():
        before = pairs()
        mails = SentMail.objects.count()
    unit = steps.open_desk(outi, course.pages["desk"], "applications")
    steps.let_in_late(outi, call, LATE, (timezone.localdate() + dt.timedelta(days=2)).isoformat())
    writer = visit(course.account(LATE), LOOKS[LATE])
    writer.go(call)
    steps.send(writer)
    unit = steps.open_desk(outi, course.pages["desk"], "applications")
    steps.narrow(outi, "mentee", "received", 1)
    steps.decide_on_everybody(outi, "accepted", LETTER)
    steps.open_desk(outi, course.pages["desk"], "matching")
    steps.offer(outi, late.name)
    outi.check("nobody waits any more")
    unit = writer.go(course.pages[PROGRAMME])
    expect(button(unit, "keep_place")).to_be_visible()
    with server_at_rest():
        after = pairs()
        assert LATE in after
        assert {name: mentor for name, mentor in after.items() if name != LATE} == before
        assert len(after) == PLACES
        told = SentMail.objects.order_by("pk")[mails:].values_list("recipients", "subject")
        assert len(set(told)) == len(told)
    mails_page = outi.go_to("outbox").locator(".demo-mails li")
    expect(mails_page.filter(has_text=f"{LATE}@example.org").first).to_be_visible()
