"""The roadmap as numbers that a template puts into a picture."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.dates import short_day
from mentoring_xblock.programme import road
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.plan import PRESETS, Plan

START = dt.date(2026, 9, 7)
PLAN = Plan.from_dict(PRESETS["half_year"](START))


def drawn(days, plan=PLAN):
    return road.road(Clock.of(plan, START), START + dt.timedelta(days=days))


def percent(text):
    assert text.endswith("%")
    return float(text[:-1])


def test_a_half_year_is_drawn_in_weeks():
    assert [segment.grow for segment in drawn(0).segments] == [f"mn-g{weeks}" for weeks in (3, 4, 4, 4, 4, 4, 3)]


def test_what_has_passed_is_filled():
    found = drawn(24 + 14)
    assert [segment.fill for segment in found.segments] == ["100.0%", "62.5%", "0.0%", "0.0%", "0.0%", "0.0%", "0.0%"]
    assert [segment.current for segment in found.segments].index(True) == 1
    assert [segment.done for segment in found.segments] == [True] + [False] * 6


@pytest.mark.parametrize(("days", "anchor"), [(0, "start"), (90, "middle"), (181, "end")])
def test_the_word_today_stays_inside(days, anchor):
    assert drawn(days).anchor == anchor


@pytest.mark.parametrize("days", [-1, 182])
def test_outside_the_programme_there_is_no_today(days):
    found = drawn(days)
    assert (found.today, found.week, found.label) == ("", 0, "")
    assert not any(segment.current for segment in found.segments)


def test_numbers_for_svg_are_written_the_same_in_every_language():
    with translation.override("fi"):
        found = drawn(38)
    assert "," not in found.today + "".join(segment.fill for segment in found.segments)


def test_days_are_written_as_the_language_does():
    with translation.override("fi"):
        assert road.long_day(START) == "7.9.2026"
        coming = road.what_is_next(Clock.of(PLAN, START), START)
        assert (coming.weekday, coming.day) == ("Maanantai", "28.9.")
    with translation.override("en"):
        assert road.long_day(START) == "7 September 2026"
        coming = road.what_is_next(Clock.of(PLAN, START), START)
        assert (coming.weekday, coming.day) == ("Monday", "28 Sep")


@pytest.mark.parametrize(
    ("days", "title", "left"),
    [
        (-3, "The programme begins", 3),
        (0, "Next phase: My own competence", 21),
        (160, "Next phase: Closing", 1),
        (161, "The programme’s last day", 20),
        (181, "The programme’s last day", 0),
        (182, None, 0),
    ],
)
def test_what_is_next(days, title, left):
    coming = road.what_is_next(Clock.of(PLAN, START), START + dt.timedelta(days=days))
    day = short_day(START + dt.timedelta(days=days + left)) if title else None
    assert (coming and coming.title, coming and coming.day) == (title, day)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-1, "The programme begins on 7 September 2026."),
        (0, "Phase 1 of 7, Beginning. My own competence begins in 21 days."),
        (20, "Phase 1 of 7, Beginning. My own competence begins tomorrow."),
        (161, "Phase 7 of 7, Closing. The programme ends in 21 days."),
        (181, "Phase 7 of 7, Closing. It is the programme’s last day."),
        (182, "It ended on 7 March 2027. What you wrote is still yours to read."),
    ],
)
def test_where_we_are(days, sentence):
    assert road.where_we_are(Clock.of(PLAN, START), START + dt.timedelta(days=days)) == sentence


def test_a_gap_before_the_first_phase_is_told_without_one():
    plan = Plan.from_dict({**PLAN.to_dict(), "phases": [{"id": "late", "name": {"en": "Late"}, "start_week": 2}]})
    sentence = road.where_we_are(Clock.of(plan, START), START)
    assert sentence == "This programme ends on 7 March 2027."


@given(st.lists(st.integers(0, 300), max_size=12, unique=True), st.integers(1, 260), st.integers(-10, 2_000))
def test_any_plan_fits_the_line(weeks, length, days):
    phases = [{"id": f"p{week}", "name": {"en": "x"}, "start_week": week} for week in weeks]
    plan = Plan.from_dict({**PLAN.to_dict(), "phases": phases, "length_weeks": length})
    found = drawn(days, plan)
    assert all(1 <= int(segment.grow.removeprefix("mn-g")) <= road.PARTS for segment in found.segments)
    assert all(0 <= percent(segment.fill) <= 100 for segment in found.segments)
    assert sum(segment.current for segment in found.segments) <= 1
    assert not found.today or 0 <= percent(found.today) <= 100
