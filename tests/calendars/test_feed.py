"""The private feed: who reads it, what is in it, and what is not."""

from __future__ import annotations

import logging
import uuid

import pytest
import vobject
from django.test import Client, RequestFactory

from demo.models import Enrollment, Profile
from mentoring_xblock.calendars import feeds
from mentoring_xblock.calendars import pages as calendar_pages
from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.models import Action, Attendance, Feed, Meeting, Note, Point
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.LMS_ROOT_URL = "https://learn.example.org"


def path_of(person):
    """Make somebody's address and return what comes behind the site's."""
    address = feeds.make_feed(make.actor(person), make.COURSE_KEY)
    assert address.startswith("https://learn.example.org/api/mentoring/calendar/")
    return address.removeprefix("https://learn.example.org")


def fetch(path, **headers):
    return Client(headers=headers).get(path)


def events(answer):
    """Return what an independent program reads in a feed, by id."""
    found = vobject.readOne(answer.content.decode())
    return {event.uid.value: event for event in found.contents.get("vevent", [])}


def uid(meeting):
    return f"{meeting.public_id}@mentoring-xblock"


@pytest.fixture(autouse=True)
def from_us(settings):
    settings.DEFAULT_FROM_EMAIL = "mentoring@example.org"


def test_a_calendar_holds_what_its_owner_is_expected_at_and_keeps_up(world):
    own = world.meeting(where="Puistokatu 3", way="in_person")
    remote = world.meeting(9, link="https://meet.example.org/aada")
    told = {"group": None, "audience": "everybody", "announced_at": own.created_at}
    joint = world.meeting(12, kind="joint", title={"en": "Money and time", "fi": "Raha ja aika"}, **told)
    declined = world.meeting(13, kind="training", **told)
    Attendance.objects.create(meeting=declined, user=world.mentee.user, answer="not_coming")
    foreign = make.make_pair(world.round)[2]
    world.meeting(3, group=foreign)
    path = path_of(world.mentee)

    found = events(fetch(path))
    assert set(found) == {uid(own), uid(remote), uid(joint)}
    first = found[uid(own)]
    assert first.summary.value == "Mentoring meeting 1 of 7 with Anna Lehtovaara"
    assert (first.dtstart.value, first.dtend.value) == (own.starts_at, own.ends_at)
    assert first.location.value == "Puistokatu 3"
    assert found[uid(remote)].location.value == "https://meet.example.org/aada"
    assert found[uid(joint)].summary.value.startswith("Money and time: ")

    Meeting.objects.filter(pk=own.pk).update(state="cancelled", sequence=1)
    again = events(fetch(path))[uid(own)]
    assert (again.status.value, again.sequence.value) == ("CANCELLED", "1")

    Profile.objects.update_or_create(user=world.mentee.user, defaults={"language": "fi"})
    assert events(fetch(path))[uid(joint)].summary.value.startswith("Raha ja aika: ")


def test_nothing_that_people_write_about_a_meeting_is_in_it(world):
    meeting = world.meeting()
    mine = world.mentee.user
    Note.objects.create(meeting=meeting, body="MARKED")
    Note.objects.create(meeting=meeting, keeper=mine.pk, owner=mine, body="MARKED")
    Point.objects.create(group=world.group, meeting=meeting, author=mine, body="MARKED", once_key=uuid.uuid4())
    Action.objects.create(group=world.group, meeting=meeting, owner=mine, body="MARKED", once_key=uuid.uuid4())
    text = fetch(path_of(world.mentee)).content.decode()
    assert uid(meeting) in text.replace("\r\n ", "")
    assert "MARKED" not in text


def test_a_program_is_told_that_nothing_has_changed(world):
    world.meeting()
    path = path_of(world.mentee)
    first = fetch(path)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    same = fetch(path, if_none_match=first["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    head = Client().head(path)
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")
    world.meeting(5)
    assert fetch(path, if_none_match=first["ETag"]).status_code == 200


def test_every_address_that_leads_nowhere_is_told_the_same(world, caplog, django_assert_num_queries):
    """An ended one, one of before, one of nobody's: the same words, headers and queries, and no trace of them."""
    replaced, path = path_of(world.mentee), path_of(world.mentee)
    ended = path_of(world.mentor)
    feeds.end_feed(make.actor(world.mentor))
    made_up = path.replace(path[-20:-10], "x" * 10)
    with caplog.at_level(logging.DEBUG):
        told = []
        for one in (replaced, ended, made_up, "/api/mentoring/calendar/x.ics"):
            # One for the address; the host puts each request into a transaction.
            with django_assert_num_queries(1 + 2):
                told.append(fetch(one))
        assert fetch(path).status_code == 200
        # Django writes down the path of what was asked for in a wrong way: here it is a live secret.
        assert Client().options(path).status_code == 405
    assert {(one.status_code, one.content, tuple(sorted(one.items()))) for one in told} == {
        (404, b"Not found", tuple(sorted(told[0].items())))
    }
    assert "/api/mentoring/" not in "".join(record.getMessage() for record in caplog.records)


def test_no_session_is_asked_for_and_nobody_writes_to_it(world):
    path = path_of(world.mentee)
    # A request as no middleware has seen it: it has neither a session nor a user.
    answer = calendar_pages.feed(RequestFactory().get(path), path.split("/")[-1].removesuffix(".ics"))
    assert answer.status_code == 200
    assert not answer.cookies
    browser = Client()
    browser.force_login(world.mentor.user)
    assert browser.get(path).content == answer.content
    assert {Client().generic(method, path).status_code for method in ("POST", "PUT", "DELETE", "PATCH")} == {405}


def test_the_database_does_not_hold_the_address(world):
    secret = path_of(world.mentee).split("/")[-1].removesuffix(".ics")
    assert len(secret) >= 43
    assert secret not in str(list(Feed.objects.values_list()))


def test_whoever_leaves_the_course_or_the_platform_has_no_calendar_here(world):
    world.meeting()
    path = path_of(world.mentee)
    Enrollment.objects.filter(user=world.mentee.user).update(is_active=False)
    assert events(fetch(path)) == {}
    lifecycle.erase_person(world.mentee.user_id)
    assert fetch(path).status_code == 404


def test_only_oneself_and_nobody_in_disguise_makes_or_ends_an_address(world):
    for actor in (make.actor(), make.staff_actor(world.mentor.user), make.masquerading_actor(world.mentor.user)):
        for call in (lambda actor: feeds.make_feed(actor, make.COURSE_KEY), feeds.end_feed, feeds.my_feed):
            with pytest.raises(NotAllowed):
                call(actor)
    assert not Feed.objects.exists()


def test_five_hundred_meetings_take_as_many_queries_as_one(world, django_assert_num_queries):
    world.meeting()
    path = path_of(world.mentee)
    with django_assert_num_queries(16 + 2):
        fetch(path)
    first = world.meeting(3)
    Meeting.objects.bulk_create(
        Meeting(
            round=world.round,
            group=world.group,
            state="booked",
            time_zone="Europe/Helsinki",
            starts_at=first.starts_at,
            ends_at=first.ends_at,
        )
        for _ in range(500)
    )
    with django_assert_num_queries(16 + 2):
        answer = fetch(path)
    assert len(events(answer)) == 502
