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
    before that. names: the full names of the others in the group.
    """

    group_id: UUID
    group_name: str
    frame: str
    answered: int
    people: int
    mine: UUID | None
    opens_on: dt.date | None
    opened_at: dt.datetime | None
    names: tuple[str, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether everybody reads."""
        return self.opened_at is not None

    @property
    def readers(self) -> str:
        """Who reads: the group by its name, or the others in it by theirs."""
        return self.group_name or ", ".join(self.names)


__all__ = ["ReflectionInfo"]
