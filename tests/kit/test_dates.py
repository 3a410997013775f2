"""Days and times as English and Finnish sentences write them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from mentoring_xblock.kit import dates
from mentoring_xblock.kit.text import to_html

DAY = dt.date(2026, 11, 24)
#: Three in the afternoon in Helsinki.
MOMENT = dt.datetime(2026, 11, 24, 13, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("write", "value", "english", "finnish"),
    [
        (dates.weekday, DAY, "Tuesday", "Tiistai"),
        (dates.short_day, DAY, "24 Nov", "24.11."),
        (dates.day, DAY, "Tue 24 Nov", "ti 24.11."),
        (dates.long_day, DAY, "24 November 2026", "24.11.2026"),
        (dates.clock, MOMENT, "15:00", "klo 15.00"),
        (dates.moment, MOMENT, "Tue 24 Nov, 15:00", "ti 24.11. klo 15.00"),
        (dates.long_moment, MOMENT, "Tue 24 Nov 2026, 15:00", "ti 24.11.2026 klo 15.00"),
    ],
)
def test_each_language_writes_it_in_its_own_way(write, value, english, finnish):
    written = {}
    with timezone.override(ZoneInfo("Europe/Helsinki")):
        for language in ("en", "fi", "fi-fi"):
            with translation.override(language):
                written[language] = write(value)
    assert written == {"en": english, "fi": finnish, "fi-fi": finnish}


def test_a_moment_near_midnight_is_on_the_readers_day():
    with translation.override("fi"), timezone.override(ZoneInfo("Europe/Helsinki")):
        assert dates.day(dt.datetime(2026, 11, 23, 22, 30, tzinfo=dt.UTC)) == "ti 24.11."


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_day_with_its_year_is_no_list_item_in_markdown(language):
    with translation.override(language):
        written = dates.long_day(DAY)
        assert to_html(written).strip() == f"<p>{written}</p>"
