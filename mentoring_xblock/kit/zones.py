"""From a time that somebody typed, by the clock of a place, to a moment; and back.

A clock that is moved forward passes over times that never are, and one that is moved back shows times twice: the first
are refused, and of the second the earlier one is meant.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Invalid

#: Regions of the world in the names of time zones; the other names are old ones, or no places.
_REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@dataclass(frozen=True)
class Moment:
    """A moment in UTC; `twice` where the clock shows its time twice that day, so that the earlier one was taken."""

    at: dt.datetime
    twice: bool = False


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises:
        Invalid: there is no such zone; its field is `time_zone`.
    """
    # Also names that are no names of files, which ZoneInfo would look for.
    if name != "UTC" and name not in _known():
        sentence = gettext("There is no such time zone. Choose one from the list, for instance Europe/Helsinki.")
        raise Invalid(sentence, {"time_zone": [sentence]})
    return ZoneInfo(name)


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@functools.cache
def places() -> tuple[str, ...]:
    """Return the names of the zones that stand for a place, in alphabetical order."""
    return tuple(sorted(name for name in _known() if name.split("/")[0] in _REGIONS and "/" in name))


def to_instant(day: dt.date, clock: dt.time, zone: str) -> Moment:
    """Return the moment at which the clocks of a zone show a time on a day.

    Raises:
        Invalid: there is no such zone (field `time_zone`), the clocks pass over this time on this day (field `time`),
            or the day is none that can be counted with (field `day`).
    """
    where = zone_of(zone)
    wall = dt.datetime.combine(day, clock.replace(tzinfo=None), tzinfo=where)
    try:
        at = wall.astimezone(dt.UTC)
        back = at.astimezone(where)
        later = wall.replace(fold=1).astimezone(dt.UTC)
    except OverflowError:
        sentence = gettext("This day is too far away.")
        raise Invalid(sentence, {"day": [sentence]}) from None
    if back.replace(tzinfo=None) != wall.replace(tzinfo=None):
        sentence = gettext("There is no such time on that day: the clocks are moved forward. Choose another time.")
        raise Invalid(sentence, {"time": [sentence]})
    return Moment(at, twice=later != at)


def kept(name: str) -> ZoneInfo:
    """Return a zone that was known when it was written down; UTC stands in for one that is not known any more."""
    return ZoneInfo(name if name in _known() else "UTC")


def here() -> str:
    """Return the name of the zone by whose clock the reader sees times."""
    # `timezone.get_current_timezone_name` gives what its clocks call it, which for some is no name: "-03".
    zone = timezone.get_current_timezone()
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def on_wall(at: dt.datetime, zone: str) -> dt.datetime:
    """Return a moment as the clocks of a zone show it; UTC stands in for a zone that is not known any more."""
    return at.astimezone(kept(zone))


def same_clock(at: dt.datetime, one: str, other: str) -> bool:
    """Return whether the clocks of two zones show the same time at a moment."""
    return on_wall(at, one).utcoffset() == on_wall(at, other).utcoffset()


def city(zone: str) -> str:
    """Return what people call a zone: its city, as the name has it."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
