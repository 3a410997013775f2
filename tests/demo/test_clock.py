"""The clock that lets the demo's story have happened over the past weeks."""

import datetime as dt

import pytest
from django.utils import timezone

from demo.models import SentMail
from demo.seed.clock import Clock
from demo.seed.course import TIME_ZONE
from mentoring_xblock.applications.models import Application, CallRole
from mentoring_xblock.choices.models import MentorRequest
from mentoring_xblock.groups.models import Group, Kind
from mentoring_xblock.programme.models import Role
from tests.factories import make_participant, make_round

pytestmark = pytest.mark.django_db


def test_the_clock_goes_forward_only():
    clock = Clock()
    with clock.at(clock.begun - dt.timedelta(days=3)):
        pass
    with pytest.raises(ValueError, match="told already"), clock.at(clock.begun - dt.timedelta(days=4)):
        pass
    with pytest.raises(ValueError, match="not come yet"), clock.at(clock.begun + dt.timedelta(seconds=1)):
        pass


def test_the_clock_moves_what_was_written_and_nothing_else():
    before = SentMail.objects.create(recipients="a@example.org", sender="b@example.org", subject="before")
    clock = Clock()
    moment = clock.begun - dt.timedelta(days=3)
    with clock.at(moment):
        first = SentMail.objects.create(recipients="a@example.org", sender="b@example.org", subject="first")
        second = SentMail.objects.create(recipients="a@example.org", sender="b@example.org", subject="second")
    assert clock.settle() == 2
    times = dict(SentMail.objects.values_list("subject", "sent_at"))
    assert times["before"] == before.sent_at
    assert moment <= times["first"] < times["second"] < moment + dt.timedelta(seconds=10)
    assert times["second"] - times["first"] == second.sent_at - first.sent_at


def test_an_end_that_is_counted_moves_with_its_beginning_and_a_day_to_come_stays():
    round_ = make_round()
    mentee, mentor = (make_participant(round_, role=role) for role in (Role.MENTEE, Role.MENTOR))
    clock = Clock()
    moment = clock.begun - dt.timedelta(days=3)
    with clock.at(moment):
        until = timezone.now() + dt.timedelta(days=7)
        asked = MentorRequest.objects.create(mentee=mentee, mentor=mentor, expires_at=until)
        late = Application.objects.create(
            round=round_,
            course_key=round_.programme.course_key,
            usage_key=round_.programme.usage_key,
            role=CallRole.MENTEE,
            applicant=mentee.user,
            late_until=until,
        )
    with clock.at(clock.begun - dt.timedelta(days=1)):
        pass
    clock.settle()
    length = asked.expires_at - asked.created_at
    for row in (asked, late):
        row.refresh_from_db()
    assert asked.created_at < moment + dt.timedelta(seconds=10)
    assert asked.expires_at - asked.created_at == length
    assert late.late_until == until


def test_a_group_that_begins_today_begins_on_the_day_that_is_told():
    round_ = make_round()
    today = timezone.now().astimezone(TIME_ZONE).date()
    fresh, older = (
        Group.objects.create(round=round_, kind=Kind.PAIR, circle="mentoring", starts_on=day)
        for day in (today, today - dt.timedelta(days=40))
    )
    clock = Clock()
    with clock.at(clock.begun - dt.timedelta(days=3)):
        assert clock.begin_today("mentoring_xblock.Group", "starts_on") == 1
    fresh.refresh_from_db()
    older.refresh_from_db()
    assert fresh.starts_on == (clock.begun - dt.timedelta(days=3)).astimezone(TIME_ZONE).date()
    assert older.starts_on == today - dt.timedelta(days=40)
