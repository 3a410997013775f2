"""People look back at their goals when their own calendar says so; what can't be placed is told to the author."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.plan import PRESETS, Plan, plan_errors
from mentoring_xblock.programme.plan_goals import AFTERWARDS, Milestone, Stage, placed, usual_milestones

pytestmark = pytest.mark.once

START = dt.date(2026, 9, 7)
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)


def review(id_="a", **changes):
    return {"id": id_, "name": {"en": id_.upper()}, "stage": "middle", "week": 0, "phase": ""} | changes


def half_year(**changes):
    return PRESETS["half_year"](START) | changes


def days(raw, clock=None):
    plan = Plan.from_dict(raw)
    return [(one.milestone.id, one.first_day, one.last_day) for one in placed(plan.reviews, clock or clock_of(plan))]


def clock_of(plan, starts_on=START, **moved):
    return Clock.of(plan, starts_on, {name.replace("_", "-"): day for name, day in moved.items()})


def test_a_review_is_open_until_the_next_one_begins_and_the_last_one_for_a_while_after_the_end():
    end = START + 26 * WEEK - DAY
    assert days(half_year()) == [
        ("alku", START + 2 * WEEK, START + 13 * WEEK - DAY),
        ("puolivali", START + 13 * WEEK, START + 24 * WEEK - DAY),
        ("loppu", START + 24 * WEEK, end + AFTERWARDS),
    ]


def test_it_begins_with_its_phase_wherever_that_was_moved_and_whenever_a_group_began():
    raw = half_year(milestones=[review("a", week=2), review("b", week=None, phase="muiden-johtaminen")])
    plan = Plan.from_dict(raw)
    assert days(raw)[1][1] == START + 15 * WEEK
    moved = START + 16 * WEEK + DAY
    assert days(raw, clock_of(plan, muiden_johtaminen=moved))[1][1] == moved
    later = START + 9 * DAY
    assert [first for _, first, _ in days(raw, clock_of(plan, later))] == [later + 2 * WEEK, later + 15 * WEEK]


def test_what_is_outside_is_left_out_and_of_two_on_one_day_the_first_counts():
    raw = half_year(milestones=[review("late", week=26), review("a", week=3), review("b", week=3), review("c", week=1)])
    assert [(id_, first) for id_, first, _ in days(raw)] == [("c", START + WEEK), ("a", START + 3 * WEEK)]
    assert plan_errors(raw) == {
        "milestones.0.week": ["This review needs a week or a phase between the programme’s beginning and its end."],
        "milestones.2.week": [
            "Another review begins on the same day, and only one can. Let this one begin on another day."
        ],
    }


@pytest.mark.parametrize(
    ("milestones", "fields"),
    [
        ([], set()),
        ("often", set()),
        ([review(stage="now")], {"milestones.0.stage"}),
        ([review(week=None)], {"milestones.0.week"}),
        ([review(week="3")], {"milestones.0.week"}),
        ([review(week=None, phase="gone")], {"milestones.0.phase"}),
        ([review(name={})], {"milestones.0.name"}),
        ([review(), review(week=1)], {"milestones.1.id"}),
        ([review(f"r{week}", week=week) for week in range(13)], {"milestones"}),
        ([7, None], {f"milestones.{index}.{name}" for index in (0, 1) for name in ("id", "name", "stage", "week")}),
    ],
)
def test_every_fault_is_said_at_its_field(milestones, fields):
    assert set(plan_errors(half_year(milestones=milestones))) == fields


def test_a_plan_that_names_none_has_the_usual_ones_and_one_with_an_empty_list_has_none():
    raw = half_year()
    del raw["milestones"]
    assert plan_errors(raw) == {}
    assert Plan.from_dict(raw).to_dict() == raw
    assert Plan.from_dict(raw).reviews == usual_milestones(26)
    assert Plan.from_dict(half_year(milestones=[])).reviews == ()
    # They follow the length, and a short programme has fewer.
    weeks = {length: [one.week for one in usual_milestones(length)] for length in (1, 2, 3, 6, 8, 52)}
    assert weeks == {1: [0], 2: [0, 1], 3: [0, 1, 2], 6: [1, 3, 4], 8: [2, 4, 6], 52: [2, 26, 50]}


def test_the_presets_are_reviewed_and_one_of_them_at_its_trainings():
    plans = {name: Plan.from_dict(make(START)) for name, make in PRESETS.items()}
    assert all([one.stage for one in plan.reviews] == ["start", "middle", "end"] for plan in plans.values())
    assert all(set(one.name) == {"en", "fi"} for plan in plans.values() for one in plan.reviews)
    trainings = {one.week for one in plans["three_trainings"].planned if one.kind == "training"}
    assert {one.week for one in plans["three_trainings"].reviews} == trainings


@given(
    st.lists(st.none() | st.integers(0, 260), max_size=12),
    st.integers(1, 60),
    st.dates(),
)
def test_no_two_reviews_are_open_at_once_whatever_the_plan_says(weeks, length, start):
    plan = Plan(length_weeks=length)
    milestones = [Milestone(f"m{number}", {}, Stage.BETWEEN, week) for number, week in enumerate(weeks)]
    found = placed(milestones, Clock.of(plan, start))
    assert all(one.first_day <= one.last_day for one in found)
    assert all(later.first_day - one.last_day == DAY for one, later in itertools.pairwise(found))
