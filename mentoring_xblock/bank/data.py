"""What the bank tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.bank.models import InvitationState

#: Characters, stated beside the fields; and how many topics, languages and places can be ticked.
HEADLINE_LIMIT = 200
ABOUT_LIMIT = 2_000
MESSAGE_LIMIT = 1_000
CAPACITY_LIMITS = (1, 50)
#: Profiles on one page of a search.
PAGE_SIZE = 20
#: For how many days an answer to an invitation may be waited for.
ANSWER_DAYS_LIMIT = 180


@dataclass(frozen=True)
class ProfileWords:
    """What somebody says of themselves: ids of topics and places of the plan, codes of languages."""

    headline: str = ""
    about: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    remote: bool = True
    capacity: int = 1
    paused: bool = False


@dataclass(frozen=True)
class ProfileInfo:
    """A profile as its owner has it; `version` grows with each save."""

    public_id: UUID
    words: ProfileWords
    version: int
    updated_at: dt.datetime


@dataclass(frozen=True)
class InvitationInfo:
    """An invitation to mentor in the round that runs now, which waits for its answer until `answer_by`, inclusive.

    by_id: the coordinator who asks; None once their account is gone. message: what they wrote with it; may be empty.
    """

    public_id: UUID
    invited_at: dt.datetime
    answer_by: dt.date
    by_id: int | None = None
    message: str = ""


@dataclass(frozen=True)
class Asked:
    """Somebody of the bank who was asked for this round, as coordinators see it. `profile` is the profile's public id.

    A `state` of open that nobody answered in time is told as expired, also before the job has come by.
    """

    profile: UUID
    name: str
    state: InvitationState
    invited_at: dt.datetime
    answer_by: dt.date


@dataclass(frozen=True)
class Welcome:
    """What somebody has to do with the bank: whether they may join, their profile if they have one, what waits."""

    may_join: bool
    profile: ProfileInfo | None = None
    invitation: InvitationInfo | None = None

    @property
    def anything(self) -> bool:
        """Whether there is anything to show them."""
        return self.may_join or self.profile is not None


@dataclass(frozen=True)
class Wanted:
    """How a search is narrowed; `text` is looked for in names and headlines. Empty for any."""

    text: str = ""
    topic: str = ""
    language: str = ""
    place: str = ""
    remote: bool = False
    free: bool = False


@dataclass(frozen=True)
class Found:
    """Somebody in the bank, as coordinators and line managers see them: what they wrote for it, and free places.

    places: how many mentees they take: in this round if they mentor in it, otherwise those of their profile. free: how
    many of these are left; what coordinators have only drafted counts for them alone. mentors_now: whether they are a
    mentor of the round already. invited: whether an invitation waits for their answer; coordinators are told.
    """

    public_id: UUID
    user_id: int
    name: str
    words: ProfileWords
    places: int
    free: int
    mentors_now: bool
    invited: bool


__all__ = [
    "ABOUT_LIMIT",
    "ANSWER_DAYS_LIMIT",
    "CAPACITY_LIMITS",
    "HEADLINE_LIMIT",
    "MESSAGE_LIMIT",
    "PAGE_SIZE",
    "Asked",
    "Found",
    "InvitationInfo",
    "InvitationState",
    "ProfileInfo",
    "ProfileWords",
    "Wanted",
    "Welcome",
]
