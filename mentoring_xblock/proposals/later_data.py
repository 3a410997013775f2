"""What the proposals room tells of publishing and of the time after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.proposals.data import PartInfo, ProposalInfo, Who
from mentoring_xblock.proposals.models import Answer


class Surplus(StrEnum):
    """What those get who have nobody when a proposal is published: no mail, one of reserve, or one of the mentor bank.

    In reserve one stays in the round as one is: places that become free, and people who come late, are for them first.
    Joining the bank is theirs to do: they get an invitation, and no profile.
    """

    NOTHING = "nothing"
    RESERVE = "reserve"
    BANK = "bank"


@dataclass(frozen=True)
class Preview:
    """What publishing would do: how many groups, how many people are told, and the last day to decline (None: none).

    problems: what keeps it from being published, in sentences. notes: what is worth a look before. unplaced and
    surplus: how many members and mentors stay without; what they are told is chosen (see `Surplus`). seals:
    whether the matching group's notes are put away with it.
    """

    groups: int
    told: int
    last_day: date | None
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    unplaced: int
    surplus: int
    seals: bool


@dataclass(frozen=True)
class Published:
    """What publishing did: how many groups there are and how many people are told. 0 while `info.publishing`."""

    info: ProposalInfo
    groups: int
    told: int
    answer_by: datetime | None


@dataclass(frozen=True)
class OfferInfo:
    """A published place that its holder may still decline, or what they said to it. `names` are who else is there."""

    public_id: UUID
    group: GroupInfo
    leads: bool
    names: tuple[str, ...]
    answer: Answer
    answer_by: datetime
    open: bool


@dataclass(frozen=True)
class Fate:
    """What became of a published place.

    answer: what its holder said. mentor_declined: it ended, because whoever leads the group declined theirs. open: it
    can still be declined. held: somebody has it still.
    """

    answer: Answer
    mentor_declined: bool
    open: bool
    held: bool


@dataclass(frozen=True)
class Declined:
    """Somebody who declined a place; `reason` is for coordinators and may be empty."""

    who: Who
    leads: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class Free:
    """A place for somebody who has none, ready to be given: by whom it would be mentored, and in which group if any.

    leader: None for a place in a peer group. group: public id of the group with the place; None makes a new pair.
    parts add up to `score`.
    """

    who: Who
    leader: Who | None
    group: UUID | None
    group_name: str
    score: int | None
    parts: tuple[PartInfo, ...] = ()


@dataclass(frozen=True)
class After:
    """What is open after publishing: who declined, who has no place, which places can be given without moving anybody.

    waiting: offers that are not answered yet. nobody_for: people for whom there is no free place. free_places: how many
    there are.
    """

    waiting: int
    kept: int
    declined: tuple[Declined, ...]
    free: tuple[Free, ...]
    nobody_for: tuple[Who, ...]
    free_places: int


@dataclass(frozen=True)
class PairReasons:
    """All that the two people of a pair are told of why: nothing else of anybody's answers ever leaves.

    topics: wished for by one and offered by the other. interests, languages: in common, by name. hours: how many of a
    week they have in common; None where one of them did not say.
    """

    topics: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: int | None = None

    def __bool__(self) -> bool:
        return bool(self.topics or self.interests or self.languages or self.hours)


__all__ = ["After", "Answer", "Declined", "Fate", "Free", "OfferInfo", "PairReasons", "Preview", "Published", "Surplus"]
