"""What the meetings room tells other rooms."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from mentoring_xblock.kit.localised import Text
from mentoring_xblock.meetings.models import Answer, Kind, State, Way
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan_relationship import Audience

#: Characters of a place and of a link; stated beside their fields, and as long as their columns.
WHERE_LIMIT = 200
LINK_LIMIT = 500
#: Hours that a meeting lasts at most, days ahead that it starts at most, and meetings of a series.
LONGEST = dt.timedelta(hours=12)
FARTHEST = dt.timedelta(days=2 * 366)
SERIES_LIMIT = 60
#: Times that may be proposed for one meeting.
OPTIONS_LIMIT = 3
#: Meetings on one page of what has been.
PAGE_SIZE = 20

#: The roles that a meeting of the programme is for; None stands for everybody in the round.
ROLES: dict[Audience, Role | None] = {
    Audience.EVERYBODY: None,
    Audience.MENTORS: Role.MENTOR,
    Audience.MENTEES: Role.MENTEE,
}


@dataclass(frozen=True)
class AttendanceInfo:
    """Somebody and a meeting. `answered_at` is also set where they said which times suit, none of them included.

    attended: None as long as nobody said whether they were there.
    """

    user_id: int
    answer: Answer | None = None
    answered_at: dt.datetime | None = None
    seat: int | None = None
    queued_at: dt.datetime | None = None
    attended: bool | None = None


@dataclass(frozen=True)
class OptionInfo:
    """A proposed time; `suits` are the user ids of those who ticked it."""

    public_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    way: Way
    where: str = ""
    link: str = ""
    suits: frozenset[int] = frozenset()


@dataclass(frozen=True)
class MeetingInfo:
    """A meeting. `id`, `round_id`, `programme_id` and `group_pk` stay inside; a browser gets the public ids.

    group_pk, group_id: None for a meeting of the whole programme, which is for its `audience`
    (`plan_relationship.Audience`) and has a `title` and perhaps a `leader_id`. starts_at, ends_at: None while times are
    proposed. time_zone: the IANA name of the clock by which it was arranged. number: which of the group's own meetings
    it is, in order of time, those that were cancelled not counted; None for a meeting that is not in the calendar, or
    not a group's own. counted: whether the plan says how many of them there are, which it does for pairs and small
    groups, and not for peers or supervision. sequence: grows with what calendars must hear of; version: with every
    change. attendances, options: only where the reader of the row asked for them.
    """

    id: int
    public_id: UUID
    round_id: int
    programme_id: int
    group_pk: int | None
    group_id: UUID | None
    kind: Kind
    state: State
    title: Text
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    time_zone: str
    way: Way
    where: str
    link: str
    number: int | None
    sequence: int
    version: int
    created_at: dt.datetime
    changed_at: dt.datetime
    planned: str = ""
    theme: str = ""
    agenda: str = ""
    audience: str = ""
    places: int | None = None
    answer_until: dt.datetime | None = None
    announced_at: dt.datetime | None = None
    leader_id: int | None = None
    made_by_id: int | None = None
    attendances: Mapping[int, AttendanceInfo] = field(default_factory=dict)
    options: tuple[OptionInfo, ...] = ()
    counted: bool = False

    def of(self, planned: int) -> int:
        """Return of how many it is one, where a group has so many by the plan; 0 where the plan does not say."""
        return planned if self.counted else 0

    @property
    def own(self) -> bool:
        """Whether it is a group's own."""
        return self.group_pk is not None

    @property
    def minutes(self) -> int:
        """How long it lasts; 0 while times are proposed."""
        if self.starts_at is None or self.ends_at is None:
            return 0
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    @property
    def said(self) -> str:
        """What people have said of the times that are proposed, as 16 characters that another answer changes."""
        answered = sorted(one.user_id for one in self.attendances.values() if one.answered_at is not None)
        ticked = sorted((one.public_id.hex, sorted(one.suits)) for one in self.options)
        return hashlib.sha256(repr((answered, ticked)).encode()).hexdigest()[:16]

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state is State.CANCELLED

    def over(self, now: dt.datetime) -> bool:
        """Whether its time has passed, or somebody said that it took place."""
        return self.state is State.HELD or (self.ends_at is not None and self.ends_at <= now)

    def coming(self, now: dt.datetime) -> bool:
        """Whether it is in the calendar and has not ended."""
        return self.state is State.BOOKED and not self.over(now)

    def unsaid(self, now: dt.datetime) -> bool:
        """Whether its time has passed and nobody has said yet whether it took place."""
        return self.state is State.BOOKED and self.over(now)


@dataclass(frozen=True)
class OwnMeetings:
    """A group's own meetings at one moment.

    coming: booked and not over, the next one first and at most `PAGE_SIZE` after it; there are `ahead` of them. asking:
    those whose times are proposed, oldest first, with options and attendances. unsaid: over, and nobody has said
    whether they took place, the newest first, at most `PAGE_SIZE`. held: how many took place. counted: how many are in
    the calendar in all, those that took place included.
    """

    coming: tuple[MeetingInfo, ...] = ()
    asking: tuple[MeetingInfo, ...] = ()
    unsaid: tuple[MeetingInfo, ...] = ()
    held: int = 0
    counted: int = 0
    ahead: int = 0

    @property
    def next(self) -> MeetingInfo | None:
        """The next meeting, if one is booked."""
        return self.coming[0] if self.coming else None


@dataclass(frozen=True)
class Rhythm:
    """How often a group meets: numbers and times, and no word of what about.

    held: how many meetings somebody said took place. last_held_at: when the newest of them ended. last_at: when the
    newest one ended that took place or was booked and not called off. next_at: when the next booked one starts.
    asking: whether times are proposed for one.
    """

    held: int = 0
    last_held_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    next_at: dt.datetime | None = None
    asking: bool = False


__all__ = [
    "FARTHEST",
    "LINK_LIMIT",
    "LONGEST",
    "OPTIONS_LIMIT",
    "PAGE_SIZE",
    "SERIES_LIMIT",
    "WHERE_LIMIT",
    "Answer",
    "AttendanceInfo",
    "Kind",
    "MeetingInfo",
    "OptionInfo",
    "OwnMeetings",
    "Rhythm",
    "State",
    "Way",
]
