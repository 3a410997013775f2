"""When somebody is free: rules in local time, expanded into the hours of a real week.

A week is 168 hours, from Monday 00 to Sunday 23. Time zones are those of the IANA database; the clock changes of the
week that is asked for are taken as they are, so nothing here works on a "usual" offset.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from mentoring_xblock.matching.errors import BadInput

HOURS = 168
_DAY = 24 * 60
_WEEK = 7 * _DAY
#: Offsets of every zone since 1972 are whole minutes, and change on a quarter of an hour.
_STEP = 15
_NEVER = _WEEK


@dataclass(frozen=True)
class Free:
    """Somebody is free every week on `weekday` (0 is Monday) from `start` to `end`, on the clock of `zone`.

    An end at or before the start is on the next day: 22:00 to 02:00 goes over midnight, 00:00 to 00:00 is a whole day.
    """

    weekday: int
    start: dt.time
    end: dt.time
    zone: str


def week(rules: Sequence[Free], monday: dt.date, clock: str = "UTC") -> np.ndarray:
    """Return the hours of the week of `monday` that somebody is free, as bool[168].

    Args:
        rules: may overlap, and are joined before hours are counted. An hour counts if all of it is free: where two
            clocks differ by half an hour, 09:00 to 10:00 on one is no whole hour on the other.
        monday: the first day of the week, on `clock`.
        clock: the zone whose hours are counted. UTC compares people within one week. Over several weeks take the
            programme's own zone: nine o'clock in Helsinki is another hour of UTC in summer than in winter.

    Returns:
        bool[168]. An hour that the clock leaves out in that week is not free; of one that it repeats the first counts.

    Raises:
        BadInput: a rule has no such weekday or zone, or `monday` is another day; the field is named.
    """
    if monday.weekday() != 0:
        raise BadInput("monday", "not_a_monday", f"{monday} is not a Monday.", {"day": monday.isoformat()})
    _zone(clock, "clock")
    free = np.zeros(_WEEK, dtype=bool)
    local: dict[str, np.ndarray] = {}
    for number, rule in enumerate(rules):
        _check(rule, f"rules[{number}]")
        if rule.zone not in local:
            local[rule.zone] = np.zeros(_WEEK + 1, dtype=bool)
        _mark(local[rule.zone], rule)
    for zone, marked in local.items():
        free |= marked[_minutes(zone, clock, monday)]
    return free.reshape(HOURS, 60).all(axis=1)


def weeks(rules: Sequence[Free], mondays: Iterable[dt.date], clock: str = "UTC") -> np.ndarray:
    """Return as bool[168] the hours that somebody is free in every one of the weeks.

    See `week` for `rules` and `clock`. Hours that two people share in all of the weeks are the "and" of their answers.

    Raises:
        BadInput: as in `week`, and "no_weeks" when there is no week at all.
    """
    found = [week(rules, monday, clock) for monday in mondays]
    if not found:
        raise BadInput("mondays", "no_weeks", "There is no week to look at.")
    return np.logical_and.reduce(found)


def _check(rule: Free, field: str) -> None:
    if rule.weekday not in range(7):
        raise BadInput(
            f"{field}.weekday", "unknown_weekday", "Weekdays are 0 (Monday) to 6.", {"weekday": rule.weekday}
        )
    _zone(rule.zone, f"{field}.zone")


def _zone(name: str, field: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(field, "unknown_zone", "There is no such time zone.", {"zone": name}) from error


def _mark(marked: np.ndarray, rule: Free) -> None:
    """Mark the minutes of a local week, bool[10080 + 1], that a rule covers; Sunday's night goes on on Monday."""
    start = rule.weekday * _DAY + rule.start.hour * 60 + rule.start.minute
    # A minute that is begun and not finished is not free.
    start += 1 if rule.start.second or rule.start.microsecond else 0
    end = rule.weekday * _DAY + rule.end.hour * 60 + rule.end.minute
    if rule.end <= rule.start:
        end += _DAY
    marked[start : min(end, _WEEK)] = True
    marked[: max(0, end - _WEEK)] = True


@lru_cache(maxsize=512)
def _minutes(zone: str, clock: str, monday: dt.date) -> np.ndarray:
    """Return int16[10080]: for each minute of the week on `clock`, the minute of the week that `zone` shows then.

    Minutes that `clock` leaves out are `_NEVER`, which is an index that no rule marks.
    """
    there, here = ZoneInfo(zone), ZoneInfo(clock)
    begin = dt.datetime.combine(monday, dt.time(), tzinfo=here)
    found = np.empty(_WEEK, dtype=np.int16)
    for first in range(0, _WEEK, _STEP):
        # Adding to an aware time moves the hands of its own clock.
        wall = begin + dt.timedelta(minutes=first)
        moment = wall.astimezone(dt.UTC)
        if moment.astimezone(here).replace(tzinfo=None) != wall.replace(tzinfo=None):
            found[first : first + _STEP] = _NEVER
            continue
        shown = moment.astimezone(there)
        minute = shown.weekday() * _DAY + shown.hour * 60 + shown.minute
        found[first : first + _STEP] = (minute + np.arange(_STEP)) % _WEEK
    found.flags.writeable = False
    return found
