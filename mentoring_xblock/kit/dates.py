"""Days and times as a sentence in the reader's language writes them. Django's own formats are for figures in forms."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def weekday(value: date) -> str:
    """Write the day of the week with a capital letter: Tuesday, Tiistai."""
    word = date_format(value, "l")
    return word[:1].upper() + word[1:]


def short_day(value: date) -> str:
    """Write a day beside its weekday: 24 Nov, 24.11."""
    return date_format(value, _choose("j M", "j.n."))


def full_day(value: date) -> str:
    """Write a day for reading aloud: 24 November, 24.11."""
    return date_format(value, _choose("j F", "j.n."))


def day(value: date | datetime) -> str:
    """Write a day: Tue 24 Nov, ti 24.11."""
    return date_format(_local_date(value), _choose("D j M", "D j.n."))


def long_day(value: date) -> str:
    """Write a day with its year: 7 September 2026, 7.9.2026."""
    return date_format(value, _choose("j F Y", "j.n.Y"))


def clock(value: datetime) -> str:
    """Write a time of day: 15:00, klo 15.00."""
    return date_format(timezone.localtime(value), _choose("H:i", r"\k\l\o G.i"))


def moment(value: datetime) -> str:
    """Write a day and a time: Tue 24 Nov, 15:00; ti 24.11. klo 15.00."""
    return date_format(timezone.localtime(value), _choose("D j M, H:i", r"D j.n. \k\l\o G.i"))


def stretch(starts: datetime, ends: datetime) -> str:
    """Write a day and from when to when: Tue 24 Nov, 15:00–16:30; ti 24.11. klo 15.00–16.30.

    The day of the end stands there too where it is another one.
    """
    begin, end = timezone.localtime(starts), timezone.localtime(ends)
    if begin.date() != end.date():
        return f"{moment(starts)} – {moment(ends)}"
    return f"{moment(starts)}–{date_format(end, _choose('H:i', 'G.i'))}"


def hours(starts: datetime, ends: datetime) -> str:
    """Write from when to when without the day: 15:00–16:30, klo 15.00–16.30."""
    return f"{clock(starts)}–{date_format(timezone.localtime(ends), _choose('H:i', 'G.i'))}"


def long_moment(value: datetime) -> str:
    """Write a day with its year, and a time: Tue 24 Nov 2026, 15:00; ti 24.11.2026 klo 15.00."""
    return date_format(timezone.localtime(value), _choose("D j M Y, H:i", r"D j.n.Y \k\l\o G.i"))


def _local_date(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _choose(english: str, finnish: str) -> str:
    return finnish if (get_language() or "").startswith("fi") else english
