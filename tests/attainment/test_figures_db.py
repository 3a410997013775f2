"""Means in the database: whose ratings are in them, when they are fixed, and who reads them."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock import tasks
from mentoring_xblock.attainment import api, figure_pages
from mentoring_xblock.attainment.data import MeanInfo, Stage
from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.models import Coordinator, Figure, Goal, GoalRating, Scale
from mentoring_xblock.programme import api as programmes
from tests import factories

pytestmark = pytest.mark.django_db

LEVELS = {str(level): f"level {level}" for level in range(-2, 3)}
WEEK = dt.timedelta(weeks=1)


def rated(person, level, stage="start", means_from=1, **fields):
    """A goal of somebody's with a whole scale, and where they were with it."""
    goal = Goal.objects.create(
        round=person.round,
        owner=person.user,
        course_key=person.round.programme.course_key,
        usage_key=factories.usage_key("mentoring_goals", "goals"),
        status="active",
        once_key=uuid.uuid4(),
        **fields,
    )
    Scale.objects.create(goal=goal, levels=LEVELS, means_from=means_from)
    rate(goal, level, stage)
    return goal


def rate(goal, level, stage="start"):
    GoalRating.objects.create(
        goal=goal, rater=goal.owner, stage=stage, level=level, scale_version=1, once_key=uuid.uuid4()
    )


def told(round_):
    return [(row.stage, row.mean, row.people) for row in Figure.objects.filter(round=round_).order_by("mean")]


def programme_of(round_):
    return programmes.programme_of(factories.place_of(round_))


def test_a_mean_waits_for_five_others_and_then_stays_as_it_is(django_assert_max_num_queries):
    round_ = factories.make_round()
    five = [factories.make_mentee(round_) for _ in range(5)]
    goals = [rated(person, level) for person, level in zip(five, (-2, -1, -1, 0, 0), strict=True)]
    # None of these is in it: the one whom a coordinator mentors, a mentor, one whose levels mean something else by now,
    # one whose goal is in the bin, and one who has left.
    own = factories.make_mentee(round_)
    mentor, _mentee, _group = factories.make_pair(round_, mentee=own)
    Coordinator.objects.create(programme=round_.programme, user=mentor.user, named_at=timezone.now())
    rated(own, 2)
    rated(mentor, 2)
    rated(factories.make_mentee(round_), 2, means_from=2)
    rated(factories.make_mentee(round_), 2, deleted_at=timezone.now())
    rated(factories.make_mentee(round_, left_at=timezone.now()), 2)
    # The review at the start goes on until the half-way review begins, two weeks from now.
    assert api.fix_due(timezone.now() + WEEK) == 0
    later = timezone.now() + 3 * WEEK
    five[0].left_at = timezone.now()
    five[0].save()
    assert (api.fix_due(later), told(round_)) == (0, [])
    five[0].left_at = None
    five[0].save()
    with django_assert_max_num_queries(13):
        assert api.fix_due(later) == 1
    # −2, −1, −1, 0 and 0 are the scores 30, 40, 40, 50 and 50.
    assert told(round_) == [("start", 42, 5)]
    rate(goals[0], 2)
    rated(factories.make_mentee(round_), 2)
    goals[1].owner.delete()
    assert (api.fix_due(later + WEEK), told(round_)) == (0, [("start", 42, 5)])

    coordinator = factories.make_coordinator(round_.programme)
    found = api.means(factories.coordinator_actor(coordinator), programme_of(round_))
    assert [(one.stage, one.mean, one.people) for one in found] == [("start", 42, 5)]
    # On the page, the half-way review has begun; the one at the end has not.
    lines = figure_pages.lines(factories.coordinator_actor(coordinator), programme_of(round_), later)
    assert lines == (
        figure_pages.Line("At the start", "The mean is 42, of 5 people.", 25.5),
        figure_pages.Line("Half-way", "Fewer than five people have rated, or the review still goes on."),
    )
    programme = round_.programme
    programme.plan["coordinator_sees"]["goal_counts"] = False
    programme.save()
    assert figure_pages.lines(factories.coordinator_actor(coordinator), programme_of(round_), later) == ()
    for nobody in (factories.actor(five[1]), factories.actor(mentor), factories.staff_actor(coordinator)):
        with pytest.raises(NotAllowed):
            api.means(nobody, programme_of(round_))


def test_a_mean_at_the_very_end_of_the_scale_is_not_told_as_a_number():
    told = {mean: figure_pages.sentence(MeanInfo(Stage.END, mean, 6)) for mean in (34, 35, 65, 66)}
    assert told == {
        34: "The mean is under 35, of 6 people.",
        35: "The mean is 35, of 6 people.",
        65: "The mean is 65, of 6 people.",
        66: "The mean is over 65, of 6 people.",
    }


def test_means_are_fixed_also_while_mails_fail(monkeypatch):
    def broken(now):
        raise RuntimeError("no mails today")

    round_ = factories.make_round(starts_on=factories.weeks_ago(14))
    for _ in range(5):
        rated(factories.make_mentee(round_), 1)
    monkeypatch.setattr("mentoring_xblock.meetings.reminding.run", broken)
    for job in (lambda: call_command("mentoring_remind"), tasks.send_reminders):
        with pytest.raises(RuntimeError):
            job()
        assert told(round_) == [("start", 60, 5)]
        Figure.objects.all().delete()


def test_where_everybody_begins_by_themselves_means_are_fixed_when_the_round_is_closed():
    relations = {"mode": "non_stop"}
    round_ = factories.make_round(relations=relations)
    for _ in range(5):
        person = factories.make_mentee(round_)
        rate(rated(person, 0), 1, "end")
    assert api.fix_due(timezone.now() + 60 * WEEK) == 0
    assert api.fix_round(programme_of(round_), timezone.now()) == 2
    assert told(round_) == [("start", 50, 5), ("end", 60, 5)]
    assert api.fix_round(programme_of(round_), timezone.now()) == 0


def test_a_group_that_goes_on_for_longer_is_waited_for():
    round_ = factories.make_round(starts_on=factories.weeks_ago(31))
    pairs = [factories.make_pair(round_) for _ in range(5)]
    for _mentor, mentee, _group in pairs:
        rated(mentee, 1, "end")
    group = pairs[0][2]
    group.ends_on = round_.starts_on + 46 * WEEK
    group.save()
    # The round's last review is over; that of this group goes on for four weeks after its end.
    noon = dt.datetime.combine(round_.starts_on + 31 * WEEK, dt.time(12), dt.UTC)
    assert api.fix_due(noon) == 0
    assert api.fix_due(noon + 19 * WEEK) == 0
    assert api.fix_due(noon + 19 * WEEK + dt.timedelta(days=1)) == 1
    assert told(round_) == [("end", 60, 5)]


def test_a_round_that_is_closed_before_its_last_review_is_over_has_its_mean_weeks_later():
    round_ = factories.make_round(starts_on=factories.weeks_ago(25))
    for _ in range(5):
        rated(factories.make_mentee(round_), 1, "end")
    closed_at = timezone.now()
    assert api.fix_round(programme_of(round_), closed_at) == 0
    round_.closed_at = closed_at
    round_.save()
    assert api.fix_due(closed_at + 3 * WEEK) == 0
    assert api.fix_due(closed_at + 5 * WEEK - dt.timedelta(days=1)) == 1
    assert told(round_) == [("end", 60, 5)]
