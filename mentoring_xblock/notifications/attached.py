"""The calendar files that go with a mail about meetings, so that the recipient's calendar changes by itself.

They say when, which meeting it is, and where our page is: the place, the link and the title are what people wrote, and
mails carry none of that (decision 21).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.ics import Address, Entry, Method, one_file
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.zones import on_wall

#: What stands behind the @ of a meeting's id in calendars. It names no machine: where mails come from another address
#: one day, nobody is to have each meeting twice.
_UID_DOMAIN = "mentoring-xblock"


@dataclass(frozen=True)
class Attached:
    """A file in a mail: its name, its text, and its content type with the method that calendar programs look for."""

    name: str
    text: str
    content_type: str


def sender() -> str:
    """Return the From address of our mails."""
    return getattr(settings, "MENTORING_MAIL_FROM", None) or settings.DEFAULT_FROM_EMAIL


def mail_domain() -> str:
    """Return the domain that our mails come from, which makes ids of ours unique in the world."""
    return parseaddr(sender())[1].rpartition("@")[2] or "localhost"


def calendar_uid(meeting_id: str) -> str:
    """Return a meeting's id in calendars: the same in mails, in files and in the feed, and for ever."""
    return f"{meeting_id}@{_UID_DOMAIN}"


def organizer(programme: str) -> Address:
    """Return whose meetings these are for a calendar: the programme's, at the address that our mails come from."""
    return Address(parseaddr(sender())[1], programme)


def attached(context: Mapping[str, Any], person: Person) -> list[Attached]:
    """Write the files of a mail in the active language, one a meeting.

    One file could hold several meetings, but a program takes a REQUEST or a CANCEL for one only (RFC 5546).

    Args:
        context: as the outbox keeps it, with `programme`, `link` and `calendar`, which `meetings.calendar_part` makes.
    """
    return [_file(number, part, context, person) for number, part in enumerate(context["calendar"], start=1)]


def _file(number: int, part: Mapping[str, Any], context: Mapping[str, Any], person: Person) -> Attached:
    programme, method = pick(context["programme"]), Method.CANCEL if part["cancelled"] else Method.REQUEST
    entry = Entry(
        uid=calendar_uid(part["meeting"]),
        sequence=part["sequence"],
        starts_at=datetime.fromisoformat(part["starts_at"]),
        ends_at=datetime.fromisoformat(part["ends_at"]),
        time_zone=part["time_zone"],
        summary=summary(part["kind"], part["number"], part["of"], programme),
        changed_at=datetime.fromisoformat(part["changed_at"]),
        url=context.get("link", ""),
        cancelled=part["cancelled"],
    )
    text = one_file(entry, method, organizer(programme), Address(person.email, person.full_name)).decode()
    # Two meetings may be on one day.
    day = on_wall(entry.starts_at, entry.time_zone).date()
    return Attached(f"{day}-{number}.ics", text, f"text/calendar; method={method.value}")


def summary(kind: str, number: int | None, of: int, programme: str) -> str:
    """Return what a calendar calls a meeting: which one it is, and of which programme.

    Args:
        kind: one of `meetings.models.Kind`.
        number: which of a group's own meetings it is, None where it is not counted; of: how many are planned, or 0.
    """
    return gettext("%(meeting)s: %(programme)s") % {"meeting": title(kind, number, of), "programme": programme}


def title(kind: str, number: int | None, of: int) -> str:
    """Return which meeting it is, in words of ours."""
    if kind == "own":
        if number is None:
            return gettext("Mentoring meeting")
        if number > of:
            return gettext("Mentoring meeting %(number)d") % {"number": number}
        return gettext("Mentoring meeting %(number)d of %(of)d") % {"number": number, "of": of}
    return {
        "kick_off": gettext("Kick-off"),
        "joint": gettext("Joint meeting"),
        "training": gettext("Training"),
        "role_group": gettext("Role group"),
        "supervision": gettext("Supervision"),
        "informal": gettext("Informal meeting"),
    }[kind]
