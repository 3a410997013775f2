"""What the groups room tells other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from mentoring_xblock.groups.models import Circle, CloseReason, Kind, State


@dataclass(frozen=True)
class MemberInfo:
    """Somebody in a group. Ids are public but for `membership_pk` and `user_id`; `joined_at` is None in a draft."""

    membership_id: UUID
    membership_pk: int
    participant_id: UUID
    user_id: int
    leads: bool
    joined_at: datetime | None


@dataclass(frozen=True)
class GroupInfo:
    """A group and the people in it; those of a closed group are the ones who were in it at its end.

    `id` stays inside; a browser gets `public_id`. `capacity` counts the members' places without the leader's.
    `starts_on`, `ends_on`: its own first and last day where they are not the round's. `warned_at`: when its people
    were told that it closes unless something happens. `kept_at`: when somebody in it last said that they go on.
    `phase_days`: the first days of its phases that a coordinator moved, by the phase's id.
    """

    id: int
    public_id: UUID
    kind: Kind
    circle: Circle
    name: str
    capacity: int
    state: State
    version: int
    leader: MemberInfo | None
    members: tuple[MemberInfo, ...]
    published_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    warned_at: datetime | None = None
    kept_at: datetime | None = None
    phase_days: Mapping[str, date] = field(default_factory=dict, hash=False)

    @property
    def people(self) -> tuple[MemberInfo, ...]:
        """The leader, if there is one, and the members."""
        return (*((self.leader,) if self.leader else ()), *self.members)

    def newcomer_since(self, member: MemberInfo) -> datetime | None:
        """Return when somebody joined a group that had begun; None for who was in it from the beginning."""
        late = member.joined_at is not None and self.published_at is not None and member.joined_at > self.published_at
        return member.joined_at if late else None

    @property
    def free(self) -> int:
        """How many more members there is room for."""
        return max(0, self.capacity - len(self.members))


@dataclass(frozen=True)
class GroupPage:
    """Some groups of many; `page` counts from 1, `total` is the number of groups on all pages."""

    groups: tuple[GroupInfo, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Mentee:
    """Somebody whom a mentor leads, and the group in which they do."""

    member: MemberInfo
    group: GroupInfo


@dataclass(frozen=True)
class PlaceInfo:
    """A place that a participant holds: in which group (public id), and whether they lead it."""

    group_id: UUID
    circle: Circle
    state: State
    leads: bool


@dataclass(frozen=True)
class Stay:
    """How long somebody was in a group; `until` is None while they are in it."""

    user_id: int
    since: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Return whether they were in it at a moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class PublishPreview:
    """What publishing drafts would do.

    `problems` are sentences by the group's public id as a string; `told` is how many people would get a mail, one each,
    if the groups without problems were published.
    """

    groups: tuple[GroupInfo, ...]
    problems: Mapping[str, list[str]]
    told: int

    @property
    def fine(self) -> tuple[GroupInfo, ...]:
        """The groups that nothing speaks against."""
        return tuple(group for group in self.groups if str(group.public_id) not in self.problems)


@dataclass(frozen=True)
class PublishReport:
    """What publishing did: the groups that became visible by it, and how many people a mail was queued for."""

    groups: tuple[GroupInfo, ...]
    told: int


__all__ = [
    "Circle",
    "CloseReason",
    "GroupInfo",
    "GroupPage",
    "Kind",
    "MemberInfo",
    "Mentee",
    "PlaceInfo",
    "PublishPreview",
    "PublishReport",
    "State",
    "Stay",
]
