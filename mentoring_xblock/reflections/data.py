"""What the reflections room tells its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ReflectionInfo:
    """A prompt that one of the reader's groups answers together.

    answered: how many of the `people` whom the group waits for have handed an answer over; never who. mine: the public
    id of the reader's own entry among the answers. opens_on: the day on which it opens at the latest. opened_at: None
    before that. due: that day has come, so that it opens with the next answer if it has not. names: the full names of
    the others in the group.
    """

    group_id: UUID
    group_name: str
    frame: str
    answered: int
    people: int
    mine: UUID | None
    opens_on: dt.date | None
    opened_at: dt.datetime | None
    due: bool = False
    names: tuple[str, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether everybody reads."""
        return self.opened_at is not None

    @property
    def counted(self) -> bool:
        """Whether a number tells how far the group is; where only two are asked it would tell who."""
        return self.people > 2

    @property
    def goes_on(self) -> bool:
        """Whether it can still open, or has: not where its day went by and nobody had answered."""
        return self.opened or self.answered > 0 or self.mine is not None or not self.due

    @property
    def readers(self) -> str:
        """Who reads: the group by its name, or the others in it by theirs."""
        return self.group_name or ", ".join(self.names)


@dataclass(frozen=True)
class Opened:
    """That the answers of a group can be read since a moment; `group_name` is empty where the group has no name."""

    group_name: str
    at: dt.datetime


__all__ = ["Opened", "ReflectionInfo"]
