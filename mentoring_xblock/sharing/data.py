"""What the sharing room tells other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring_xblock.sharing.models import Audience, Stance


@dataclass(frozen=True)
class Target:
    """Somebody to share with: the leader of one of my groups, or everybody in it. `names` are full names."""

    group_id: UUID
    group_name: str
    audience: Audience
    names: tuple[str, ...]


@dataclass(frozen=True)
class ReaderInfo:
    """A person who may read by a share now; `opened_at` is None until they open the thing."""

    user_id: int
    name: str
    opened_at: datetime | None


@dataclass(frozen=True)
class ShareInfo:
    """A share that gives a thing to at least one person now."""

    share_id: UUID
    item_id: UUID
    group_id: UUID
    group_name: str
    audience: Audience
    since: datetime
    readers: tuple[ReaderInfo, ...]

    @property
    def names(self) -> str:
        """The readers' full names, joined by commas."""
        return ", ".join(reader.name for reader in self.readers)


@dataclass(frozen=True)
class Received:
    """A thing that somebody shared with me; `opened_version` is the newest version that I have opened."""

    item_kind: str
    item_id: UUID
    owner_id: int
    share_id: UUID
    group_id: UUID
    since: datetime
    opened_at: datetime | None
    opened_version: int | None


@dataclass(frozen=True)
class Unread:
    """A thing with something in it that a reader has not seen: all of it, or an answer said since they opened it.

    `answered` tells which; `at` is when the thing was shared, or the newest answer was given.
    """

    item_kind: str
    item_id: UUID
    owner_id: int
    group_id: UUID
    answered: bool
    at: datetime


@dataclass(frozen=True)
class CommentInfo:
    """One comment. `body` is Markdown that a person wrote; it may be empty where there is a `stance`.

    version: the thing's when it was said, where that was kept. about: the public id of what in the thing it is about.
    """

    share_id: UUID
    author_id: int
    author_name: str
    body: str
    at: datetime
    stance: Stance | None = None
    version: int | None = None
    about: UUID | None = None
