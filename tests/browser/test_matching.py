"""How a coordinator brings people together in the browser: a run, changes by hand, what if, undo, publishing."""

from contextlib import contextmanager
from unittest import mock

import pytest
from playwright.sync_api import expect

from demo.models import SentMail
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.programme.models import Programme
from mentoring_xblock.proposals import running
from mentoring_xblock.proposals.models import Proposal
from tests import factories
from tests.browser.harness import Look, server_at_rest
from tests.factories_matching import answers_for, make_application, make_call, plan_lists

WISHES = {
    "Elli Saarelainen": ["funding"],
    "Joonas Hietala": ["animation"],
    "Noora Lind": ["events", "animation", "leading"],
}
OFFERS = {"Anna Lehtovaara": ["funding", "leading"], "Bo Ekström-Rautavaara": ["animation", "events"]}


@pytest.fixture
def accepted(scene):
    """Three who wish for a mentor and two mentors with two places each; nobody else takes part."""
    programme = Programme.objects.get()
    programme.plan = {**programme.plan, "lists": plan_lists()}
    programme.save()
    scene.round.participants.all().delete()
    for role, people in ((CallRole.MENTEE, WISHES), (CallRole.MENTOR, OFFERS)):
        call = make_call(programme, role)
        for name, topics in people.items():
            answers = answers_for(role, topics=topics)
            person = factories.make_participant(scene.round, role.value, name=name, headline="festivals, Tampere")
            make_application(scene.round, call, participant=person, status="accepted", answers=answers)
    return scene


@contextmanager
def a_worker_that_waits():
    """Let a run wait until the test lets it go on."""
    with mock.patch("mentoring_xblock.tasks.run_proposal.delay"):
        yield


def let_it_work():
    with server_at_rest():
        running.run(Proposal.objects.get().public_id)


def test_from_an_empty_desk_to_published_pairs(accepted, visit):
    leena = visit(accepted.coordinator, Look("fi", 320))
    unit = leena.go(accepted.desk)
    unit.locator("[data-mn-desk=matching]").click()
    expect(leena.heading("No proposal yet.")).to_be_visible()
    leena.check("the empty desk")

    start_a_run(leena, unit)
    open_it(leena, unit)
    lock_somebody(leena, unit)
    move_by_dragging(leena, unit)
    change_places_by_buttons(leena, unit)
    ask_what_if(leena, unit)
    undo_it(leena, unit)
    publish_it(leena, unit)


def start_a_run(leena, unit):
    leena.button("New proposal").click()
    leena.check_around("the form")
    unit.locator("[name=weight_hours]").fill("30")
    unit.locator("[name=weight_hours]").press("Tab")
    expect(unit.get_by_role("img", name=f"{leena.say('common hours')} 30")).to_be_visible()
    with a_worker_that_waits():
        # The last number is still being drawn when the run is asked for, and counts.
        unit.locator("[name=weight_wishes]").fill("70")
        leena.button("Start").click()
        bar = unit.get_by_role("progressbar")
        expect(bar).to_be_visible()
        expect(bar).to_have_attribute("aria-valuenow", "0")
        leena.check("a run that waits")
        with server_at_rest():
            weights = Proposal.objects.get().brief["weights"]
        assert (weights["wishes"], weights["hours"]) == (70, 30)
        let_it_work()
        expect(unit.get_by_text(leena.say("Everybody has a mentor."))).to_be_visible()
        expect(bar).to_have_count(0)
    leena.check_around("proposals side by side")


def open_it(leena, unit):
    leena.button("Open Proposal %(letter)s", letter="A").click()
    expect(leena.heading("Everybody has a mentor.")).to_be_focused()
    expect(pair(unit, "Elli Saarelainen")).to_contain_text("Anna Lehtovaara")
    expect(pair(unit, "Noora Lind")).to_contain_text("Bo Ekström-Rautavaara")
    leena.check_around("a proposal")


def pair(unit, name):
    """The line of somebody in the proposal."""
    return unit.locator("[data-mn-seat]").filter(has=unit.locator("[data-mn-drag]", has_text=name))


def lock_somebody(leena, unit):
    lock = pair(unit, "Elli Saarelainen").locator("[aria-pressed]")
    lock.focus()
    lock.press("Enter")
    expect(pair(unit, "Elli Saarelainen").locator("[aria-pressed=true]")).to_be_focused()
    expect(leena.button("Run again around %(locks)s lock", locks=1)).to_be_visible()


def move_by_dragging(leena, unit):
    leena.settle()
    person = pair(unit, "Noora Lind").locator("[data-mn-drag]")
    person.drag_to(pair(unit, "Elli Saarelainen").locator("[data-mn-drop]"))
    expect(pair(unit, "Noora Lind")).to_contain_text("Anna Lehtovaara")
    expect(pair(unit, "Noora Lind").locator("[data-mn-focus]")).to_be_focused()
    expect(leena.button("Undo")).to_be_enabled()
    leena.check("after dragging")


def change_places_by_buttons(leena, unit):
    line = pair(unit, "Noora Lind")
    line.get_by_role("button", name=leena.say("Move…")).click()
    expect(unit.locator("[data-mn-chooser]").get_by_role("heading")).to_be_focused()
    unit.get_by_label(leena.say("Find somebody to change places with"), exact=True).fill("joonas")
    unit.locator("[data-mn-chooser] [type=submit]").click()
    leena.check("where somebody could go")
    leena.button("Change places with %(name)s…", name="Joonas Hietala").last.click()
    expect(unit.locator("[data-mn-difference] [data-mn-focus]")).to_be_focused()
    leena.check_around("what changing places would change")
    leena.button("Let them change places").click()
    expect(pair(unit, "Noora Lind")).to_contain_text("Bo Ekström-Rautavaara")
    expect(pair(unit, "Joonas Hietala")).to_contain_text("Anna Lehtovaara")


def ask_what_if(leena, unit):
    leena.settle()
    leader = unit.locator("[name=leader]")
    leader.select_option(leader.locator("option", has_text="Anna Lehtovaara").get_attribute("value"))
    leena.button("One place less").click()
    expect(unit.locator("[data-mn-difference] [data-mn-focus]")).to_be_focused()
    expect(leena.button("Try it as another proposal")).to_be_visible()
    leena.check_around("what if")


def undo_it(leena, unit):
    for _ in range(2):
        leena.settle()
        leena.button("Undo").click()
        expect(unit.get_by_text(leena.say("Undone."), exact=True)).to_be_visible()
    expect(pair(unit, "Joonas Hietala")).to_contain_text("Bo Ekström-Rautavaara")
    leena.settle()
    leena.button("Redo").click()
    said = unit.locator("[role=status]", has_text=leena.say("Done again."))
    expect(said).to_be_focused()
    expect(pair(unit, "Noora Lind")).to_contain_text("Anna Lehtovaara")


def publish_it(leena, unit):
    leena.settle()
    leena.button("Publish…").click()
    expect(unit.locator("[data-mn-confirm]")).to_be_visible()
    expect(leena.button("Publish…")).to_have_count(0)
    leena.check_around("before publishing")
    unit.locator("[data-mn-confirm]").click()
    expect(leena.heading("After publishing")).to_be_visible()
    leena.check_around("after publishing")
    with server_at_rest():
        assert SentMail.objects.count() == len(WISHES) + len(OFFERS)


def test_the_second_coordinator_sees_both_versions_and_does_theirs_on_top(accepted, visit):
    saija = factories.make_coordinator(Programme.objects.get(), name="Saija Lampi")
    leena, other = visit(accepted.coordinator, Look("en", 1280)), visit(saija, Look("fi", 1280, "dark"))
    for one in (leena, other):
        unit = one.go(accepted.desk)
        unit.locator("[data-mn-desk=matching]").click()
        if one is leena:
            start_a_run(one, unit)
        one.button("Open Proposal %(letter)s", letter="A").click()
    other.settle()
    lock_somebody(other, other.unit)
    leena.settle()
    person = pair(leena.unit, "Noora Lind").locator("[data-mn-drag]")
    person.drag_to(pair(leena.unit, "Elli Saarelainen").locator("[data-mn-drop]"))
    both = leena.unit.locator("[data-mn-conflict]")
    expect(both).to_be_focused()
    expect(both).to_contain_text("Saija Lampi")
    expect(both).to_contain_text("Noora Lind")
    leena.check("both versions")
    leena.settle()
    leena.button("Do mine on top").click()
    expect(pair(leena.unit, "Noora Lind")).to_contain_text("Anna Lehtovaara")
    expect(pair(leena.unit, "Elli Saarelainen").locator("[aria-pressed=true]")).to_be_visible()
    leena.forgive("409")
