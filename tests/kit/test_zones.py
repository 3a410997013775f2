"""Times by the clock of a place, and the two nights of a year in which that clock is moved."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit import zones
from mentoring_xblock.kit.errors import Invalid

WHERE = st.sampled_from(["UTC", "Europe/Helsinki", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"])
MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


def test_a_time_that_the_clock_passes_over_is_refused():
    with pytest.raises(Invalid) as refused:
        zones.to_instant(dt.date(2027, 3, 28), dt.time(3, 30), "Europe/Helsinki")
    assert list(refused.value.fields) == ["time"]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    moment = zones.to_instant(dt.date(2026, 10, 25), dt.time(3, 30), "Europe/Helsinki")
    assert moment == zones.Moment(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), twice=True)


@pytest.mark.parametrize("name", ["", "Helsinki", "Europe/Atlantis", "../../etc/passwd", "europe/helsinki", "a" * 500])
def test_a_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(Invalid) as refused:
        zones.to_instant(dt.date(2026, 11, 24), dt.time(15), name)
    assert list(refused.value.fields) == ["time_zone"]


@given(MOMENTS, WHERE)
def test_what_a_clock_shows_leads_back_to_the_moment(at, zone):
    wall = zones.on_wall(at, zone)
    found = zones.to_instant(wall.date(), wall.time(), zone)
    assert found.at == at or (found.twice and wall.fold and found.at < at)


def test_the_ends_of_the_calendar_break_nothing():
    for day, zone in ((dt.date.min, "Asia/Tokyo"), (dt.date.max, "America/Lima")):
        with pytest.raises(Invalid) as refused:
            zones.to_instant(day, dt.time(0 if day == dt.date.min else 23), zone)
        assert list(refused.value.fields) == ["day"]


def test_clocks_are_compared_at_a_moment():
    summer = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    assert zones.same_clock(summer, "Europe/Helsinki", "Europe/Tallinn")
    assert not zones.same_clock(summer, "Europe/Helsinki", "Europe/Stockholm")
    assert zones.city("America/St_Johns") == "St Johns"
    assert "Europe/Helsinki" in zones.places() and "US/Eastern" not in zones.places()
