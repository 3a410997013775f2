"""What the room of declared pairs tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.declared.models import DeclarationState

#: How many people somebody may have named at once without their answer or the coordinators'.
OPEN_LIMIT = 3
#: How many days from today a pair may begin, or have begun.
DAYS_AHEAD, DAYS_BACK = 180, 180
#: Pairs on one page of the coordinators' list.
PAGE_SIZE = 12
#: Characters of a username.
NAME_LIMIT = 150


@dataclass(frozen=True)
class DeclarationInfo:
    """A pair as one of its two sees it.

    other: the full name of the other one where the reader knows it: they have named the reader, or both have agreed.
    Otherwise it is what the reader typed, whoever that may be. mentors: whether the reader would be the mentor.
    asked: whether the reader named the other one.
    """

    public_id: UUID
    state: DeclarationState
    other: str
    mentors: bool
    asked: bool
    starts_on: dt.date
    asked_at: dt.datetime

    @property
    def to_answer(self) -> bool:
        """Whether it waits for the reader."""
        return self.state is DeclarationState.ASKED and not self.asked

    @property
    def to_withdraw(self) -> bool:
        """Whether the reader can take it back."""
        return self.state is DeclarationState.AGREED or (self.state is DeclarationState.ASKED and self.asked)


@dataclass(frozen=True)
class Declaring:
    """Where somebody stands with declaring: what they have named and were named in, and how many more they may name."""

    left: int
    mine: tuple[DeclarationInfo, ...] = ()


@dataclass(frozen=True)
class AgreedPair:
    """Two who have both agreed, as coordinators see them. `new` are the names of those who are not in the round yet."""

    public_id: UUID
    mentor: str
    mentee: str
    starts_on: dt.date
    agreed_at: dt.datetime
    new: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells its element ids from those of others on the page."""
        return self.public_id.hex[:12]


__all__ = [
    "DAYS_AHEAD",
    "DAYS_BACK",
    "NAME_LIMIT",
    "OPEN_LIMIT",
    "PAGE_SIZE",
    "AgreedPair",
    "DeclarationInfo",
    "DeclarationState",
    "Declaring",
]
