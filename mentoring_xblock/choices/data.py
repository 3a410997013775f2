"""What the choices room tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.choices.models import RequestState

#: Characters of a message to a mentor; stated beside its field.
MESSAGE_LIMIT = 1_000
#: Mentors on one page of the list.
PAGE_SIZE = 12


@dataclass(frozen=True)
class Wanted:
    """How a mentee narrows the list of mentors: ids of a topic and a place, a language code; empty for any."""

    topic: str = ""
    language: str = ""
    place: str = ""
    remote: bool = False


@dataclass(frozen=True)
class OpenMentor:
    """A mentor with a free place, as mentees see them: what they wrote on their card, and four kinds of their answers.

    free, places: how many more mentees they take, of how many. topics: what they offer, by id. common_interests: only
    those that the reader ticked too. asked: whether the reader has an open request to them. declined: whether they have
    said no to the reader in this round.
    """

    participant: UUID
    user_id: int
    name: str
    headline: str
    free: int
    places: int
    topics: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    common_interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    meeting_places: tuple[str, ...] = ()
    remote: bool = False
    asked: bool = False
    declined: bool = False


@dataclass(frozen=True)
class MentorToAsk:
    """A mentor whom a mentee is about to ask; `open` is whether they have a free place and let people ask."""

    participant: UUID
    name: str
    open: bool


@dataclass(frozen=True)
class RequestInfo:
    """A request, as the two who are in it see it. `name` is the other one's; `topics` those that both named, by id.

    answered_at: when it ended; None while it waits, and for one that is over without the job having come by.
    """

    public_id: UUID
    other: UUID
    name: str
    message: str
    state: RequestState
    asked_at: dt.datetime
    expires_at: dt.datetime
    headline: str = ""
    topics: tuple[str, ...] = ()
    answered_at: dt.datetime | None = None


@dataclass(frozen=True)
class Choosing:
    """Where a mentee stands: whether they may ask, and what they have asked.

    left, limit: how many more may be asked, of how many at once. days: how long an answer is waited for. has_mentor:
    whether they have one already; what they asked elsewhere is then over.
    """

    may_ask: bool
    left: int
    limit: int
    days: int
    requests: tuple[RequestInfo, ...] = ()
    has_mentor: bool = False


@dataclass(frozen=True)
class Answering:
    """What waits for a mentor: open requests, oldest first, and how many places are free of how many.

    paused: whether they let nobody ask for now.
    """

    requests: tuple[RequestInfo, ...]
    free: int
    places: int
    paused: bool = False


@dataclass(frozen=True)
class Counts:
    """For coordinators: numbers of requests in a round, and no word of them. `late`: open, half of the time gone."""

    open: int
    late: int
    accepted: int
    unanswered: int


__all__ = [
    "MESSAGE_LIMIT",
    "PAGE_SIZE",
    "Answering",
    "Choosing",
    "Counts",
    "MentorToAsk",
    "OpenMentor",
    "RequestInfo",
    "RequestState",
    "Wanted",
]
