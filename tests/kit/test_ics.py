"""Calendar files, read back by a program that shares no code with the one that writes them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring_xblock.kit import ics, zones
from mentoring_xblock.kit.ics import Address, Entry, Method

FROM = Address("mentoring@example.org", 'Tuottajat: "joo", ä; ö')
TO = Address("aada@example.org", "Aada Aalto")
FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
START = dt.datetime(2026, 3, 27, 13, 0, tzinfo=dt.UTC)


def entry(starts=START, zone="Europe/Helsinki", minutes=90, **fields):
    ends = starts + dt.timedelta(minutes=minutes)
    return Entry(**{"uid": "7@example.org", "sequence": 2, "summary": "Meeting", "changed_at": START, **fields},
                 starts_at=starts, ends_at=ends, time_zone=zone)  # fmt: skip


def read(file):
    # It knows a clock by its name for good, and a file describes only the years of its meetings.
    known = getattr(vobject.icalendar, "__tzidMap")
    for name in [name for name in known if name != "UTC"]:
        del known[name]
    return vobject.readOne(file.decode())


@given(
    starts=st.integers(0, 8 * 366 * 24 * 4).map(lambda quarters: FIRST + quarters * dt.timedelta(minutes=15)),
    zone=st.sampled_from([*zones.places(), "UTC"]),
    minutes=st.integers(15, 720),
)
# The night in which clocks are moved back: both hours from three to four, and a meeting across the change.
@example(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "Europe/Helsinki", 60)
@example(dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC), "Europe/Helsinki", 60)
# The night in which they are moved forward, half an hour on Lord Howe.
@example(dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC), "Europe/Helsinki", 60)
@example(dt.datetime(2026, 10, 3, 15, 0, tzinfo=dt.UTC), "Australia/Lord_Howe", 60)
@example(dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), "Pacific/Kiritimati", 60)
def test_another_program_reads_the_same_moments_by_every_clock(starts, zone, minutes):
    event = read(ics.one_file(entry(starts, zone, minutes), Method.PUBLISH, FROM)).vevent
    # In UTC: Python finds no two times of different clocks equal in an hour that one of them shows twice.
    assert event.dtstart.value.astimezone(dt.UTC) == starts
    assert event.dtend.value.astimezone(dt.UTC) == starts + dt.timedelta(minutes=minutes)


def test_words_of_every_kind_arrive_whole():
    words = "Ääni; ja, \\ “kuva”\n" + "pitkä " * 60
    file = ics.one_file(entry(summary=words, description=words, location=words), Method.PUBLISH, FROM)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    event = read(file).vevent
    assert {event.summary.value, event.description.value, event.location.value} == {words}


@pytest.mark.parametrize(
    ("method", "cancelled", "status", "people"),
    [
        (Method.PUBLISH, False, "CONFIRMED", 0),
        (Method.REQUEST, False, "CONFIRMED", 1),
        (Method.CANCEL, True, "CANCELLED", 1),
    ],
)
def test_a_file_says_what_to_do_with_it(method, cancelled, status, people):
    found = read(ics.one_file(entry(cancelled=cancelled), method, FROM, TO))
    assert found.method.value == method.value
    event = found.vevent
    assert (event.uid.value, event.sequence.value, event.status.value) == ("7@example.org", "2", status)
    assert event.organizer.value == "mailto:mentoring@example.org"
    # RFC 5546: a PUBLISH has nobody who attends, the others have somebody.
    assert [one.value for one in event.contents.get("attendee", [])] == ["mailto:aada@example.org"] * people


def test_a_calendar_of_many_places_explains_each_clock_once():
    places = ["Europe/Helsinki", "Asia/Kolkata", "Europe/Helsinki", "UTC", "America/New_York"]
    entries = [entry(zone=zone, uid=f"{number}@example.org") for number, zone in enumerate(places)]
    found = read(ics.feed(entries, "Tapaamiset", FROM))
    assert sorted(clock.tzid.value for clock in found.vtimezone_list) == sorted(set(places) - {"UTC"})
    assert {event.dtstart.value for event in found.vevent_list} == {START}
    assert found.contents["x-wr-calname"][0].value == "Tapaamiset"
    assert ics.feed(entries, "Tapaamiset", FROM) == ics.feed(entries, "Tapaamiset", FROM)
    assert "vevent" not in read(ics.feed([], "Tapaamiset", FROM)).contents


@pytest.mark.parametrize("name", ["Mars/Base", "", "Factory", "localtime", "../etc/passwd"])
def test_a_clock_that_nobody_knows_is_told_in_universal_time(name):
    assert b"DTSTART:20260327T130000Z" in ics.one_file(entry(zone=name), Method.PUBLISH, FROM)
    assert (
        read(ics.feed([entry(START.astimezone(ZoneInfo("Asia/Tokyo")), name)], "x", FROM)).vevent.dtstart.value == START
    )
