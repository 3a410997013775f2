"""Meetings of the whole programme and groups to sign up to, on people's own page and on the coordinator's."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.models import Attendance, Meeting, OpenGroup
from mentoring_xblock.programme.data import Role
from tests import factories, pages
from tests.gatherings.world import JointWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> JointWorld:
    return JointWorld()


@pytest.fixture
def page():
    return pages.publish_block("mentoring_meetings", "meetings")


@pytest.fixture
def desk():
    return pages.publish_block("mentoring_dashboard", "dashboard")


def soon(meeting: Meeting, **ahead: float) -> None:
    """Let a meeting be some time ahead of the real clock, by which pages go."""
    meeting.starts_at = timezone.now() + dt.timedelta(**ahead)
    meeting.ends_at = meeting.starts_at + dt.timedelta(hours=1)
    meeting.save()


def form_of(text: str, name: str) -> str:
    """Return what a hidden field of the page holds."""
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


def test_a_mentee_answers_and_waits_on_their_page(world, page):
    one, two = world.mentees(2)
    meeting = world.meeting(places=1, link="https://example.org/room", title={"en": "Supervision <b>"})
    soon(meeting, days=3)
    whole = pages.send(one, page, "open_relation", {"group": ""}).content.decode()
    assert "Supervision &lt;b&gt;" in whole
    assert "I come" in whole
    # Where places are few only those who have one are let in.
    assert "example.org/room" not in whole
    body = {"meeting": str(meeting.public_id), "coming": True}
    came = pages.send(one, page, "answer_joint", body).content.decode()
    assert "You have a place." in came
    assert 'href="https://example.org/room" rel="noopener noreferrer" target="_blank"' in came
    waits = pages.send(two, page, "answer_joint", body).content.decode()
    assert "You are number 1 on the waiting list." in waits
    assert "example.org/room" not in waits
    pages.send(one, page, "answer_joint", {**body, "coming": False})
    assert "You have a place." in pages.send(two, page, "open_relation", {"group": ""}).content.decode()
    soon(meeting, hours=-1)
    late = pages.send(one, page, "answer_joint", body)
    assert late.status_code == 409
    assert "This meeting has begun" in late.content.decode()


def test_the_programme_s_page_names_the_next_one_and_what_waits_for_an_answer(world, page):
    home, mentee = pages.publish_block("mentoring_programme", "b1"), world.mentees(1)[0]
    meeting = world.meeting(title={"en": "Kick-off"}, answer_on=dt.date(2026, 9, 30))
    soon(meeting, days=3)
    Meeting.objects.update(answer_until=timezone.now() + dt.timedelta(days=2))
    whole = pages.see(mentee, home)
    assert "Do you come? Kick-off" in whole
    assert '<section class="mn-next"' in whole and "Kick-off</h3>" in whole
    pages.send(mentee, page, "answer_joint", {"meeting": str(meeting.public_id), "coming": False})
    whole = pages.see(mentee, home)
    assert "Do you come?" not in whole
    assert '<section class="mn-next"' not in whole


def test_whoever_holds_a_meeting_says_who_was_there(world, page, desk):
    coach = factories.make_participant(world.round, Role.COACH, name="Kaisa Valmentaja")
    one, two = world.mentees(2)
    meeting = world.meeting(leader=coach.public_id)
    soon(meeting, days=1)
    for person in (one, two):
        pages.send(person, page, "answer_joint", {"meeting": str(meeting.public_id), "coming": True})
    assert "You hold this meeting." in pages.send(coach, page, "open_relation", {"group": ""}).content.decode()
    soon(meeting, hours=-2)
    sheet = pages.send(coach, page, "open_attendance", {"meeting": str(meeting.public_id)}).content.decode()
    assert sheet.count(" checked") == 2
    listed = re.findall(r'name="listed\[\]" value="([^"]*)"', sheet)
    body = {"meeting": str(meeting.public_id), "page": 1, "listed": listed, "there": listed[:1]}
    saved = pages.send(coach, page, "save_attendance", body).content.decode()
    assert "Saved: 1 person was there." in saved
    assert "hx-swap-oob" not in saved
    # The list above a coordinator's says the new number, too.
    line = f'-seats-{meeting.public_id.hex[:12]}"'
    assert (
        f"{line}>1 person was there.</span>" in pages.send(world.coordinator, desk, "list_joint", {}).content.decode()
    )
    corrected = pages.send(world.coordinator, desk, "save_attendance", {**body, "there": listed}).content.decode()
    assert f'{line} hx-swap-oob="true">2 people were there.</span>' in corrected
    pages.send(coach, page, "save_attendance", body)
    assert dict(Attendance.objects.values_list("user_id", "attended")) == {one.user_id: True, two.user_id: False}
    assert pages.send(one, page, "open_attendance", {"meeting": str(meeting.public_id)}).status_code == 404
    assert "You were there." in pages.send(one, page, "open_relation", {"group": ""}).content.decode()


def test_a_coordinator_plans_announces_moves_and_calls_off(world, desk):
    world.mentees(2)
    boss = world.coordinator

    def send(handler, **body):
        answer = pages.send(boss, desk, handler, body)
        return answer.status_code, answer.content.decode()

    moved = "Phases have been moved in this round. Drafts on the plan’s days went along;"
    first = send("show_desk", desk="meetings")[1]
    assert ("Put all 8 in the calendar" in first, moved in first) == (True, False)
    world.round.phase_days = {"phase": "2026-10-01"}
    world.round.save()
    send("put_joint", planned="kick")
    assert moved in send("show_desk", desk="meetings")[1]
    draft = Meeting.objects.get()
    form = send("edit_joint", meeting=str(draft.public_id))[1]
    day = (timezone.now() + dt.timedelta(days=30)).date().isoformat()
    body = {
        "meeting": str(draft.public_id),
        "version": form_of(form, "version"),
        "once_key": form_of(form, "once_key"),
        "kind": "kick_off",
        "title_en": "Kick-off",
        "title_fi": "",
        "audience": "everybody",
        "day": day,
        "time": "12:00",
        "minutes": "180",
        "way": "in_person",
        "where": "Kulttuuritalo",
        "link": "javascript:alert(1)",
        "places": "zero",
        "answer_on": "",
        "leader": "",
    }
    status, refused = send("save_joint", **body)
    assert status == 422
    assert "Write a whole address that begins with https:// or http://." in refused
    assert "Write a whole number from 1 to 2000." in refused
    assert 'value="Kulttuuritalo"' in refused
    status, saved = send("save_joint", **{**body, "link": "", "places": ""})
    assert (status, "In person, Kulttuuritalo." in saved) == (200, True)
    assert "Announced. 2 people get a mail." in send("announce_joint", meeting="")[1]
    # Two coordinators at once: the second sees what stands, beside what they typed.
    other = {**body, "link": "", "places": "", "where": "Kirjasto"}
    status, stale = send("save_joint", **other)
    assert status == 409
    assert "It stands as “Kick-off”" in stale
    assert 'value="Kirjasto"' in stale
    status, moved = send("save_joint", **{**other, "version": form_of(stale, "version"), "audience": ""})
    assert (status, "In person, Kirjasto." in moved) == (200, True)
    assert world.mails().count("joint_moved") == 2
    assert "Call Kick-off off?" in send("ask_cancel_joint", meeting=str(draft.public_id))[1]
    draft.refresh_from_db()
    assert "Called off." in send("cancel_joint", meeting=str(draft.public_id), version=draft.version)[1]
    assert pages.send(factories.make_mentor(world.round), desk, "put_joint", {}).status_code == 403


def test_a_coordinator_opens_a_group_and_a_mentor_signs_up(world, desk, page):
    boss, mentor = world.coordinator, factories.make_mentor(world.round, name="Anna Lehtovaara")
    form = pages.send(boss, desk, "edit_sign_up", {"series": ""}).content.decode()
    body = {
        "once_key": form_of(form, "once_key"),
        "name": "Työnohjaus",
        "role": "mentor",
        "where": "Seinäjoki\nTampere",
        "leader": "",
        "places": "1",
        "answer_on": "",
        "text": "Kollegiaalinen <ryhmä>",
    }
    refused = pages.send(boss, desk, "open_sign_up", body)
    assert refused.status_code == 422
    assert "Write a whole number from 2 to 30." in refused.content.decode()
    assert pages.send(boss, desk, "open_sign_up", {**body, "places": "6"}).status_code == 200
    whole = pages.send(mentor, page, "open_relation", {"group": ""}).content.decode()
    assert "Kollegiaalinen &lt;ryhmä&gt;" in whole
    first = OpenGroup.objects.order_by("pk").first()
    signed = pages.send(mentor, page, "sign_up", {"open": str(first.public_id)}).content.decode()
    assert "You have a place. You find the group among your own ones now." in signed
    assert "Anna Lehtovaara" in pages.send(boss, desk, "show_desk", {"desk": "meetings"}).content.decode()
    second = OpenGroup.objects.order_by("pk").last()
    twice = pages.send(mentor, page, "sign_up", {"open": str(second.public_id)})
    assert twice.status_code == 409
    assert twice.headers["HX-Retarget"].endswith("-signup")
    pages.send(boss, desk, "end_sign_up", {"series": str(first.series)})
    late = pages.send(factories.make_mentor(world.round), page, "sign_up", {"open": str(first.public_id)})
    assert "Signing up ended on" in late.content.decode()
    left = pages.send(mentor, page, "leave_sign_up", {"open": str(first.public_id)}).content.decode()
    assert "You have no place there" in left
    # A mentee hears of nothing of it.
    assert "Työnohjaus" not in pages.send(world.mentees(1)[0], page, "open_relation", {"group": ""}).content.decode()


@pytest.mark.once
def test_queries_are_the_same_for_a_hundred_people_and_for_many_meetings(world, page, desk):
    coach = factories.make_participant(world.round, Role.COACH)
    person = world.mentees(1)[0]

    def count(who, block, handler, **body) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pages.send(who, block, handler, body).status_code == 200
        return len(queries)

    def counts() -> tuple[int, int, int, int]:
        first = Meeting.objects.order_by("pk").first()
        return (
            count(person, page, "open_relation", group=""),
            count(world.coordinator, desk, "list_joint"),
            count(world.coordinator, desk, "open_attendance", meeting=str(first.public_id)),
            count(coach, page, "open_attendance", meeting=str(first.public_id)),
        )

    def meetings(number: int) -> None:
        for at in range(number):
            meeting = world.meeting(places=3, leader=coach.public_id)
            soon(meeting, days=at + 1 if at % 2 else -at - 1)
            Attendance.objects.create(meeting=meeting, user=person.user, answer="waiting", queued_at=world.now)

    meetings(2)
    counts()  # what is looked up once in a process
    before = counts()
    world.mentees(110)
    meetings(12)
    assert counts() == before
