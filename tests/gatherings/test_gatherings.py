"""Meetings of the whole programme: out of the plan, announced, answered, full, moved, called off, and who was there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections import Counter

import pytest
from django.core import mail
from django.utils import timezone

from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.data import Audience
from mentoring_xblock.gatherings.pages import joint_view, title_of
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Over
from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.meetings.data import State, Way
from mentoring_xblock.models import Attendance, Meeting, Message
from mentoring_xblock.notifications.api import send_due
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories
from tests.gatherings.world import PLANNED, JointWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> JointWorld:
    return JointWorld()


def test_the_plan_s_year_goes_into_the_calendar_and_is_announced_in_one_mail(world):
    mentee, mentor = factories.make_mentee(world.round), factories.make_mentor(world.round)
    desk = gatherings.desk(world.boss, world.place, world.now)
    assert [one.planned.id for one in desk.planned] == [one["id"] for one in PLANNED]
    assert desk.planned[-1].problem == "The plan names no day for it."
    assert gatherings.put(world.boss, world.place, ["joint1"], world.now) == 1
    # Which of its kind it is counts what the plan has and the calendar does not yet.
    [first] = gatherings.desk(world.boss, world.place, world.now).drafts
    assert (first.number.number, first.number.of) == (1, 6)
    assert first.meeting.starts_at == dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)  # 17 o'clock in winter time
    assert gatherings.put(world.boss, world.place, None, world.now) == 7
    assert gatherings.put(world.boss, world.place, None, world.now) == 0
    assert world.mine(mentee).coming == ()
    assert gatherings.announce(world.boss, world.place, None, world.now) == (8, 2)
    assert gatherings.announce(world.boss, world.place, None, world.now) == (0, 0)
    assert Counter(world.mails()) == {"joint_announced": 2}
    assert [title_of(one) for one in world.mine(mentee).coming][:2] == ["Kick-off", "About theme 1"]
    titles = [title_of(one) for one in world.mine(mentor).coming]
    assert len(titles) == 8
    assert titles[1] == "Meeting of a role group"
    last = world.mine(mentee).coming[-1]
    assert (last.number.number, last.number.of) == (6, 6)
    assert last.text == {"en": "Come as you are."}


@pytest.mark.parametrize("kind", ["role_group", "training"])
def test_what_is_held_for_each_role_apart_counts_once(kind):
    twice = [
        {"id": f"{who}{n}", "name": {}, "kind": kind, "week": 5 * n, "audience": who}
        for n in (1, 2)
        for who in ("mentors", "mentees")
    ]
    world = JointWorld(planned=twice)
    gatherings.put(world.boss, world.place, None, world.now)
    drafts = gatherings.desk(world.boss, world.place, world.now).drafts
    assert [(one.meeting.audience, one.number.number, one.number.of) for one in drafts] == [
        ("mentors", 1, 2),
        ("mentees", 1, 2),
        ("mentors", 2, 2),
        ("mentees", 2, 2),
    ]


def test_the_kick_off_may_be_the_first_of_the_joint_meetings():
    world = JointWorld(relations={"kick_off_counts": True})
    mentee = factories.make_mentee(world.round)
    gatherings.put(world.boss, world.place, None, world.now)
    gatherings.announce(world.boss, world.place, None, world.now)
    kick_off, second = world.mine(mentee).coming[:2]
    assert joint_view(programmes.programme_of(world.place).plan, kick_off, world.now).kind == (
        "Kick-off, joint meeting 1 of 7"
    )
    assert (second.number.number, second.number.of) == (2, 7)


def test_of_two_places_the_third_who_comes_waits_and_moves_up(world):
    one, two, three, four = world.mentees(4)
    meeting = world.meeting(places=2)
    assert [world.say(person, meeting) for person in (one, two, three, four)] == ["coming"] * 2 + ["waiting"] * 2
    assert world.say(three, meeting) == "waiting"
    seen = world.seen(four, meeting)
    assert (seen.coming, seen.waiting, seen.in_line) == (2, 2, 2)
    # Whoever can't come gives their place to the first in line, who is told once.
    assert world.say(one, meeting, coming=False) == "not_coming"
    assert world.seats(meeting) == {two.user_id: 2, three.user_id: 1}
    assert world.mails(three) == ["joint_announced", "joint_seated"]
    assert world.mails(four) == ["joint_announced"]
    # Somebody who comes back stands at the end of the line.
    assert world.say(one, meeting) == "waiting"
    assert world.seen(one, meeting).in_line == 2
    # Nobody loses a place because a coordinator lowers their number; more places let in who waits.
    with pytest.raises(Invalid) as refused:
        world.change(meeting, places=1)
    assert refused.value.fields["places"] == [
        "2 people come already, and keep their places. Choose at least as many places."
    ]
    world.change(meeting, places=3)
    assert set(world.seats(meeting)) == {two.user_id, three.user_id, four.user_id}
    world.change(meeting, places=None)
    assert world.seats(meeting) == {}
    assert world.seen(one, meeting).comes
    assert Counter(world.mails())["joint_seated"] == 3
    # What changed is no other time and no other place, so nobody hears of it.
    assert "joint_moved" not in world.mails()


def test_whoever_leaves_the_programme_gives_their_place_back(world):
    from mentoring_xblock.groups import api as groups

    one, two = world.mentees(2)
    meeting = world.meeting(places=1)
    world.say(one, meeting)
    world.say(two, meeting)
    world.now = timezone.now()
    Meeting.objects.update(starts_at=world.now + dt.timedelta(days=1), ends_at=world.now + dt.timedelta(days=2))
    groups.leave_programme(world.boss, world.place, one.public_id)
    assert world.seats(meeting) == {two.user_id: 1}
    assert world.mails(two)[-1] == "joint_seated"


def test_a_place_goes_to_who_waits_and_can_take_it(world):
    """Not to who is not in the course, and not to who came later when an account is erased."""
    one, two, three, four = world.mentees(4)
    meeting = world.meeting(places=1)
    for person in (one, two, three):
        world.say(person, meeting)
    factories.enrol(two.user, active=False)
    world.say(one, meeting, coming=False)
    assert world.seats(meeting) == {three.user_id: 1}
    factories.enrol(two.user)
    lifecycle.erase_person(three.user_id)
    assert world.say(four, meeting) == "waiting"
    assert world.seats(meeting) == {two.user_id: 1}
    assert world.mails(two)[-1] == "joint_seated"


def test_after_the_last_day_to_answer_one_can_only_say_no(world):
    one, two, three = world.mentees(3)
    meeting = world.meeting(places=1, answer_on=dt.date(2026, 9, 20))
    programme = programmes.programme_of(world.place)
    assert gatherings.ahead(one.user_id, programme, world.now).to_answer.meeting.id == meeting.pk
    world.say(one, meeting)
    world.say(two, meeting)
    assert gatherings.ahead(one.user_id, programme, world.now).to_answer is None
    world.now = dt.datetime(2026, 9, 20, 20, 59, tzinfo=dt.UTC)  # still the 20th in Helsinki
    assert world.seen(three, meeting).answerable(world.now)
    world.now += dt.timedelta(minutes=1)
    with pytest.raises(Over) as late:
        world.say(three, meeting)
    assert "Answers were taken until Sun 20 Sep." in late.value.message
    assert gatherings.ahead(three.user_id, programme, world.now).to_answer is None
    # Who waits still gets the place of whoever falls ill.
    world.say(one, meeting, coming=False)
    assert world.seats(meeting) == {two.user_id: 1}
    world.now = dt.datetime(2026, 10, 1, 14, tzinfo=dt.UTC)
    with pytest.raises(Over):
        world.say(two, meeting, coming=False)


def test_only_those_for_whom_it_is_hear_of_it(world):
    mentee, mentor = factories.make_mentee(world.round), factories.make_mentor(world.round)
    coach = factories.make_participant(world.round, Role.COACH, name="Kaisa Valmentaja")
    meeting = world.meeting(audience=Audience.MENTORS, leader=coach.public_id)
    assert world.seen(mentee, meeting) is None
    with pytest.raises(NotFound):
        world.say(mentee, meeting)
    assert world.say(mentor, meeting) == "coming"
    assert world.seen(coach, meeting).leads
    assert sorted(Message.objects.values_list("recipient_id", flat=True)) == sorted([mentor.user_id, coach.user_id])
    draft = world.meeting(announced=False)
    assert world.seen(mentor, draft) is None
    with pytest.raises(NotFound):
        world.say(mentor, draft)
    with pytest.raises(NotAllowed):
        gatherings.desk(factories.actor(mentor), world.place, world.now)
    # Whoever is in no round hears of nothing.
    assert gatherings.next_for(world.coordinator.pk, programmes.programme_of(world.place), world.now) is None


def test_moving_and_calling_off_are_told_once_to_whom_they_concern(world):
    one, two, three = world.mentees(3)
    meeting = world.meeting(places=2)
    world.say(one, meeting)
    world.say(two, meeting, coming=False)
    world.change(meeting, places=2, starts=dt.time(18))
    world.change(meeting, places=2, starts=dt.time(18))
    moved = world.change(meeting, places=2, starts=dt.time(18), way=Way.IN_PERSON, where="Kirjasto")
    assert (moved.sequence, moved.where, moved.link) == (2, "Kirjasto", "")
    assert Counter(world.mails()) == {"joint_announced": 3, "joint_moved": 4}
    assert world.seen(one, meeting).comes
    # Only those who have a place where places are few get it for their calendar.
    contexts = dict(Message.objects.filter(template="joint_moved").values_list("recipient_id", "context"))
    assert {user for user, context in contexts.items() if "calendar" in context} == {one.user_id}
    with pytest.raises(Conflict) as stale:
        gatherings.call_off(world.boss, world.place, meeting.public_id, 1, world.now)
    assert stale.value.current.where == "Kirjasto"
    gatherings.call_off(world.boss, world.place, meeting.public_id, moved.version, world.now)
    gatherings.call_off(world.boss, world.place, meeting.public_id, moved.version, world.now)
    assert Counter(world.mails())["joint_cancelled"] == 2
    with pytest.raises(Over):
        world.say(three, meeting)
    with pytest.raises(Over):
        world.change(meeting, places=2)
    mail.outbox.clear()
    send_due()
    assert len(mail.outbox) == 9
    assert not any("Kirjasto" in letter.body or "Supervision of" in letter.subject for letter in mail.outbox)
    [seen] = [
        letter for letter in mail.outbox if letter.subject.startswith("A meeting of") and "off" in letter.subject
    ][:1]
    assert "Supervision: Thu 1 Oct, 18:00–19:30 (Europe/Helsinki). In person." in seen.body


def test_another_leader_is_told_and_so_is_who_led_it(world):
    first, second = (factories.make_participant(world.round, Role.COACH) for _ in range(2))
    meeting = world.meeting(audience=Audience.MENTORS, leader=first.public_id)
    for leader, hour in ((second, 17), (second, 17), (first, 18)):
        world.now += dt.timedelta(minutes=1)
        world.change(meeting, audience=Audience.MENTORS, leader=leader.public_id, starts=dt.time(hour))
    files = {
        person: [
            (template, part["sequence"], part["cancelled"])
            for template, context in Message.objects.filter(recipient_id=person.user_id)
            .order_by("pk")
            .values_list("template", "context")
            for part in context["calendar"]
        ]
        for person in (first, second)
    }
    # Each file is newer than the one before; of who took over and of the other hour they hear in one mail.
    assert files[first] == [("joint_announced", 0, False), ("joint_cancelled", 1, True), ("joint_announced", 2, False)]
    assert files[second] == [("joint_announced", 1, False), ("joint_cancelled", 2, True)]
    mail.outbox.clear()
    send_due()
    assert sum("You hold this meeting" in letter.body for letter in mail.outbox) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": dt.date(2026, 8, 19)}, "day"),
        ({"day": dt.date(2029, 1, 1)}, "day"),
        ({"day": dt.date(2027, 3, 28), "starts": dt.time(3, 30)}, "time"),
        ({"answer_on": dt.date(2026, 10, 2)}, "answer_on"),
    ],
)
def test_what_can_not_be_is_told_beside_its_field(world, changes, field):
    with pytest.raises(Invalid) as refused:
        gatherings.make(world.boss, world.place, world.draft(**changes), uuid.uuid4(), world.now)
    assert list(refused.value.fields) == [field]


def test_a_double_click_makes_one_and_a_draft_can_be_thrown_away(world):
    key = uuid.uuid4()
    made = {gatherings.make(world.boss, world.place, world.draft(), key, world.now) for _ in range(2)}
    assert len(made) == 1
    meeting = Meeting.objects.get()
    with pytest.raises(Invalid):
        gatherings.call_off(world.boss, world.place, meeting.public_id, meeting.version, world.now)
    assert world.change(meeting, audience=Audience.MENTEES).audience == "mentees"
    gatherings.discard(world.boss, world.place, meeting.public_id)
    with pytest.raises(NotFound):
        gatherings.discard(world.boss, world.place, meeting.public_id)
    assert not Meeting.objects.exists()
    announced = world.meeting()
    with pytest.raises(Invalid):
        gatherings.discard(world.boss, world.place, announced.public_id)
    with pytest.raises(Invalid) as refused:
        world.change(announced, audience=Audience.MENTEES)
    assert list(refused.value.fields) == ["audience"]


def test_who_was_there_is_saved_once_and_taken_away_as_a_table(world):
    coach = factories.make_participant(world.round, Role.COACH, name="Kaisa Valmentaja")
    one, two, three = world.mentees(3)
    meeting = world.meeting(leader=coach.public_id)
    world.say(one, meeting)
    world.say(two, meeting)
    world.say(three, meeting, coming=False)
    lead = factories.actor(coach)
    listed = gatherings.sheet(lead, world.place, meeting.public_id)
    assert [(person.name, person.ticked) for person in listed.people.items] == [
        ("Mentee 1", True),
        ("Mentee 2", True),
        ("Mentee 3", False),
    ]
    everybody = [person.participant_id for person in listed.people.items]
    with pytest.raises(Over):
        gatherings.save_sheet(lead, world.place, meeting.public_id, everybody, everybody[:1], world.now)
    with pytest.raises(NotFound):
        gatherings.sheet(factories.actor(one), world.place, meeting.public_id)
    world.now = dt.datetime(2026, 10, 1, 15, tzinfo=dt.UTC)
    there = [everybody[0], everybody[2]]
    for _ in range(2):
        assert gatherings.save_sheet(lead, world.place, meeting.public_id, everybody, there, world.now) == 2
    meeting.refresh_from_db()
    assert (meeting.state, Attendance.objects.filter(attended=True).count()) == (State.HELD, 2)
    assert [person.ticked for person in gatherings.sheet(lead, world.place, meeting.public_id).people.items] == [
        True,
        False,
        True,
    ]
    assert world.mine(one).past[0].mine.attended is True
    names = {role: role.value for role in Role}
    part = gatherings.export_part(world.boss, world.place, names)
    rows = list(csv.reader(io.StringIO(part.text.removeprefix("\ufeff"))))
    assert rows[0][-1] == "2026-10-01 Supervision"
    assert {row[0]: row[-1] for row in rows[1:]} == {
        "Kaisa Valmentaja": "",
        "Mentee 1": "was there",
        "Mentee 2": "was not there",
        "Mentee 3": "was there",
    }
    with pytest.raises(NotAllowed):
        gatherings.export_part(lead, world.place, names)
