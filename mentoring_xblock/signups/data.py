"""What the signups room tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from mentoring_xblock.groups.data import GroupInfo, Kind
from mentoring_xblock.programme.data import Role

#: Characters of what a coordinator says of a group, of a town, and how many towns one opening has.
TEXT_LIMIT = 2_000
WHERE_LIMIT = 60
TOWNS_LIMIT = 10
#: What people sign up to: a person is in one group of each of these kinds.
KINDS = (Kind.SUPERVISION, Kind.PEER_GROUP)
#: Roles that sign up.
ROLES = (Role.MENTEE, Role.MENTOR, Role.PEER)


class Outcome(StrEnum):
    """What signing up came to."""

    IN = "in"
    WAITING = "waiting"


@dataclass(frozen=True)
class Opening:
    """What a coordinator opens: one group, or the same one in several towns, each with so many places.

    where: names of towns; empty for one group without a town. answer_on: the last day to sign up, by the programme's
    clock. leader: the public id of a participant who leads, or None. kind: one of `KINDS`.
    """

    name: str
    role: Role
    places: int
    where: tuple[str, ...] = ()
    answer_on: dt.date | None = None
    text: str = ""
    leader: UUID | None = None
    kind: Kind = Kind.SUPERVISION


@dataclass(frozen=True)
class Change:
    """What can change once it is open."""

    places: int
    answer_on: dt.date | None = None
    text: str = ""


@dataclass(frozen=True)
class Town:
    """One of the groups. `public_id` names the opening, not the group.

    waiting: who waits, by user id, first come first; for a reader who does not coordinate only how many and whether
    they are among them is to be shown. leader: full name or empty. mine: whether the reader has a place in it.
    """

    public_id: UUID
    group: GroupInfo
    where: str
    waiting: tuple[int, ...] = ()
    leader: str = ""
    mine: bool = False
    in_line: int = 0

    @property
    def full(self) -> bool:
        """Whether no place is free, or those that are belong to who waits."""
        return self.group.free <= len(self.waiting)


@dataclass(frozen=True)
class Series:
    """Groups that were opened together. A person has a place in one of them, or waits for one."""

    public_id: UUID
    role: Role
    text: str
    closes_at: dt.datetime | None
    ended_at: dt.datetime | None
    version: int
    towns: tuple[Town, ...]

    @property
    def mine(self) -> Town | None:
        """Where the reader has a place."""
        return next((one for one in self.towns if one.mine), None)

    @property
    def waits(self) -> Town | None:
        """Where the reader waits for one."""
        return next((one for one in self.towns if one.in_line), None)

    def open(self, now: dt.datetime) -> bool:
        """Whether people can sign up."""
        return self.ended_at is None and (self.closes_at is None or now < self.closes_at)


__all__ = [
    "KINDS",
    "ROLES",
    "TEXT_LIMIT",
    "TOWNS_LIMIT",
    "WHERE_LIMIT",
    "Change",
    "Opening",
    "Outcome",
    "Series",
    "Town",
]
