"""When a call takes applications: by the programme's clock, to the second, also where the clock is changed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.applications.authored import join_time, split_time, times
from mentoring_xblock.applications.calls import LATER, call_settings, readable, span_of
from mentoring_xblock.applications.data import CallSettings, CallState, Order
from mentoring_xblock.applications.models import CallRole

ZONE = "Europe/Helsinki"
SECOND = dt.timedelta(seconds=1)


def state(now: str, opens_at: str = "", closes_at: str = "", late: str = "", zone: str = ZONE) -> CallState:
    """Return the state at a moment written in UTC."""
    span = span_of(CallSettings(opens_at=opens_at, closes_at=closes_at), zone)
    return span.state(utc(now), utc(late) if late else None)


def utc(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2022-01-31T21:59:59", CallState.ANNOUNCED),
        ("2022-01-31T22:00:00", CallState.OPEN),  # midnight in Helsinki
        ("2022-02-28T21:59:59", CallState.OPEN),
        ("2022-02-28T22:00:00", CallState.CLOSED),
    ],
)
def test_a_day_alone_opens_when_it_begins_and_closes_when_it_ends(now, expected):
    assert state(now, "2022-02-01", "2022-02-28") is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2022-02-28T13:59:59", CallState.OPEN), ("2022-02-28T14:00:00", CallState.CLOSED)],
)
def test_a_time_of_day_closes_on_the_minute(now, expected):
    assert state(now, closes_at="2022-02-28T16:00") is expected


def test_the_clock_is_the_programmes():
    # 22:30 on 28 February in UTC is 1 March in Helsinki and still February in Lisbon.
    assert state("2022-02-28T22:30:00", closes_at="2022-02-28") is CallState.CLOSED
    assert state("2022-02-28T22:30:00", closes_at="2022-02-28", zone="Europe/Lisbon") is CallState.OPEN


@pytest.mark.parametrize(
    ("closes_at", "last"),
    [
        ("2026-03-28", "2026-03-28T21:59:59"),  # the night after has only 23 hours
        ("2026-03-29", "2026-03-29T20:59:59"),  # already summer time
        ("2026-10-24", "2026-10-24T20:59:59"),
        ("2026-10-25", "2026-10-25T21:59:59"),  # a day of 25 hours
        ("2026-03-29T03:30", "2026-03-29T01:29:59"),  # a time that the clock leaves out
        ("2026-10-25T03:30", "2026-10-25T01:29:59"),  # a time that comes twice: the second one counts
    ],
)
def test_a_deadline_around_a_change_of_the_clock(closes_at, last):
    assert state(last, closes_at=closes_at) is CallState.OPEN
    after = (utc(last) + SECOND).replace(tzinfo=None).isoformat()
    assert state(after, closes_at=closes_at) is CallState.CLOSED


def test_an_opening_that_comes_twice_is_the_first():
    assert state("2026-10-25T00:30:00", opens_at="2026-10-25T03:30") is CallState.OPEN
    assert state("2026-10-25T00:29:59", opens_at="2026-10-25T03:30") is CallState.ANNOUNCED


def test_one_person_may_write_later_than_others():
    assert state("2022-03-02T12:00:00", closes_at="2022-02-28", late="2022-03-03T22:00:00") is CallState.LATE
    assert state("2022-03-04T12:00:00", closes_at="2022-02-28", late="2022-03-03T22:00:00") is CallState.CLOSED
    # Being let in late takes nobody's time away.
    assert state("2022-02-10T12:00:00", closes_at="2022-02-28", late="2022-02-05T22:00:00") is CallState.OPEN


def test_what_nobody_has_decided_yet_is_announced():
    assert state("2022-02-10T12:00:00", opens_at=LATER) is CallState.ANNOUNCED


@pytest.mark.parametrize(
    "written",
    ["soon", "2022-02-30", "2022-02-28T25:00", "2022-02-28 16:00", "28.2.2022", "0001-01-01", "9999-12-31", "2022-2-1"],
)
def test_a_time_that_cannot_be_read_keeps_the_call_shut(written):
    assert not readable(written)
    assert state("2022-02-10T12:00:00", opens_at=written) is CallState.ANNOUNCED
    assert state("2022-02-10T12:00:00", closes_at=written) is CallState.CLOSED
    assert times(written, "", ZONE) == ["The opening time can’t be read, so the call stays shut. Write it again."]
    assert times("", written, ZONE) == ["The closing time can’t be read, so the call stays shut. Write it again."]


def test_without_times_it_is_open():
    assert state("2022-02-10T12:00:00") is CallState.OPEN


def test_a_call_that_closes_before_it_opens_is_told():
    assert times("2022-02-28", "2022-02-28", ZONE) == []
    assert times("2022-02-28T16:00", "2022-02-28T16:00", ZONE) == ["The call closes before it opens."]


@given(
    st.one_of(st.none(), st.integers(), st.lists(st.text()), st.text(), st.dictionaries(st.text(), st.text())),
    st.one_of(st.none(), st.integers(), st.lists(st.text()), st.text()),
)
def test_no_imported_value_makes_a_page_fail(one, two):
    settings = call_settings(
        {"role": one, "opens_at": one, "closes_at": two, "order": two, "places": one, "target": two}, one, two
    )
    assert isinstance(settings.role, CallRole)
    assert isinstance(settings.order, Order)
    assert settings.questions
    span_of(settings, ZONE).state(utc("2022-02-10T12:00:00"))


@given(st.dates(dt.date(1970, 1, 1), dt.date(2300, 1, 1)), st.one_of(st.none(), st.times()))
def test_a_day_and_a_time_are_stored_and_read_again(day, clock):
    clock = clock and clock.replace(second=0, microsecond=0, tzinfo=None)
    assert split_time(join_time(day, clock)) == (day, clock)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.times(), st.sampled_from([ZONE, "America/New_York"]))
def test_the_hour_of_a_deadline_is_never_taken_away(day, clock, zone):
    """Whatever the clock does that night: as long as it has not passed the deadline for good, the call is open."""
    wall = dt.datetime.combine(day, clock.replace(second=0, microsecond=0))
    closes = span_of(CallSettings(closes_at=wall.isoformat(timespec="minutes")), zone).closes_at
    shown = [wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    assert closes == max(shown)
    assert closes.astimezone(ZoneInfo(zone)).replace(tzinfo=None) >= wall
