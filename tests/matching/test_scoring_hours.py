"""Local rules become hours of a real week, right across the change of clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.hours import HOURS, Free, week, weeks

HELSINKI, LONDON, KOLKATA, NEW_YORK = "Europe/Helsinki", "Europe/London", "Asia/Kolkata", "America/New_York"
#: Helsinki's clock is two hours ahead of UTC in January, three in June, and changes on the Sundays of these weeks.
WINTER, SUMMER = dt.date(2026, 1, 12), dt.date(2026, 6, 8)
FORWARD, BACK = dt.date(2026, 3, 23), dt.date(2026, 10, 19)


def free(weekday, start, end, zone=HELSINKI):
    return Free(weekday, dt.time.fromisoformat(start), dt.time.fromisoformat(end), zone)


def hours(*found):
    """Return (weekday, hour) of the hours that are marked."""
    return [(int(hour) // 24, int(hour) % 24) for hour in np.flatnonzero(found[0])]


def test_the_same_rule_is_another_hour_in_summer():
    rule = [free(1, "09:00", "11:00")]
    assert hours(week(rule, WINTER)) == [(1, 7), (1, 8)]
    assert hours(week(rule, SUMMER)) == [(1, 6), (1, 7)]


def test_the_week_of_the_change_has_both():
    rules = [free(5, "09:00", "10:00"), free(6, "09:00", "10:00")]
    assert hours(week(rules, FORWARD)) == [(5, 7), (6, 6)]
    assert hours(week(rules, BACK)) == [(5, 6), (6, 7)]


def test_a_night_that_loses_or_gains_an_hour_is_as_long_as_it_is():
    night = [free(6, "02:00", "06:00")]
    assert len(hours(week(night, WINTER))) == 4
    assert len(hours(week(night, FORWARD))) == 3
    assert len(hours(week(night, BACK))) == 5


def test_monday_morning_in_helsinki_is_sunday_night_in_utc():
    assert hours(week([free(0, "00:00", "03:00")], WINTER)) == [(0, 0), (6, 22), (6, 23)]


def test_an_evening_goes_over_midnight_and_over_the_end_of_the_week():
    rule = [free(6, "23:00", "01:00", "UTC")]
    assert hours(week(rule, WINTER)) == [(0, 0), (6, 23)]
    assert week([free(day, "00:00", "00:00", "UTC") for day in range(7)], WINTER).all()


def test_an_hour_counts_if_all_of_it_is_free():
    assert hours(week([free(0, "09:30", "11:30", "UTC")], WINTER)) == [(0, 10)]
    assert hours(week([free(0, "09:00", "10:00", KOLKATA)], WINTER)) == []
    assert hours(week([free(0, "09:00", "11:00", KOLKATA)], WINTER)) == [(0, 4)]


def test_rules_are_joined_before_hours_are_counted():
    rules = [free(0, "09:00", "09:30", "UTC"), free(0, "09:30", "10:00", "UTC"), free(0, "11:15", "11:45", "UTC")]
    assert hours(week(rules, WINTER)) == [(0, 9)]
    both_zones = [free(0, "09:00", "09:30", "UTC"), free(0, "11:30", "12:00", HELSINKI)]
    assert hours(week(both_zones, WINTER)) == [(0, 9)]


def test_the_programmes_own_clock_keeps_an_hour_through_the_year():
    rule = [free(1, "09:00", "10:00")]
    assert hours(weeks(rule, [WINTER, FORWARD, SUMMER, BACK], HELSINKI)) == [(1, 9)]
    assert hours(weeks(rule, [WINTER, SUMMER])) == []


def test_two_clocks_that_change_on_different_days_are_compared_week_by_week():
    """New York changes two weeks before Helsinki: six hours apart instead of seven for those two weeks."""
    there = [free(2, "09:00", "11:00", NEW_YORK)]
    between = dt.date(2026, 3, 16)
    assert hours(week(there, WINTER, HELSINKI)) == [(2, 16), (2, 17)]
    assert hours(week(there, between, HELSINKI)) == [(2, 15), (2, 16)]
    assert hours(weeks(there, [WINTER, between], HELSINKI)) == [(2, 16)]


def test_an_hour_that_the_clock_leaves_out_is_not_free():
    always = [free(day, "00:00", "00:00") for day in range(7)]
    assert hours(~week(always, FORWARD, HELSINKI)) == [(6, 3)]
    assert week(always, BACK, HELSINKI).all()


def test_nobody_is_free_without_a_rule():
    assert not week([], WINTER).any()
    assert week([], WINTER).shape == (HOURS,)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            Free,
            st.integers(0, 6),
            st.times(),
            st.times(),
            st.sampled_from([HELSINKI, KOLKATA, NEW_YORK, LONDON, "Australia/Lord_Howe", "Pacific/Apia"]),
        ),
        max_size=4,
    ),
    st.dates(dt.date(2000, 1, 1), dt.date(2035, 1, 1)).map(lambda day: day - dt.timedelta(days=day.weekday())),
)
def test_every_hour_is_free_in_utc_if_and_only_if_its_minutes_are_on_some_local_clock(rules, monday):
    """The definition itself, minute by minute."""

    def covered(moment):
        for rule in rules:
            local = moment.astimezone(ZoneInfo(rule.zone))
            start = local.replace(second=0, tzinfo=None) - dt.datetime.combine(local.date(), rule.start)
            over = rule.end <= rule.start
            begun = start >= dt.timedelta()
            ended = local.time() >= rule.end.replace(second=0, microsecond=0)
            if local.weekday() == rule.weekday and begun and (over or not ended):
                return True
            if over and local.weekday() == (rule.weekday + 1) % 7 and not ended:
                return True
        return False

    begin = dt.datetime.combine(monday, dt.time(), tzinfo=dt.UTC)
    found = week(rules, monday)
    for hour in range(0, HOURS, 5):
        minutes = (begin + dt.timedelta(hours=hour, minutes=minute) for minute in range(60))
        assert found[hour] == all(covered(minute) for minute in minutes)


@pytest.mark.parametrize(
    ("rules", "monday", "clock", "field", "code"),
    [
        ([free(7, "09:00", "10:00")], WINTER, "UTC", "rules[0].weekday", "unknown_weekday"),
        ([free(0, "09:00", "10:00", "Mars/Base")], WINTER, "UTC", "rules[0].zone", "unknown_zone"),
        ([free(0, "09:00", "10:00", "../UTC")], WINTER, "UTC", "rules[0].zone", "unknown_zone"),
        ([], WINTER, "Mars/Base", "clock", "unknown_zone"),
        ([], WINTER + dt.timedelta(days=1), "UTC", "monday", "not_a_monday"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(rules, monday, clock, field, code):
    with pytest.raises(BadInput) as refused:
        week(rules, monday, clock)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_no_week_is_no_answer():
    with pytest.raises(BadInput) as refused:
        weeks([], [])
    assert refused.value.code == "no_weeks"
