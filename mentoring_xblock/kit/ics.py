"""Calendar files (RFC 5545) and what they ask a calendar program to do with them (RFC 5546).

A meeting keeps its `uid` for ever and its `sequence` grows, so a program that has it takes the newer one for the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText

PRODUCT = "-//mentoring-xblock//Meetings//EN"
#: How often a program that subscribes may ask again.
_REFRESH = dt.timedelta(hours=1)


class Method(StrEnum):
    """PUBLISH: take it or leave it. REQUEST: somebody has invited you. CANCEL: strike it out."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Address:
    """Whose calendar a meeting comes from, or who comes to it."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Entry:
    """One meeting. Times are aware; `time_zone` is the IANA name of the clock by which it was arranged.

    `changed_at` stands for the entry's own time stamp too, so that the same meeting is the same file.
    """

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    summary: str
    changed_at: dt.datetime
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def one_file(entry: Entry, method: Method, organizer: Address, attendee: Address | None = None) -> bytes:
    """Return a file about one meeting.

    Args:
        attendee: whom a REQUEST or a CANCEL is for, who needs no answer to it; a PUBLISH has none.
    """
    calendar = _calendar([entry])
    calendar.add("method", method.value)
    calendar.add_component(_event(entry, organizer, None if method is Method.PUBLISH else attendee))
    return calendar.to_ical()


def feed(entries: Sequence[Entry], name: str, organizer: Address) -> bytes:
    """Return a whole calendar to subscribe to; what was cancelled is in it as cancelled."""
    calendar = _calendar(entries)
    calendar.add("method", Method.PUBLISH.value)
    # The standard's word and the older one: each is read by programs that pass over the other.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, organizer, None))
    return calendar.to_ical()


def _calendar(entries: Iterable[Entry]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for component in _clocks(entries):
        calendar.add_component(component)
    return calendar


def _clocks(entries: Iterable[Entry]) -> list[Timezone]:
    """Return what the clocks of these meetings do in the meetings' years; nothing for UTC, which needs no words."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        key = _zone(entry.time_zone).key
        years.setdefault(key, set()).update((entry.starts_at.year, entry.ends_at.year))
    clocks = []
    for key in sorted(years.keys() - {"UTC"}):
        # A year more on each side: New Year comes at another time by another clock.
        first, last = dt.date(min(years[key]) - 1, 1, 1), dt.date(max(years[key]) + 2, 1, 1)
        clock = Timezone.from_tzid(key, first_date=first, last_date=last)
        clock.pop("COMMENT", None)
        clocks.append(clock)
    return clocks


def _event(entry: Entry, organizer: Address, attendee: Address | None) -> Event:
    zone = _zone(entry.time_zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("dtstart", _by(zone, entry.starts_at))
    event.add("dtend", _by(zone, entry.ends_at))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    for name in ("description", "location", "url"):
        if value := getattr(entry, name):
            event.add(name, value)
    event.add("organizer", _address(organizer), encode=0)
    if attendee is not None:
        person = _address(attendee)
        person.params["ROLE"] = vText("REQ-PARTICIPANT")
        # They have agreed on the page already: no program need ask them again, or write to the organizer.
        person.params["PARTSTAT"] = vText("ACCEPTED")
        person.params["RSVP"] = vText("FALSE")
        event.add("attendee", person, encode=0)
    return event


def _address(address: Address) -> vCalAddress:
    found = vCalAddress(f"mailto:{address.email}")
    if address.name:
        found.params["CN"] = vText(address.name)
    return found


def _by(zone: ZoneInfo, moment: dt.datetime) -> dt.datetime:
    """Return a moment by a clock; in UTC where it shows the same hour for the second time, which no file can say."""
    local = moment.astimezone(zone)
    return moment.astimezone(ZoneInfo("UTC")) if local.fold else local


def _zone(name: str) -> ZoneInfo:
    """Return the clock; UTC, which names the same moment, where nothing can be said about a clock of that name."""
    if name in _UTC:
        return ZoneInfo("UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


#: Other names of UTC, and names that stand for no place.
_UTC = frozenset(
    {"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT", "Universal", "Etc/Universal"}
    | {"Factory", "localtime"}
)
