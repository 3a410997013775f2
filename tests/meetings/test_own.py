"""A group's own meetings: proposed, answered, booked, moved, called off, held."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound, Over
from mentoring_xblock.meetings import api
from mentoring_xblock.meetings.clashing import Taken
from mentoring_xblock.meetings.pages import asking_view
from mentoring_xblock.models import Group, Meeting, Membership, Message
from tests import factories


def refused(call, *args, **more):
    """Return the sentences that stand beside fields when a call is refused."""
    with pytest.raises(Invalid) as error:
        call(*args, **more)
    return error.value.fields


def test_times_are_proposed_answered_and_one_is_booked(world):
    key = uuid.uuid4()
    slots = [world.slot("2026-12-15", way=api.Way.IN_PERSON, where="Finlayson"), world.slot("2026-12-17", "09:00")]
    asked = world.propose(world.mentor, *slots, key=key)
    assert world.propose(world.mentor, *slots, key=key).id == asked.id
    assert [one.suits for one in asked.options] == [{world.mentor.user_id}] * 2
    assert (world.mails(world.mentee), world.mails(world.mentor)) == (["meeting_proposed"], [])
    first, second = world.answer(world.mentee, asked, asked.options[0]).options
    assert (len(first.suits), len(second.suits)) == (2, 1)
    assert world.mails(world.mentor) == ["meeting_answered"]
    booked = world.confirm(world.mentee, asked, first)
    assert (booked.state, booked.where, booked.number) == (api.State.BOOKED, "Finlayson", 1)
    assert world.confirm(world.mentor, asked, first).id == booked.id
    with pytest.raises(Conflict) as late:
        world.confirm(world.mentor, asked, second)
    assert late.value.current.starts_at == booked.starts_at
    with pytest.raises(Conflict):
        world.answer(world.mentor, asked, second)
    assert world.mails(world.mentee) == ["meeting_proposed", "meeting_booked"]
    assert world.own(world.mentee).next.id == booked.id


def test_none_suits_and_the_proposal_is_taken_back(world):
    asked = world.propose(world.mentor, world.slot("2026-12-15"), world.slot("2026-12-17"))
    answered = world.answer(world.mentee, asked)
    assert api.everybody_answered(world.relation(world.mentee), answered)
    assert api.suiting_everybody(world.relation(world.mentee), answered) == ()
    for _ in range(2):
        world.call(api.take_back, world.mentor, asked.public_id)
    assert world.own(world.mentor).asking == ()
    assert world.mails(world.mentee) == ["meeting_proposed", "meeting_taken_back"]


def test_in_a_small_group_only_who_proposes_books_before_everybody_agrees(small_group):
    world = small_group
    asked = world.propose(world.mentor, world.slot("2026-12-15"), world.slot("2026-12-17"))
    world.answer(world.mentees[0], asked, *asked.options)
    refused(world.confirm, world.mentees[1], asked, asked.options[0])
    assert world.mails(world.mentor) == []
    booked = world.confirm(world.mentor, asked, asked.options[1])
    assert booked.state is api.State.BOOKED
    there = [one.membership_id for one in world.relation(world.mentor).group.people[:3]]
    world.now = booked.ends_at
    attended = world.held(world.mentees[0], booked, there).attendances
    assert sorted(one.attended for one in attended.values()) == [False, True, True, True]


def test_times_need_not_suit_who_is_not_in_the_course(small_group):
    world = small_group
    one, other, away = world.mentees
    factories.enrol(away.user, active=False)
    asked = world.propose(world.mentor, world.slot("2026-12-15"), world.slot("2026-12-17"))
    asked = world.answer(one, asked, asked.options[1])
    refused(world.confirm, other, asked, asked.options[0])
    asked = world.answer(other, asked, *asked.options)
    assert world.mails(world.mentor) == ["meeting_answered"]
    view = asking_view(world.relation(one), asked, 1, world.now, Taken())
    assert (view.agreed.suits, view.missing) == ("suits everybody", "")
    assert world.confirm(one, asked, asked.options[1]).state is api.State.BOOKED


def test_a_meeting_is_moved_and_called_off_with_notice(world):
    booked = world.book(world.mentee, world.slot("2026-11-24"))
    same = world.slot("2026-11-24")
    assert world.move(world.mentor, booked, same).sequence == 0
    moved = world.move(world.mentor, booked, world.slot("2026-11-25", link="https://meet.example.org/x"))
    assert (moved.sequence, moved.version) == (1, 2)
    with pytest.raises(Conflict) as late:
        world.move(world.mentee, booked, world.slot("2026-11-26"))
    assert late.value.current.starts_at == moved.starts_at
    with pytest.raises(Conflict):
        world.cancel(world.mentee, booked)
    for _ in range(2):
        off = world.cancel(world.mentee, moved)
    assert (off.state, off.sequence, off.number) == (api.State.CANCELLED, 2, None)
    told = ["meeting_booked", "meeting_moved", "meeting_cancelled"]
    assert world.mails(world.mentor) == world.mails(world.mentee) == told
    assert "meet.example.org" not in str(list(Message.objects.values()))


def test_a_series_is_booked_whole_or_not_at_all(world):
    steps = api.series(dt.date(2027, 3, 7), dt.time(3, 30), "Europe/Helsinki", 3, 3)
    assert [bool(step.problem) for step in steps] == [False, True, False]
    taken = world.book(world.mentor, world.slot("2026-12-15", "16:00"))
    days = ["2026-11-24", "2026-12-15", "2027-01-05"]
    fields = refused(world.series, world.mentor, [world.slot(day) for day in days])
    assert list(fields) == ["time_1"] and f"meeting {taken.number}" in fields["time_1"][0]
    assert list(refused(world.series, world.mentor, [world.slot("2026-11-24"), world.slot("2026-11-24", "16:00")])) == [
        "time_1"
    ]
    key = uuid.uuid4()
    made = world.series(world.mentor, [world.slot("2026-11-24"), world.slot("2027-01-05")], key=key)
    again = world.series(world.mentor, [world.slot("2026-11-24"), world.slot("2027-01-05")], key=key)
    assert [one.id for one in made] == [one.id for one in again]
    assert [one.number for one in world.own(world.mentor).coming] == [1, 2, 3]
    assert world.mails(world.mentee) == ["meeting_booked", "meeting_booked"]
    with pytest.raises(Invalid):
        world.series(world.mentor, [])


@pytest.mark.parametrize(
    ("slot", "field"),
    [
        ({"day": "2026-11-10", "clock": "11:00"}, "day"),
        ({"day": "2029-11-10"}, "day"),
        ({"day": "2026-11-24", "minutes": 0}, "minutes"),
        ({"day": "2026-11-24", "minutes": -30}, "minutes"),
        ({"day": "2026-11-24", "minutes": 721}, "minutes"),
        ({"day": "2026-11-24", "link": "javascript:alert(1)"}, "link"),
        ({"day": "2026-11-24", "link": "https://user:pass@example.org/"}, "link"),
        ({"day": "2026-11-24", "link": "https://example.org/" + "x" * 500}, "link"),
        ({"day": "2026-11-24", "way": api.Way.IN_PERSON, "where": "x" * 201}, "where"),
    ],
    ids=["passed", "far", "no time", "backwards", "too long", "script", "login", "long link", "long place"],
)
def test_what_is_no_time_for_a_meeting_is_said_beside_its_field(world, slot, field):
    assert list(refused(world.book, world.mentor, world.slot(**slot))) == [field]
    assert not Meeting.objects.exists()


def test_overlaps_are_refused_and_named_but_meetings_may_touch(world):
    world.book(world.mentor, world.slot("2026-11-24"))
    fields = refused(world.book, world.mentee, world.slot("2026-11-24", "16:00"))
    assert fields == {"time": ["This overlaps with meeting 1, Tue 24 Nov, 13:00–14:30."]}
    world.book(world.mentee, world.slot("2026-11-24", "16:30"))
    assert refused(world.propose, world.mentor, world.slot("2026-12-01"), world.slot("2026-11-24", "14:00")).keys() == {
        "time_1"
    }
    assert list(refused(world.propose, world.mentor, world.slot("2026-12-01"), world.slot("2026-12-01"))) == ["time_1"]
    assert list(refused(world.propose, world.mentor, world.slot("2026-12-01"))) == ["day_1"]


def test_what_has_been_is_told_held_or_not_or_on_another_day(world):
    booked = [world.book(world.mentor, world.slot(day)) for day in ("2026-11-11", "2026-11-12", "2026-11-13")]
    with pytest.raises(Invalid):
        world.held(world.mentor, booked[0])
    world.now = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    assert len(world.own(world.mentor).unsaid) == 3
    assert world.held(world.mentor, booked[0]).state is api.State.HELD
    assert world.held(world.mentee, booked[0]).state is api.State.HELD
    assert world.cancel(world.mentee, booked[1]).state is api.State.CANCELLED
    assert world.move(world.mentor, booked[2], world.slot("2026-11-16")).state is api.State.HELD
    assert world.own(world.mentor).held == 2
    assert set(world.mails()) == {"meeting_booked"}


def test_we_met_is_logged_once_by_two_people_and_not_before_the_group_began(world):
    zone = world.slot("2026-11-10").starts_at.tzinfo
    starts, ends = api.untimed(dt.date(2026, 11, 10), 60, zone, world.now)
    assert ends == world.now
    world.met(world.mentor, api.Slot(starts, ends), timed=False)
    world.now += dt.timedelta(hours=5)
    starts, ends = api.untimed(dt.date(2026, 11, 10), 60, zone, world.now)
    assert list(refused(world.met, world.mentee, api.Slot(starts, ends), timed=False)) == ["day"]
    assert world.met(world.mentee, api.Slot(starts, ends)).number == 2
    assert list(refused(world.met, world.mentee, world.slot("2026-11-30"))) == ["day"]
    assert list(refused(world.met, world.mentee, world.slot("2026-08-30"))) == ["day"]
    assert world.mails() == []


def test_only_who_is_in_the_group_now_touches_its_meetings(world):
    booked = world.book(world.mentor, world.slot("2026-11-24"))
    stranger = factories.make_mentee(world.round)
    for call in (
        lambda who: world.book(who, world.slot("2026-12-24")),
        lambda who: world.cancel(who, booked),
        lambda who: world.held(who, booked),
    ):
        with pytest.raises(NotFound):
            call(stranger)
    Group.objects.update(state="closed", closed_at=world.now)
    Membership.objects.update(left_at=world.now, seat=None, slot=None)
    with pytest.raises((NotFound, Over)):
        world.cancel(world.mentor, booked)
    [mine] = api.meetings_for_calendar(world.mentor.user_id, world.now)
    assert (mine.state, mine.sequence, mine.changed_at) == (api.State.CANCELLED, 1, world.now)
    assert (world.own(world.mentor).next, world.own(world.mentor).held) == (None, 0)
