"""What the bank tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.bank.models import InvitationState

#: Characters, stated beside the fields; and how many topics, languages and places can be ticked.
HEADLINE_LIMIT = 200
ABOUT_LIMIT = 2_000
CAPACITY_LIMITS = (1, 50)
#: Profiles on one page of a search.
PAGE_SIZE = 20


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
    """An open invitation to mentor in the round that runs now."""

    public_id: UUID
    state: InvitationState
    invited_at: dt.datetime


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

    free: how many mentees more than they have in this round they would take. mentors_now: whether they are a mentor of
    the round already. invited: whether an invitation waits for their answer.
    """

    public_id: UUID
    user_id: int
    name: str
    words: ProfileWords
    free: int
    mentors_now: bool
    invited: bool


__all__ = [
    "ABOUT_LIMIT",
    "CAPACITY_LIMITS",
    "HEADLINE_LIMIT",
    "PAGE_SIZE",
    "Found",
    "InvitationInfo",
    "InvitationState",
    "ProfileInfo",
    "ProfileWords",
    "Wanted",
    "Welcome",
]
