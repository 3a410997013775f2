"""What the help room tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.help.models import State, Topic

#: Characters of what is asked or answered; stated beside its field.
BODY_LIMIT = 5_000
#: Requests on one page of the coordinators' list.
PAGE_SIZE = 12


@dataclass(frozen=True)
class Readers:
    """Who would read what somebody asks, by name.

    apart: coordinators who don't, because they are or were in a group with the one who asks.
    """

    names: tuple[str, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class RequestInfo:
    """A request without its words.

    since: when it came into its state, so how long it waits. unread: whether its asker has not read an answer.
    """

    public_id: UUID
    topic: Topic
    state: State
    version: int
    asked_at: dt.datetime
    since: dt.datetime
    unread: bool = False


@dataclass(frozen=True)
class MessageInfo:
    """One step: what somebody said, or to which state they put it without a word.

    name: empty once their account is gone. asks: whether it is the asker's.
    """

    name: str
    body: str
    state: State | None
    at: dt.datetime
    mine: bool
    asks: bool


@dataclass(frozen=True)
class Thread:
    """A request with every step, oldest first, and who reads it. `asker` is the full name of who asks.

    people: who else is or was in the group that it was asked from, by name; nobody where it was from none.
    """

    request: RequestInfo
    asker: str
    messages: tuple[MessageInfo, ...]
    readers: Readers
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A line of the coordinators' list: a request, and who asks."""

    request: RequestInfo
    name: str


__all__ = [
    "BODY_LIMIT",
    "PAGE_SIZE",
    "MessageInfo",
    "Readers",
    "RequestInfo",
    "State",
    "Thread",
    "Topic",
    "Waiting",
]
