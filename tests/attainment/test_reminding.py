"""Mails about reviews by a moving clock: to whom, when, and only once."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from mentoring_xblock.attainment import reminding
from mentoring_xblock.attainment.stages import clock_for
from mentoring_xblock.groups import own_days
from mentoring_xblock.models import Figure, Goal, GoalRating, Message
from mentoring_xblock.programme import api as programmes
from tests import factories as make

pytestmark = pytest.mark.django_db

#: The first day of the round, a Monday.
FIRST = dt.date(2027, 2, 1)
WEEK = dt.timedelta(weeks=1)


def at(days, hour=12, minute=0):
    """Return a moment so many days after the first one, by the programme's clock."""
    return dt.datetime.combine(FIRST + dt.timedelta(days=days), dt.time(hour, minute), ZoneInfo("Europe/Helsinki"))


def goal(person, status="active", **fields):
    return Goal.objects.create(
        round=person.round,
        owner=person.user,
        course_key=person.round.programme.course_key,
        usage_key=make.usage_key("mentoring_goals", "goals"),
        status=status,
        once_key=uuid.uuid4(),
        **fields,
    )


def say(of, milestone):
    GoalRating.objects.create(goal=of, rater=of.owner, stage="start", milestone=milestone, once_key=uuid.uuid4())


def told():
    rows = Message.objects.filter(template="goal_review").order_by("pk")
    return [(row.recipient_id, row.context["stage"], row.context["until_on"]) for row in rows]


def test_who_has_active_goals_and_said_nothing_hears_once_that_a_review_has_begun(django_assert_max_num_queries):
    round_ = make.make_round(starts_on=FIRST)
    mentor, mentee, _group = make.make_pair(round_)
    silent, done, drafting, left = (make.make_mentee(round_) for _ in range(4))
    for person in (mentor, silent):
        goal(person)
    goal(mentee), goal(mentee)
    goal(drafting, "draft")
    goal(left)
    left.left_at = at(3)
    left.save()
    say(goal(done), "alku")
    # From nine in the morning of its first day, two weeks on; and never again.
    assert [reminding.run(now) for now in (at(13), at(14, 8, 59))] == [0, 0]
    with django_assert_max_num_queries(18):
        assert reminding.run(at(14, 9)) == 3
    assert [reminding.run(now) for now in (at(14, 10), at(20), at(22))] == [0, 0, 0]
    until = (FIRST + 13 * WEEK - dt.timedelta(days=1)).isoformat()
    assert sorted(told()) == sorted((one.user_id, "start", until) for one in (mentor, mentee, silent))
    # Who writes a first goal within the week hears of it still; the next review is another mail.
    goal(make.make_mentee(round_))
    assert reminding.run(at(14 + 6)) == 1
    goal(make.make_mentee(round_))
    assert reminding.run(at(14 + 7, 9)) == 0
    assert reminding.run(at(7 * 13)) == 6
    round_.closed_at = at(7 * 20)
    round_.save()
    assert reminding.run(at(7 * 24)) == 0


def test_where_each_group_begins_by_itself_its_people_hear_by_its_own_calendar():
    round_ = make.make_round(starts_on=FIRST, relations={"mode": "non_stop"})
    days = (0, 10)
    pairs = [make.make_pair(round_) for _ in days]
    for (_mentor, mentee, group), day in zip(pairs, days, strict=True):
        group.starts_on = FIRST + dt.timedelta(days=day)
        group.save()
        goal(mentee)
    goal(make.make_mentee(round_))
    assert [reminding.run(at(day)) for day in (13, 14, 23, 24, 25)] == [0, 1, 0, 1, 0]
    assert [user_id for user_id, _, _ in told()] == [mentee.user_id for _, mentee, _ in pairs]


def test_who_mentors_two_groups_hears_once_by_the_first_of_them(monkeypatch):
    monkeypatch.setattr(own_days, "BATCH", 1)
    round_ = make.make_round(starts_on=FIRST, relations={"mode": "non_stop"})
    mentor, _mentee, first = make.make_pair(round_)
    _mentor, _mentee, second = make.make_pair(round_, mentor=mentor)
    for group in (first, second):
        group.starts_on = FIRST
        group.save()
    goal(mentor)
    assert [reminding.run(at(day)) for day in (14, 15)] == [1, 0]


def test_a_group_with_other_days_hears_of_them_and_not_of_the_rounds(django_assert_max_num_queries):
    round_ = make.make_round(starts_on=FIRST)
    usual, longer, other = (make.make_pair(round_) for _ in range(3))
    ends_on = FIRST + 46 * WEEK
    longer[2].ends_on = ends_on
    longer[2].save()
    other[2].starts_on = FIRST + WEEK
    other[2].save()
    # What only accompanies the programme moves nothing.
    beside = make.make_group(None, [usual[1]], kind="supervision")
    beside.ends_on = ends_on
    beside.save()
    for _mentor, mentee, _group in (usual, longer, other):
        goal(mentee)
    with django_assert_max_num_queries(20):
        assert reminding.run(at(7 * 24)) == 2
    # The third one's begins a week later; what the others said to it already, nobody hears twice.
    assert [reminding.run(at(7 * 25)), reminding.run(at(7 * 25 + 1))] == [1, 0]
    afterwards = dt.timedelta(days=28)
    round_ends = FIRST + 26 * WEEK - dt.timedelta(days=1)
    lasts = (round_ends, ends_on, round_ends + WEEK)
    programme = programmes.programme_of(make.place_of(round_))
    assert [clock_for(mentee.user_id, programme).ends_on for _, mentee, _ in (usual, longer, other)] == list(lasts)
    assert told() == [
        (mentee.user_id, "end", (last + afterwards).isoformat())
        for (_mentor, mentee, _group), last in zip((usual, longer, other), lasts, strict=True)
    ]
    # Days that come after the mail bring no second one.
    usual[2].ends_on = ends_on
    usual[2].save()
    assert reminding.run(at(7 * 24 + 2)) == 0


def test_the_command_tells_of_reviews_and_fixes_means(capsys, monkeypatch):
    round_ = make.make_round(starts_on=FIRST)
    goal(make.make_mentee(round_))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(14))
    for _ in range(2):
        call_command("mentoring_remind")
    assert capsys.readouterr().out.count("1 of reviews of goals that have begun") == 1
    assert not Figure.objects.exists()
