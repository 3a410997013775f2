"""What the notes room tells its pages and other rooms, as plain frozen values. For eyes that policy has let through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

#: Characters of a point, an action and a note; stated beside their fields.
POINT_LIMIT = 500
ACTION_LIMIT = 500
NOTE_LIMIT = 20_000
#: Points that wait, and actions that are open, in one group or for one meeting.
OPEN_LIMIT = 60
#: Points and actions shown of those that are over, and texts kept beside a note, the newest.
SHOWN = 20
#: Meetings with notes on one page.
PAGE_SIZE = 20
#: Versions stay far below what a database column takes.
MOST = 1_000_000_000


@dataclass(frozen=True)
class PointInfo:
    """Something to talk about. `goal` is the title of the goal that it is about, empty where the reader has none.

    votes: how many would like to talk about it; voted: whether the reader is one of them.
    """

    point_id: UUID
    body: str
    author_id: int
    mine: bool
    created_at: dt.datetime
    done_at: dt.datetime | None = None
    goal: str = ""
    votes: int = 0
    voted: bool = False


@dataclass(frozen=True)
class ActionInfo:
    """What somebody promised. `overdue`: its day has passed and it is still open. `goal` as for a point."""

    action_id: UUID
    body: str
    owner_id: int
    mine: bool
    due_on: dt.date | None
    version: int
    created_at: dt.datetime
    done_at: dt.datetime | None = None
    dropped_at: dt.datetime | None = None
    goal_id: UUID | None = None
    goal: str = ""
    overdue: bool = False

    @property
    def open(self) -> bool:
        """Whether it is neither done nor let go."""
        return self.done_at is None and self.dropped_at is None


@dataclass(frozen=True)
class NoteInfo:
    """A note as it stands; `version` is 0 and `body` empty before its first save. `own`: only its owner reads it."""

    meeting_id: UUID
    own: bool
    body: str = ""
    version: int = 0
    updated_by_id: int | None = None
    updated_at: dt.datetime | None = None


@dataclass(frozen=True)
class KeptInfo:
    """A text that was kept beside a note when two people, or two devices, wrote at once."""

    body: str
    author_id: int | None
    at: dt.datetime


@dataclass(frozen=True)
class NotedMeeting:
    """A meeting that has notes which the reader may read; `starts_at` is None while its time is open."""

    meeting_id: UUID
    starts_at: dt.datetime | None


__all__ = [
    "ACTION_LIMIT",
    "MOST",
    "NOTE_LIMIT",
    "OPEN_LIMIT",
    "PAGE_SIZE",
    "POINT_LIMIT",
    "SHOWN",
    "ActionInfo",
    "KeptInfo",
    "NoteInfo",
    "NotedMeeting",
    "PointInfo",
]
