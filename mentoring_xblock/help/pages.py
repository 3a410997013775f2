"""What the pages about help say, in the reader's language; no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.help.data import MessageInfo, Readers, RequestInfo, State, Thread, Topic
from mentoring_xblock.kit import dates
from mentoring_xblock.programme.page import and_


def topic(request: RequestInfo) -> str:
    """Name what a request is."""
    return gettext("A concern") if request.topic is Topic.CONCERN else gettext("A talk")


def who_reads(readers: Readers) -> str:
    """Say by name who reads what somebody writes; what to do where nobody could."""
    if not readers.names:
        return gettext("Nobody who coordinates this programme could read what you write here.")
    return gettext("Only you and the coordinators read this: %(names)s.") % {"names": and_(list(readers.names))}


def who_does_not(readers: Readers) -> str:
    """Say which coordinators are kept out, by name; an empty text where it is nobody."""
    if not readers.apart:
        return ""
    return ngettext(
        "%(names)s coordinates too, but is or was in a group with you, and learns nothing of it.",
        "%(names)s coordinate too, but are or were in a group with you, and learn nothing of it.",
        len(readers.apart),
    ) % {"names": and_(list(readers.apart))}


def stands(request: RequestInfo) -> str:
    """Say to who has asked how it stands."""
    day = dates.day(request.since)
    if request.unread:
        return gettext("You have an answer.")
    sentences = {
        State.OPEN: gettext("Waits for the coordinators since %(day)s."),
        State.ANSWERED: gettext("Answered on %(day)s."),
        State.SETTLED: gettext("Settled on %(day)s."),
    }
    return sentences[request.state] % {"day": day}


def waited(request: RequestInfo, now: dt.datetime) -> str:
    """Say to coordinators how a request stands, and how long it has waited."""
    day = dates.day(request.since)
    if request.state is State.ANSWERED:
        return gettext("Answered on %(day)s") % {"day": day}
    if request.state is State.SETTLED:
        return gettext("Settled on %(day)s") % {"day": day}
    days = (timezone.localdate(now) - timezone.localdate(request.since)).days
    if days < 1:
        return gettext("Waits since today")
    return ngettext("Waits since %(day)s, for %(count)s day", "Waits since %(day)s, for %(count)s days", days) % {
        "day": day,
        "count": days,
    }


def desk_reads(thread: Thread) -> str:
    """Say to coordinators by name who reads a request."""
    names = {"asker": thread.asker, "names": and_(list(thread.readers.names))}
    return gettext("Only %(asker)s and the coordinators read this: %(names)s.") % names


@dataclass(frozen=True)
class Step:
    """One step of a request: what was said, or without a word that it was `settled` or opened again, and by whom."""

    message: MessageInfo
    name: str
    settled: bool


def steps(thread: Thread) -> list[Step]:
    """Put names to the steps of a request, oldest first."""
    return [
        Step(one, one.name or gettext("Somebody who has left"), one.state is State.SETTLED) for one in thread.messages
    ]


__all__ = ["Step", "desk_reads", "stands", "steps", "topic", "waited", "who_does_not", "who_reads"]
