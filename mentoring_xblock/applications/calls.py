"""A call as data: reading what an author set, and turning wall clock times into moments.

A programme has a time zone, and a deadline is on its clock: what an author writes is local, and what is compared is a
moment, also on the days when the clock is changed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from mentoring_xblock.applications.data import CallSettings, Order, Span
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.questions import LISTED, PLACES_LIMIT, AskedQuestion, asked_questions
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.reading import as_choice, as_date, as_number, as_text

#: Stands for an opening that is announced without a time.
LATER = "later"
_WALL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
#: Times outside these years are slips of the keyboard, and could not be moved between time zones.
_YEARS = range(1970, 9990)
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def call_settings(fields: Mapping[str, Any], questions: Any, commitment: Any = None) -> CallSettings:
    """Return a call from a block's fields, or from their mirror. Lenient: nothing is raised.

    A time that can't be read keeps the call shut, because no form should open by mistake: an opening like that is one
    that nobody knows yet, and an end like that lies in the past.
    """
    role = as_choice(CallRole, fields.get("role"), CallRole.MENTEE)
    return CallSettings(
        role=role,
        opens_at=_written(fields.get("opens_at")),
        closes_at=_written(fields.get("closes_at")),
        order=as_choice(Order, fields.get("order"), Order.SELECTION),
        places=as_number(fields.get("places"), 1, PLACES_LIMIT, None),
        target=as_number(fields.get("target"), 1, PLACES_LIMIT, None),
        questions=asked_questions(questions, role),
        commitment=as_text(commitment),
    )


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else LATER


def span_of(settings: CallSettings, time_zone: str) -> Span:
    """Return when a call takes applications, by the programme's clock."""
    zone = ZoneInfo(time_zone)
    opens = moment_of(settings.opens_at, zone)
    closes_on = _day(settings.closes_at)
    if closes_on is not None:
        closes = _last(_wall(closes_on + dt.timedelta(days=1)), zone)
    elif settings.closes_at:
        wall = _time(settings.closes_at)
        closes = _LONG_AGO if wall is None else _last(wall, zone)
    else:
        closes = None
    return Span(opens, closes, closes_on, announced_only=bool(settings.opens_at) and opens is None)


def moment_of(written: str, zone: ZoneInfo) -> dt.datetime | None:
    """Return the moment at which a local time, or a day, begins; None for one that can't be read."""
    day = _day(written)
    wall = _wall(day) if day is not None else _time(written)
    return None if wall is None else wall.replace(tzinfo=zone).astimezone(dt.UTC)


def readable(written: str) -> bool:
    """Return whether this is a local time or a day."""
    return _day(written) is not None or _time(written) is not None


def _last(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the later of the two moments at which a clock shows a time that comes twice, or would have shown it.

    A deadline that falls into the hour of a clock change is read in favour of whoever is still writing.
    """
    return max(wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))


def _wall(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _day(written: str) -> dt.date | None:
    day = as_date(written)
    return day if day is not None and day.year in _YEARS else None


def _time(written: str) -> dt.datetime | None:
    if not _WALL.fullmatch(written):
        return None
    try:
        wall = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return wall if wall.year in _YEARS else None


def answerable(questions: tuple[AskedQuestion, ...], plan: Plan) -> tuple[AskedQuestion, ...]:
    """Return the questions that can be answered: a list without anything to choose from is not asked."""
    return tuple(question for question in questions if question.kind not in LISTED or plan.lists[question.kind.value])
