"""What the goals room tells its pages and other rooms, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.goals.models import Status
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.questions import Part
from mentoring_xblock.privacy.audit import Step
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo, Target


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

    title: the beginning of the first answer, as plain text. parts: what was answered, in the reader's language.
    missing: in the reader's language, what is not written yet; total: how many things there are to write.
    """

    goal_id: UUID
    owner_id: int
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

    @property
    def written(self) -> int:
        """How many of the things that there are to write have been written."""
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
class VersionInfo:
    """A text that was kept beside the goal. `number` is the version that it was, or that it was written upon."""

    number: int
    reason: Reason
    parts: tuple[Part, ...]
    at: dt.datetime


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

    comments: all of them, by the share in whose thread they stand, those of ended shares included.
    """

    targets: tuple[Target, ...]
    comments: tuple[CommentInfo, ...]
    trail: tuple[TrailStep, ...]
    versions: tuple[VersionInfo, ...]


@dataclass(frozen=True)
class SharedGoal:
    """A goal that somebody shares with the reader.

    share_id: the newest share that gives it to this reader, in whose thread they answer; since: when it began.
    comments: in the shares that give it to this reader. opened_version: the newest version that they have opened.
    """

    goal: GoalInfo
    owner_name: str
    share_id: UUID
    since: dt.datetime
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
    "Around",
    "GoalCounts",
    "GoalDraft",
    "GoalInfo",
    "Saved",
    "SharedGoal",
    "Status",
    "TrailStep",
    "VersionInfo",
]
