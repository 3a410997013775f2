"""The desk in a browser: a decision by keyboard, a table in and a table out, and no barrier at any width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.models import Message, Participant, Rating
from tests import factories as make
from tests import factories_matching as matching
from tests.browser.harness import Look, Visitor, server_at_rest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(chromium, live_server, transactional_db, desk) -> Iterator[Callable[..., Visitor]]:
    """Open the desk as the coordinator; the test fails if a script failed or a policy stopped something."""
    visitors: list[Visitor] = []

    def open_(look: Look | None = None) -> Visitor:
        visitors.append(Visitor(chromium, live_server.url, desk.carla, look or Look()))
        visitors[-1].go(desk.block)
        visitors[-1].button("Applications").press("Enter")
        expect(visitors[-1].button("Applications")).to_have_attribute("aria-current", "true")
        return visitors[-1]

    yield open_
    for visitor in visitors:
        visitor.close()
    with server_at_rest():
        assert [failure for visitor in visitors for failure in visitor.failures] == []


@pytest.fixture
def season(round_, call, mentor_call, applied):
    """A call in the middle of its season, and one with more mentors than it looks for."""
    topics = {"topics": ["animation", "funding"]}
    wide = "Maria-Elisabet Kaarakainen-Vanhatalo"
    people = {"wished": ["Anna Laine", "Nobody Known"], "vetoed": []}
    applied(wide, answers=matching.answers_for("mentee", people=people, **topics))
    applied("Matti Meikäläinen", language="fi", answers=matching.answers_for("mentee", **topics))
    applied("Noora Lind", Status.RESERVE, reserve_order=1)
    applied("Joonas Hietala", Status.RESERVE, reserve_order=2)
    applied("Elli Saari", Status.ACCEPTED)
    applied("Wilma Withdrawn", Status.WITHDRAWN)
    for name in ("Anna Laine", "Kaisa Virta", "Bo Ek"):
        applied(name, to=mentor_call, answers=matching.answers_for(CallRole.MENTOR, topics=["funding", "events"]))
    first = Application.objects.order_by("pk").first()
    for score, verdict in ((5, "take"), (2, "leave")):
        matcher = matching.make_matcher(round_.programme)
        Rating.objects.create(application=first, matcher=matcher, scores={"values": score}, verdict=verdict)


def test_a_decision_is_made_by_keyboard_and_sent_once(visit, season):
    seen = visit()
    unit = seen.unit
    expect(unit.get_by_role("heading", name="Five applications wait for a decision.")).to_be_visible()
    for name in ("Maria-Elisabet Kaarakainen-Vanhatalo", "Matti Meikäläinen"):
        unit.get_by_role("checkbox", name=f"Choose {name}").press("Space")
    seen.button("Accept…").press("Enter")
    expect(unit.get_by_role("heading", name="Accept 2 applications?")).to_be_focused()
    unit.get_by_label("Letter in English").fill("")
    unit.get_by_role("button", name="Decide, and send it to 2 people").press("Enter")
    expect(unit.get_by_label("Letter in English")).to_be_focused()
    seen.check("a letter is missing")
    unit.get_by_label("Letter in English").fill("Welcome to all.")
    unit.get_by_role("button", name="Decide, and send it to 2 people").press("Enter")
    expect(unit.get_by_role("status").filter(has_text="2 applications were accepted.")).to_be_focused()
    expect(unit.get_by_role("heading", name="Accept 2 applications?")).to_have_count(0)
    seen.check("sent")
    with server_at_rest():
        assert Message.objects.filter(template="application_decided").count() == 2
    seen.forgive("422")


def test_an_application_is_read_and_declined_in_its_place(visit, season):
    seen = visit(Look(width=320))
    unit = seen.unit
    unit.get_by_role("button", name="Read Matti Meikäläinen’s application").press("Enter")
    expect(unit.get_by_role("heading", name="What Matti Meikäläinen wrote")).to_be_focused()
    seen.check("read")
    # What was ticked elsewhere is not decided on by a button in an application.
    unit.get_by_role("checkbox", name="Choose Noora Lind").press("Space")
    unit.get_by_role("button", name="Decline Matti Meikäläinen…").press("Enter")
    expect(unit.get_by_role("heading", name="Decline 1 application?")).to_be_focused()
    seen.check("a refusal")
    unit.get_by_role("button", name="Leave it as it is").press("Enter")
    expect(unit.get_by_role("heading", name="Decline 1 application?")).to_have_count(0)
    unit.get_by_role("button", name="Close Matti Meikäläinen’s application").press("Enter")
    expect(unit.get_by_role("button", name="Read Matti Meikäläinen’s application")).to_be_focused()


def test_the_reserve_is_put_in_order_by_keyboard(visit, season):
    seen = visit()
    unit = seen.unit
    unit.get_by_label("State").select_option("In reserve")
    expect(unit.get_by_text("2 applications")).to_be_visible()
    unit.get_by_role("button", name="Move Joonas Hietala up").press("Enter")
    expect(unit.get_by_role("listitem").filter(has_text="Joonas Hietala").last).to_contain_text("place 1")
    expect(unit.get_by_role("button", name="Move Joonas Hietala up")).to_be_focused()
    with server_at_rest():
        queue = Application.objects.filter(status=Status.RESERVE).order_by("reserve_order")
        assert [row.applicant.profile.name for row in queue] == ["Joonas Hietala", "Noora Lind"]


def test_a_table_goes_out_as_a_file_and_comes_in_as_one(visit, season):
    with server_at_rest():
        make.make_learner("aada", "Aada Aalto")
    seen = visit()
    unit = seen.unit
    unit.get_by_text("Take applications away as a table").click()
    with seen.page.expect_download() as download:
        unit.get_by_role("button", name="Download “Call: mentee”").press("Enter")
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename == "applications.csv"
    assert text.startswith("Name,Username,") and "Matti Meikäläinen" in text
    expect(unit.get_by_text("The file is made.")).to_be_visible()
    unit.get_by_text("Add people from a table").click()
    # As spreadsheets write it: as “Unicode text”, and as they did of old.
    for line, encoding in (("aino;mentee", "utf-16"), ("aada;mentee\r\n=1+1;mentee", "windows-1252")):
        table = f"käyttäjätunnus;rooli\r\n{line}\r\n"
        files = [{"name": "people.csv", "mimeType": "text/csv", "buffer": table.encode(encoding)}]
        unit.get_by_label("Choose a CSV file").set_input_files(files)
        expect(unit.get_by_label("Table of people")).to_have_value(table.replace("\r\n", "\n"))
    seen.button("Look at it first").press("Enter")
    expect(unit.get_by_role("heading", name="1 line can’t be used.")).to_be_focused()
    seen.check("a table that was looked at")
    seen.button("Add 1 person").press("Enter")
    expect(unit.get_by_role("status").filter(has_text="1 person was added.")).to_be_focused()
    expect(unit.get_by_label("Table of people")).to_have_value("käyttäjätunnus;rooli\n=1+1;mentee")
    with server_at_rest():
        assert Participant.objects.filter(user__username="aada").exists()


def test_the_desk_has_no_barrier_at_any_width_or_colour(visit, season):
    seen = visit()
    unit = seen.unit
    unit.get_by_text("Let somebody apply late").click()
    unit.get_by_role("button", name="What applicants are sent : Call: mentee").press("Enter")
    expect(unit.get_by_role("heading", name="What applicants to “Call: mentee” are sent")).to_be_focused()
    unit.get_by_role("button", name="Read Maria-Elisabet Kaarakainen-Vanhatalo’s application").click()
    expect(unit.get_by_role("heading", name="What Maria-Elisabet Kaarakainen-Vanhatalo wrote")).to_be_visible()
    unit.get_by_role("button", name="Decline Maria-Elisabet Kaarakainen-Vanhatalo…").click()
    expect(unit.get_by_role("heading", name="Decline 1 application?")).to_be_visible()
    seen.check_everywhere("the desk")
