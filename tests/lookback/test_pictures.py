"""A year and a programme as pictures: where their marks lie, and that their names say all of it."""

import datetime as dt

import pytest

from mentoring_xblock.lookback.data import DayMark, Year
from mentoring_xblock.lookback.pictures import DRAWN, line, year_picture
from mentoring_xblock.programme.data import Clock
from mentoring_xblock.programme.plan import Phase, Span

pytestmark = pytest.mark.once


def on(month, day, words=50, entries=1, shared=0, year=2026):
    return DayMark(dt.date(year, month, day), entries, words, shared)


def year(*days):
    return Year(2026, tuple(sorted(days, key=lambda one: one.day)), (2026, 2025))


def clock():
    first, second, last = dt.date(2026, 9, 7), dt.date(2026, 10, 5), dt.date(2026, 12, 31)
    spans = (
        Span(Phase("begin", {"en": "Beginning"}, 0), 1, first, second - dt.timedelta(days=1)),
        Span(Phase("own", {"en": "My own competence"}, 4), 2, second, last),
    )
    return Clock(first, last, spans)


def test_days_of_the_month_stand_under_one_another():
    found = year_picture(year(on(1, 31), on(10, 1, words=101), on(10, 31, words=401, entries=2, shared=1)))
    january, october = found.months[0], found.months[9]
    assert [dot.x for dot in january.dots] == [98.0] and january.ends == 98.0 and found.months[1].ends == 88.4
    assert [(dot.x, dot.r, dot.shared) for dot in october.dots] == [(2.0, 5.0, False), (98.0, 6.5, True)]
    assert (found.mine, found.shared, found.years) == (3, 1, (2025,))
    assert (january.short, january.name) == ("Jan", "January: 1 entry")
    assert october.name == "October: 3 entries, 1 of them shared"
    assert found.name == "4 entries in 2026: January 1, October 3."


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((), "Nothing in 2026 yet."),
        ((on(5, 3),), "You wrote one entry, on 3 May."),
        ((on(5, 3, entries=2),), "You wrote 2 entries on 1 day."),
        ((on(5, 3), on(6, 3)), "You wrote 2 entries on 2 days."),
        ((on(5, 3), on(6, 3), on(6, 4)), "You wrote 3 entries on 3 days. The fullest month was June."),
    ],
)
def test_the_year_in_a_sentence(days, sentence):
    assert year_picture(year(*days)).sentence == sentence


def test_a_programme_from_its_first_to_its_last_day():
    days = [on(9, 7), on(10, 5, entries=2, shared=1), on(8, 1), on(2, 1, year=2027)]
    found = line(clock(), days, dt.date(2026, 11, 2))
    assert [dot.x for dot in found.dots] == [2.0, 25.4]
    assert found.ticks == (25.4,) and found.walked == found.now == 48.7
    assert found.name == (
        "Three entries. By phases: Beginning 1, My own competence 2. One of them is shared. "
        "The phase now: My own competence."
    )


def test_before_and_after_the_programme_today_is_not_in_it():
    days = [on(9, 7), on(9, 8)]
    before, after = (line(clock(), days, dt.date(2026, 8, 1)), line(clock(), days, dt.date(2027, 8, 1)))
    assert (before.walked, before.now) == (None, None)
    assert (after.walked, after.now) == (98.0, None)
    assert after.name == "Two entries. By phases: Beginning 2. Only you can read them."


def test_there_is_no_line_without_a_calendar_or_with_less_than_two_entries():
    assert line(None, [on(9, 7), on(9, 8)], dt.date(2026, 9, 9)) is None
    assert line(clock(), [on(9, 7), on(8, 8)], dt.date(2026, 9, 9)) is None


def test_of_very_many_days_the_newest_are_drawn_and_all_are_counted():
    first = dt.date(2026, 1, 1)
    days = [DayMark(first + dt.timedelta(days=number), 1, 10, 0) for number in range(DRAWN + 100)]
    long = Clock(first, first + dt.timedelta(days=DRAWN + 99), ())
    found = line(long, days, first)
    assert len(found.dots) == DRAWN and found.dots[-1].x == 98.0
    assert found.name == "300 entries. Only you can read them."
