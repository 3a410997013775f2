"""The page of the block: what a coach with thirty seconds sees, and each button on it."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from demo.models import Profile
from mentoring_xblock.models import Meeting
from mentoring_xblock.worksheets.api import FRAMES
from tests import factories, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(world):
    return pages.publish_block("mentoring_meetings", "meetings")


@pytest.fixture(autouse=True)
def today(world, monkeypatch):
    """Let the page stand at the world's moment, too."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)


def group(world, **more):
    return {"group": str(world.group.public_id), **more}


def times(world, **more):
    return group(
        world,
        **{
            "time_zone": "Europe/Helsinki",
            "once_key": str(uuid.uuid4()),
            "minutes": "90",
            "way": "remote",
            "spot": "",
            **more,
        },
    )


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_nothing_is_booked_yet_and_three_ways_lead_on(world, block):
    page = words(pages.see(world.mentee, block))
    assert "Your first meeting is not booked yet." in page
    assert "Propose times" in page and "Book the whole series" in page and "We have met" in page
    for what in ("book", "propose", "series", "met"):
        form = pages.send(world.mentee, block, "open_booking", group(world, what=what))
        assert form.status_code == 200
        assert 'value="Europe/Helsinki"' in form.content.decode()


def test_a_time_is_booked_and_everybody_sees_who_when_and_where(world, block):
    link = "https://meet.example.org/x?a=1&b=2"
    body = times(world, day="2026-11-24", time="15:00", spot=link)
    done = pages.send(world.mentor, block, "book_meeting", body)
    assert "Booked." in text(done) and done.headers["HX-Retarget"].endswith("-booking")
    assert '-agenda" hx-swap-oob="true"' in done.content.decode()
    markup = pages.see(world.mentee, block)
    page = words(markup)
    assert "Tuesday 24 Nov 15:00–16:30, Helsinki Meeting 1 of 6" in page
    assert "with Anna Lehtovaara. Remotely." in page
    assert '<a class="mn-button" href="https://meet.example.org/x?a=1&amp;b=2" target="_blank" rel="noopener' in markup
    assert pages.send(world.mentor, block, "book_meeting", body).status_code == 200
    assert Meeting.objects.count() == 1


def test_the_programmes_page_leads_to_the_next_meeting(world, block):
    home, leads = pages.publish_block("mentoring_programme", "b1"), f'data-mn-leads="{world.group.public_id}"'
    factories.make_block("mentoring_meetings", "meetings")
    markup = pages.see(world.mentee, home)
    assert "No meeting is booked. Propose times" in words(markup) and leads in markup
    Meeting.objects.create(round=world.round, group=world.group, state="asking", time_zone="UTC")
    assert "Times are proposed for your next meeting. See the times" in words(pages.see(world.mentee, home))
    pages.send(
        world.mentor, block, "book_meeting", times(world, day="2026-11-24", time="15:00", spot="https://a.org/x")
    )
    markup = pages.see(world.mentee, home)
    assert "Tuesday 24 Nov 15:00–16:30, Helsinki Meeting 1 of 6" in words(markup)
    assert "with Anna Lehtovaara. Remotely." in words(markup) and "Prepare the meeting" in markup and leads in markup
    assert 'href="https://a.org/x" target="_blank" rel="noopener' in markup
    assert "Your next meeting: Tue 24 Nov, 15:00." in words(markup)
    sooner = {"starts_at": world.now + dt.timedelta(days=1), "ends_at": world.now + dt.timedelta(days=1, hours=2)}
    joint = {"kind": "joint", "audience": "everybody", "announced_at": world.now, "title": {"en": "Kick-off at last"}}
    Meeting.objects.create(round=world.round, state="booked", time_zone="UTC", way="remote", **joint, **sooner)
    page = words(pages.see(world.mentee, home))
    assert "Kick-off at last" in page and "Prepare the meeting" in page and "Meeting 1 of 6" not in page
    assert "The next meeting of the programme" not in page


def test_a_reader_elsewhere_sees_their_own_clock_and_the_other_one(world, block):
    world.book(world.mentor, world.slot("2026-11-24"))
    Profile.objects.filter(user=world.mentee.user).update(time_zone="America/New_York")
    page = words(pages.see(world.mentee, block))
    assert "08:00–09:30, New York" in page
    assert "15:00–16:30 in Helsinki" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2027-03-28", "time": "03:30"}, "the clocks are moved forward"),
        ({"time_zone": "Europe/Atlantis"}, "There is no such time zone"),
        ({"spot": "javascript:alert(1)"}, "A link begins with https"),
        ({"minutes": "-5"}, "A meeting ends after it starts"),
        ({"day": "0001-01-01"}, "This day is too far away"),
        ({"day": "2026-11-09"}, "This time has passed"),
        ({"time": "25:00"}, "Enter a valid time"),
    ],
    ids=["gap", "zone", "script", "backwards", "year one", "passed", "no time"],
)
def test_what_is_wrong_stands_beside_what_was_typed(world, block, typed, said):
    body = times(world, **{"day": "2026-11-24", "time": "15:00", "spot": "", **typed})
    refused = pages.send(world.mentor, block, "book_meeting", body)
    assert said in text(refused, 422)
    assert 'aria-invalid="true"' in refused.content.decode()


def test_the_hour_that_comes_twice_is_said_to_be_the_first(world, block):
    world.now = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    done = pages.send(world.mentor, block, "book_meeting", times(world, day="2026-10-25", time="03:30"))
    assert "this time comes twice: the first one is meant" in text(done)


def test_times_are_proposed_and_the_one_that_suits_is_one_tap_away(world, block):
    body = times(world, way_0="in_person", spot_0="Finlayson", way_1="remote", spot_1="", way_2="remote", spot_2="")
    body |= {"day_0": "2026-12-15", "time_0": "15:00", "day_1": "2026-12-17", "time_1": "09:00"}
    assert "Proposed." in text(pages.send(world.mentor, block, "propose_times", body))
    page = words(pages.see(world.mentee, block))
    assert "Meeting 1 of 6: Anna Lehtovaara proposes 2 times" in page
    assert "Tue 15 Dec , 15:00–16:30 In person: Finlayson. suits Anna Lehtovaara Book this" in page
    [asked] = world.own(world.mentee).asking
    of = group(world, meeting=str(asked.public_id))
    seen = {**of, "option": str(asked.options[1].public_id), "said": asked.said}
    none = pages.send(world.mentee, block, "answer_times", {**of, "options": [], "none": "yes"})
    assert "no time suits everybody" in text(none)
    hasty = text(pages.send(world.mentor, block, "confirm_time", seen), 409)
    assert "Somebody has answered meanwhile." in hasty and "no time suits everybody" in hasty
    chosen = [str(asked.options[0].public_id)]
    assert "Tue 15 Dec, 15:00–16:30 suits everybody. Book Tue 15 Dec" in text(
        pages.send(world.mentee, block, "answer_times", {**of, "options": chosen})
    )
    booked = pages.send(world.mentee, block, "confirm_time", {**of, "option": chosen[0]})
    assert "Tuesday 15 Dec 15:00–16:30, Helsinki Meeting 1 of 6" in text(booked)
    late = pages.send(world.mentor, block, "confirm_time", {**of, "option": str(asked.options[1].public_id)})
    assert "This is booked meanwhile for Tue 15 Dec, 15:00–16:30." in text(late, 409)


def test_the_reader_alone_hears_of_what_else_they_have_at_a_time(world, block, django_assert_max_num_queries):
    def at(day, hour, **fields):
        starts = world.slot(day, hour).starts_at
        ends = starts + dt.timedelta(minutes=90)
        return Meeting.objects.create(round=world.round, time_zone="UTC", starts_at=starts, ends_at=ends, **fields)

    def joint(day, audience="mentors", **fields):
        return at(day, "14:00", kind="joint", audience=audience, announced_at=world.now, **fields)

    other = factories.make_group(world.mentor, [factories.make_mentee(world.round)])
    at("2026-12-15", "15:30", group=other)
    at("2026-12-17", "16:30", group=other)  # begins when the proposed one ends
    at("2026-12-21", "15:00", group=other, state="cancelled")
    joint("2026-12-17", "mentees")
    joint("2026-12-21", places=3)
    joint("2026-12-22")
    days = [world.slot(f"2026-12-{day}") for day in (15, 17, 21)]
    with django_assert_max_num_queries(80) as without:
        pages.see(world.mentor, block)
    world.propose(world.mentee, *days)
    with django_assert_max_num_queries(len(without) + 8):
        page = words(pages.see(world.mentor, block))
    said = re.compile("You have another meeting then: ([^.]*)")
    assert said.findall(page) == ["Tue 15 Dec, 15:30–17:00"]
    assert said.findall(words(pages.see(world.mentee, block))) == ["Thu 17 Dec, 14:00–15:30"]
    body = times(world, day="2026-12-22", time="15:00")
    done = text(pages.send(world.mentor, block, "book_meeting", body))
    assert "Booked. Everybody in the group gets a mail. You have another meeting then: Tue 22 Dec, 14:00–15:30." in done
    assert len(said.findall(done)) == 2


def test_a_series_is_listed_before_it_is_booked(world, block):
    world.book(world.mentor, world.slot("2026-12-22"))
    body = times(world, day="2026-11-24", time="15:00", every_weeks="4", count="3")
    listed = pages.send(world.mentee, block, "preview_series", body)
    assert "Book these 3 meetings" in text(listed) and "overlaps with meeting 1, Tue 22 Dec" in text(listed)
    assert Meeting.objects.count() == 1
    rows = {"number": 3, "keep_0": "on", "keep_2": "on"}
    rows |= {f"day_{at}": day for at, day in enumerate(("2026-11-24", "2026-12-22", "2027-01-19"))}
    rows |= {f"time_{at}": "15:00" for at in range(3)}
    wrong = pages.send(world.mentee, block, "book_series", {**times(world), **rows, "keep_1": "on"})
    assert "overlaps with meeting 1" in text(wrong, 422)
    assert "2 more meetings are booked" in text(pages.send(world.mentee, block, "book_series", times(world, **rows)))


def test_two_people_move_one_meeting_and_the_later_one_sees_both(world, block):
    booked = world.book(world.mentor, world.slot("2026-11-24"))
    body = times(world, meeting=str(booked.public_id), version=1, day="2026-11-25", time="10:00")
    assert pages.send(world.mentor, block, "move_meeting", body).status_code == 200
    late = pages.send(world.mentee, block, "move_meeting", {**body, "day": "2026-11-26"})
    said = text(late, 409)
    assert "Now: Wed 25 Nov, 10:00–11:30." in said and 'value="2026-11-26"' in late.content.decode()
    again = {**body, "day": "2026-11-26", "version": 2}
    assert "Thursday 26 Nov" in text(pages.send(world.mentee, block, "move_meeting", again))
    off = pages.send(world.mentee, block, "cancel_meeting", group(world, meeting=body["meeting"], version=3))
    assert "Called off." in text(off)


def test_we_met_takes_two_taps_and_what_was_booked_is_asked_about(world, block):
    assert "When did you meet?" in text(pages.send(world.mentee, block, "open_booking", group(world, what="met")))
    logged = pages.send(world.mentee, block, "log_meeting", times(world, which="yesterday", way="in_person"))
    assert "We have met Meeting 1 of 6, in person Mon 9 Nov, 90 minutes Notes : Meeting 1 of 6" in text(logged)
    # Both the notice and the meeting's line lead to its notes.
    notes = re.findall(r'Write down what you talked about|/open_notes"', logged.content.decode())
    assert notes[:2] == ['/open_notes"', "Write down what you talked about"]
    again = pages.send(world.mentor, block, "log_meeting", times(world, which="yesterday"))
    assert "Meeting 1 is on that day already" in text(again, 422)
    booked = world.book(world.mentor, world.slot("2026-11-11"))
    world.now += dt.timedelta(days=3)
    assert "Did you meet on Wed 11 Nov, 15:00–16:30?" in words(pages.see(world.mentor, block))
    body = group(world, meeting=str(booked.public_id), version=booked.version)
    assert "Noted: you met." in text(pages.send(world.mentor, block, "hold_meeting", body))
    assert Meeting.objects.filter(state="held").count() == 2


def test_the_newest_meeting_leads_to_a_journal_that_asks_about_one(world, block):
    pages.send(world.mentee, block, "log_meeting", times(world, which="yesterday", way="in_person"))
    frames = [{"id": "oma", "name": {"en": "Own"}}, {"id": "tapaaminen", "template": "meeting"}]
    asked = [{**one, "frame": "tapaaminen"} for one in FRAMES["meeting"].questions]
    journal = factories.make_block(
        "mentoring_journal", "journal", questions=[{"id": "x", "frame": "oma", "label": {"en": "?"}}, *asked]
    )
    assert "data-mn-leads" not in pages.see(world.mentee, block)
    journal.settings = {"frames": frames}
    journal.save()
    meeting = Meeting.objects.get()
    page = pages.see(world.mentee, block)
    assert page.count(f'data-mn-leads="meeting:{meeting.public_id}:tapaaminen"') == 1
    assert "Write about it for yourself : Meeting 1 of 6, in person" in words(page)


def test_five_hundred_meetings_cost_as_much_as_five(world, block, django_assert_max_num_queries):
    def fill(count, state, first):
        Meeting.objects.bulk_create(
            Meeting(
                round=world.round,
                group=world.group,
                state=state,
                time_zone="UTC",
                starts_at=first + dt.timedelta(hours=at),
                ends_at=first + dt.timedelta(hours=at, minutes=30),
            )
            for at in range(count)
        )

    past, future = dt.datetime(2026, 9, 10, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    fill(5, "held", past)
    fill(5, "booked", future)
    pages.see(world.mentor, block)
    with django_assert_max_num_queries(80) as few:
        pages.see(world.mentor, block)
    fill(245, "held", past + dt.timedelta(days=2))
    fill(245, "booked", future + dt.timedelta(days=2))
    with django_assert_max_num_queries(len(few)) as many:
        page = words(pages.see(world.mentor, block))
    assert len(many) == len(few)
    assert "Page 1 of 13" in page and "229 more come after these." in page
    last = pages.send(world.mentor, block, "list_met", group(world, page=13))
    assert "Page 13 of 13" in text(last)
