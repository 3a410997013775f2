"""What the goals room tells its pages and other rooms, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.goals.models import Status
from mentoring_xblock.kit import differences
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.questions import Part
from mentoring_xblock.privacy.audit import Step
from mentoring_xblock.privacy.policy import Facts
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo, Target

#: What its owner calls where a goal stands.
STATUS_LABELS = {
    Status.DRAFT: _("Draft"),
    Status.ACTIVE: _("Active"),
    Status.ACHIEVED: _("Achieved"),
    Status.PARTLY: _("Partly achieved"),
    Status.CHANGED: _("Changed into something else"),
    Status.DROPPED: _("Let go"),
}


@dataclass(frozen=True)
class GoalDraft:
    """What somebody has typed. `answers` maps question ids to text; `theme` is a theme's id or empty."""

    answers: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""
    target_on: dt.date | None = None
    status: Status = Status.DRAFT


@dataclass(frozen=True)
class GoalInfo:
    """A goal as it stands; `version` grows with each save. For eyes that policy has let through.

    owner_id: None for a group's goal, whose `group_id` is that group's public id. title: the beginning of the first
    answer, as plain text. parts: what was answered, in the reader's language. missing: in the reader's language, what
    belongs to a whole goal and is not written yet; total: how many things belong to one. changed_by: of a group's goal,
    who of the others wrote what stands, empty for the reader and for somebody who is no longer in it. taken_from: the
    goal of an earlier round that it was taken along from, for its owner only. pk: for other rooms, and stays inside.
    """

    goal_id: UUID
    owner_id: int | None
    usage_key: UsageKey
    title: str
    draft: GoalDraft
    parts: tuple[Part, ...]
    theme_name: str
    missing: tuple[str, ...]
    total: int
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    shares: tuple[ShareInfo, ...] = ()
    group_id: UUID | None = None
    changed_by: str = ""
    taken_from: UUID | None = None
    pk: int = 0

    @property
    def written(self) -> int:
        """How many of the things that belong to a whole goal have been written."""
        return self.total - len(self.missing)

    @property
    def status(self) -> Status:
        """Where the goal stands, in its owner's own words."""
        return self.draft.status

    @property
    def target_on(self) -> dt.date | None:
        """The day by which it is to be reached."""
        return self.draft.target_on


@dataclass(frozen=True)
class GoalRef:
    """A goal for other rooms that keep something beside it; `pk` and `group_pk` stay inside.

    owner_id: None for a group's goal. facts: what policy was asked with. title: empty where a job reads many.
    changed_at: when it was last saved.
    """

    pk: int
    goal_id: UUID
    owner_id: int | None
    group_pk: int | None
    round_id: int
    usage_key: UsageKey
    status: Status
    title: str
    facts: Facts
    changed_at: dt.datetime


@dataclass(frozen=True)
class ActionDraft:
    """What was typed: what is to be done, and by when."""

    body: str
    due_on: dt.date | None = None


@dataclass(frozen=True)
class ActionInfo:
    """Something that is to be done for a goal. `overdue`: its day has passed, and it is open."""

    action_id: UUID
    goal_id: UUID
    body: str
    due_on: dt.date | None
    done_at: dt.datetime | None
    dropped_at: dt.datetime | None
    version: int
    overdue: bool = False

    @property
    def open(self) -> bool:
        """Whether it is neither done nor let go."""
        return self.done_at is None and self.dropped_at is None

    def known_since(self, moment: dt.datetime | None) -> bool:
        """Whether somebody who came into the goal's group then knows of it: what was over before they came is not
        theirs to read. None for who was there from the beginning."""
        over_at = self.done_at or self.dropped_at
        return moment is None or over_at is None or over_at >= moment


@dataclass(frozen=True)
class PartChange:
    """What changed in one part of a goal from a kept text to the one after it."""

    label: str
    changes: tuple[differences.Change, ...]


@dataclass(frozen=True)
class VersionInfo:
    """A text that was kept beside the goal, as what has changed since.

    number: the version that it was, or that it was written upon; of a scale, the scale's. at: when it was put aside.
    author: who wrote it, empty for somebody who is no longer known.
    """

    number: int
    reason: Reason
    at: dt.datetime
    author: str
    changes: tuple[PartChange, ...] = ()


@dataclass(frozen=True)
class History:
    """A page of a goal's kept texts, newest first."""

    goal_id: UUID
    page: Page[VersionInfo]


@dataclass(frozen=True)
class Moment:
    """A day in the picture of a goal: its text changed, or (with `status`) where it stands did."""

    at: dt.datetime
    kind: str
    status: Status | None = None


@dataclass(frozen=True)
class Earlier:
    """A goal of an earlier round, as its owner left it. `along`: it was taken along to the round that they are in."""

    goal: GoalInfo
    round_number: int
    along: bool


@dataclass(frozen=True)
class Saved:
    """The answer to a save. `created`: this save made the goal. `count`: the owner's goals in this block now."""

    goal: GoalInfo
    created: bool
    count: int


@dataclass(frozen=True)
class TrailStep:
    """A step of a goal's trail with the names that belong to it.

    `mine` tells that the owner did it; `name` is who did it otherwise; `whom` with whom it was shared, empty if that is
    no longer known.
    """

    step: Step
    mine: bool
    name: str
    whom: str


@dataclass(frozen=True)
class Around:
    """What stands beside a goal on its owner's page.

    comments: all of them, by the share in whose thread they stand, those of ended shares included. kept: how many texts
    were kept beside it. over: whether its round has ended.
    """

    targets: tuple[Target, ...]
    comments: tuple[CommentInfo, ...]
    trail: tuple[TrailStep, ...]
    kept: int = 0
    over: bool = False


@dataclass(frozen=True)
class SharedGoal:
    """A goal that somebody shares with the reader.

    share_id: the newest share that gives it to this reader, in whose thread they answer; since: when it began.
    read_since: when the oldest share began that gives it to them.
    comments: in the shares that give it to this reader. opened_version: the newest version that they have opened.
    """

    goal: GoalInfo
    owner_name: str
    share_id: UUID
    since: dt.datetime
    read_since: dt.datetime
    opened_version: int | None
    comments: tuple[CommentInfo, ...]

    @property
    def new(self) -> bool:
        """Whether the reader has never opened it."""
        return self.opened_version is None

    @property
    def changed(self) -> bool:
        """Whether it has changed since the reader opened it."""
        return self.opened_version is not None and self.opened_version < self.goal.version


@dataclass(frozen=True)
class GoalCounts:
    """How many goals somebody has: in all, active ones, and ones that ended achieved or partly so."""

    total: int = 0
    active: int = 0
    reached: int = 0


__all__ = [
    "STATUS_LABELS",
    "ActionDraft",
    "ActionInfo",
    "Around",
    "Earlier",
    "GoalCounts",
    "GoalDraft",
    "GoalInfo",
    "GoalRef",
    "History",
    "Moment",
    "PartChange",
    "Saved",
    "SharedGoal",
    "Status",
    "TrailStep",
    "VersionInfo",
]
