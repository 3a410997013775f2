"""Reminders by a moving clock: who gets which mail, and that nobody gets one twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from demo.models import Profile
from mentoring_xblock.meetings import reminding
from mentoring_xblock.models import Attendance, Meeting, Message, Participant
from mentoring_xblock.notifications import api as notifications
from tests import factories as make

pytestmark = pytest.mark.django_db

HELSINKI = ZoneInfo("Europe/Helsinki")
#: The first day of the round, a Monday.
FIRST = dt.date(2027, 2, 1)


def at(days, hour=12, minute=0, zone=HELSINKI):
    """Return a moment so many days after the first one, by the clocks of a place."""
    return dt.datetime.combine(FIRST + dt.timedelta(days=days), dt.time(hour, minute), zone)


class Year:
    """A round with pairs, whose clock is moved by hand."""

    def __init__(self, **relations):
        self.round = make.make_round(starts_on=FIRST, relations={"remind_weeks": 6, **relations})
        self.mentor, self.mentee, self.group = self.pair()

    def pair(self):
        pair = make.make_pair(self.round)
        pair[2].published_at = at(-10)
        pair[2].save()
        return pair

    def meeting(self, starts, group=None, heard=None, **fields):
        """Book a meeting of an hour; people heard of it when the round began unless told otherwise."""
        heard = heard or at(-10)
        values = {"state": "booked", "time_zone": "Europe/Helsinki", "created_at": heard, "changed_at": heard}
        if fields.get("kind"):
            values |= {"audience": "everybody", "announced_at": heard}
        else:
            values["group"] = group or self.group
        ends = starts + dt.timedelta(hours=1)
        return Meeting.objects.create(round=self.round, starts_at=starts, ends_at=ends, **{**values, **fields})


@pytest.fixture
def year():
    return Year()


def mails(template=None):
    """Return how many mails each person got, by user id."""
    rows = Message.objects.filter(template=template) if template else Message.objects.all()
    return Counter(rows.values_list("recipient_id", flat=True))


def once_each(*people):
    return dict.fromkeys([person.user_id for person in people], 1)


def test_a_pair_is_reminded_the_day_before_once_however_often_the_clock_strikes(year):
    year.meeting(at(9, 15))
    hours = [at(8, 8, 59), at(8, 9), at(8, 9, 30), at(8, 21), at(9, 8), at(9, 14, 59), at(9, 15), at(10)]
    told = [reminding.run(now).tomorrow for now in hours]
    assert told == [0, 2, 0, 0, 0, 0, 0, 0]
    assert mails() == once_each(year.mentor, year.mentee)


def test_the_day_before_is_that_of_the_meetings_own_clock(year):
    """Early on the tenth in Auckland is the afternoon of the ninth in Helsinki."""
    auckland = ZoneInfo("Pacific/Auckland")
    year.meeting(at(9, 4, zone=auckland), time_zone="Pacific/Auckland")
    assert reminding.run(at(8, 8, 59, zone=auckland)).tomorrow == 0
    assert reminding.run(at(8, 9, zone=auckland)).tomorrow == 2


def test_a_meeting_that_is_moved_is_reminded_of_anew_and_one_just_booked_is_not(year):
    meeting = year.meeting(at(9, 15))
    year.meeting(at(9, 18), heard=at(8, 7, 30))
    # Proposed long ago, and booked this morning.
    year.meeting(at(9, 20), created_at=at(-10), changed_at=at(8, 7, 30))
    assert reminding.run(at(8, 10)).tomorrow == 2
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=at(20, 15), ends_at=at(20, 16), sequence=1, changed_at=at(8, 11)
    )
    assert reminding.run(at(8, 12)).tomorrow == 0
    assert reminding.run(at(19, 12)).tomorrow == 2
    assert Message.objects.filter(event_key__contains=str(meeting.public_id)).count() == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda year: Meeting.objects.update(state="cancelled"),
        lambda year: Meeting.objects.update(state="asking", starts_at=None, ends_at=None),
        lambda year: type(year.group).objects.update(state="closed"),
        lambda year: type(year.round).objects.update(closed_at=at(5)),
        lambda year: type(year.round.programme).objects.update(active=False),
    ],
    ids=["cancelled", "asking", "group closed", "round closed", "block taken out of the course"],
)
def test_nobody_is_reminded_of_what_does_not_take_place(year, change):
    year.meeting(at(9, 15))
    change(year)
    assert reminding.run(at(8, 12)) == reminding.RemindReport()


def test_to_a_meeting_of_the_programme_who_is_expected_is_reminded_and_who_is_silent_is_asked(year):
    _, decliner, _ = year.pair()
    holder = make.make_learner()
    left = make.make_mentee(year.round)
    Participant.objects.filter(pk=left.pk).update(left_at=at(1))
    joint = year.meeting(at(30, 17), kind="joint", leader=holder, answer_until=at(21, 0))
    Attendance.objects.create(meeting=joint, user=decliner.user, answer="not_coming")
    Attendance.objects.create(meeting=joint, user=year.mentee.user, answer="coming")
    training = year.meeting(at(30, 9), kind="training", audience="mentees", places=1)
    Attendance.objects.create(meeting=training, user=year.mentee.user, answer="coming", seat=1)
    Attendance.objects.create(meeting=training, user=decliner.user, answer="waiting")
    others = Participant.objects.filter(role="mentor", round=year.round)

    assert [reminding.run(now).answers for now in (at(19, 8), at(19, 9), at(20, 23), at(21, 1))] == [0, 2, 0, 0]
    assert mails("meeting_answer") == once_each(*others)
    assert reminding.run(at(29, 12)).tomorrow == 5
    assert mails("meeting_tomorrow") == {holder.pk: 1, year.mentee.user_id: 2, **once_each(*others)}


def test_a_pair_without_a_meeting_is_asked_once_in_each_quiet_stretch(year):
    """Six weeks after the first day, and six weeks after the next meeting; in between nobody is pressed."""
    other, other_mentee, busy = year.pair()
    year.meeting(at(60), busy)
    told = {day: reminding.run(at(day)).quiet for day in (-3, 20, 41, 42, 43, 60)}
    assert told == {-3: 0, 20: 0, 41: 0, 42: 2, 43: 0, 60: 0}
    assert mails("meeting_quiet") == once_each(year.mentor, year.mentee)
    year.meeting(at(62), state="held")
    told = {day: reminding.run(at(day)).quiet for day in (70, 100, 103, 105, 120)}
    # The busy pair's meeting was on the 60th day; nobody has said that it took place, and it counts.
    assert told == {70: 0, 100: 0, 103: 2, 105: 2, 120: 0}
    assert mails("meeting_quiet") == {
        **dict.fromkeys([year.mentor.user_id, year.mentee.user_id], 2),
        **once_each(other, other_mentee),
    }


def test_nobody_is_asked_who_is_proposing_times_or_is_past_the_last_day():
    year = Year()
    Meeting.objects.create(round=year.round, group=year.group, state="asking", time_zone="UTC")
    assert reminding.run(at(50)).quiet == 0
    Meeting.objects.all().delete()
    assert reminding.run(at(400)).quiet == 0
    assert reminding.run(at(50)).quiet == 2


def test_a_plan_may_leave_people_alone():
    Year(remind_weeks=0)
    assert reminding.run(at(50)) == reminding.RemindReport()


def test_a_reminder_that_has_waited_is_sent_only_while_it_is_true(year, monkeypatch):
    """A mail server was away for a day; meanwhile meetings are moved, called off and over, and people answer."""
    _, other, closed = year.pair()
    moved, same = year.meeting(at(9, 15)), year.meeting(at(9, 18))
    year.meeting(at(9, 12), closed)
    joint = year.meeting(at(9, 19), kind="joint")
    asked = year.meeting(at(30, 17), kind="training", answer_until=at(10, 0))
    now = at(8, 12)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    assert reminding.run(now) == reminding.RemindReport(tomorrow=2 + 2 + 2 + 4, answers=4)
    now = at(9, 12, 30)
    Meeting.objects.filter(pk=moved.pk).update(starts_at=at(9, 16), ends_at=at(9, 17), sequence=1, changed_at=now)
    Meeting.objects.filter(pk=same.pk).update(where="Next door", sequence=1, changed_at=now)
    Attendance.objects.create(meeting=joint, user=other.user, answer="not_coming")
    Attendance.objects.create(meeting=asked, user=year.mentee.user, answer="coming")
    report = notifications.send_due()
    # Of `same` both, of `joint` all but one, of `asked` all but one; `closed` met half an hour ago.
    assert (report.sent, report.dropped) == (2 + 3 + 3, 2 + 2 + 1 + 1)
    assert reminding.run(now) == reminding.RemindReport()


def test_a_mail_says_when_and_with_whom_and_how_to_have_no_more(year, settings, mailoutbox):
    settings.LMS_ROOT_URL = "https://learn.example.org"
    year.meeting(at(9, 15), where="Under the <b>clock</b>", link="https://meet.example.org/secret")
    Profile.objects.update_or_create(user=year.mentee.user, defaults={"time_zone": "America/New_York"})
    reminding.run(at(8, 12))
    reminding.run(at(42, 12))
    notifications.send_due()
    assert len(mailoutbox) == 2
    # Each by the clock by which they live, and by the meeting's where they have chosen none.
    told = {year.mentor.user.email: ("10 Feb, 15:00", "(Helsinki)")}
    told[year.mentee.user.email] = ("10 Feb, 08:00", "(New York)")
    for letter in mailoutbox:
        html, (when, where) = letter.alternatives[0][0], told.pop(letter.to[0])
        for text in (letter.body, html):
            assert "Europe" not in text and "America" not in text and where in text
            assert when in text
            assert "clock" not in text and "secret" not in text
            assert "/api/mentoring/mail/" in text
        assert letter.extra_headers["List-Unsubscribe"].startswith("<https://learn.example.org/api/mentoring/mail/")


def test_the_run_takes_as_many_queries_for_many_groups_as_for_one(year, django_assert_num_queries):
    year.meeting(at(43, 9))
    year.meeting(at(43, 17), kind="joint", answer_until=at(44, 0))
    year.pair()

    def run():
        with django_assert_num_queries(QUERIES):
            return reminding.run(at(42, 12))

    assert run() == reminding.RemindReport(tomorrow=6, answers=4, quiet=2)
    for _ in range(8):
        _, _, group = year.pair()
        year.meeting(at(43, 9), group)
        year.pair()
    assert run() == reminding.RemindReport(tomorrow=16 + 32, answers=32, quiet=16)


#: Of one batch each of meetings tomorrow, answers wanted and groups; what is known already is asked for and not added.
QUERIES = 37


def test_the_command_and_the_job_do_the_same(year, capsys, monkeypatch):
    from mentoring_xblock import tasks

    year.meeting(at(9, 15))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(8, 12))
    call_command("mentoring_remind")
    assert "2 of meetings tomorrow, 0 of answers wanted, 0 where nothing is booked" in capsys.readouterr().out
    tasks.send_reminders()
    assert mails() == once_each(year.mentor, year.mentee)
