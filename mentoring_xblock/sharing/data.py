"""What the sharing room tells other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring_xblock.sharing.models import Audience, Reaction, Stance


@dataclass(frozen=True)
class Manner:
    """How a thing is shared.

    text_id: the public id of the kept text that readers see; None for the thing as it stands, also what is changed
    later. whole: false for passages. talk: whether readers may comment. with_mood: whether they see the mood.
    """

    text_id: UUID | None = None
    whole: bool = True
    talk: bool = True
    with_mood: bool = False


AS_IT_STANDS = Manner()


@dataclass(frozen=True)
class Target:
    """Somebody to share with: the leader of one of my groups, everybody in it, or one person. `names` are full names.

    `seat_id` is the public id of the membership of the one person; None for the others.
    """

    group_id: UUID
    group_name: str
    audience: Audience
    names: tuple[str, ...]
    seat_id: UUID | None = None


@dataclass(frozen=True)
class ReaderInfo:
    """A person who may read by a share now; `opened_at` is None until they open the thing.

    `read_at` is when they said that they have read it, and `reaction` what they said without words.
    """

    user_id: int
    name: str
    opened_at: datetime | None
    read_at: datetime | None = None
    reaction: Reaction | None = None


@dataclass(frozen=True)
class ShareInfo:
    """A share that gives a thing to at least one person now.

    `seat_id` is the public id of the membership of the one person it is for; None for the others.
    """

    share_id: UUID
    item_id: UUID
    group_id: UUID
    group_name: str
    audience: Audience
    since: datetime
    readers: tuple[ReaderInfo, ...]
    manner: Manner = AS_IT_STANDS
    seat_id: UUID | None = None

    @property
    def names(self) -> str:
        """The readers' full names, joined by commas."""
        return ", ".join(reader.name for reader in self.readers)


@dataclass(frozen=True)
class GivenTo:
    """To whom a share gave a thing when it was made; `names` are the full names of those who are still known.

    `whole` is false for passages of it.
    """

    group_name: str
    audience: Audience
    names: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True)
class Received:
    """A thing that somebody shared with me; `opened_version` is the newest version that I have opened.

    `read_at` and `reaction` are what I said of it.
    """

    item_kind: str
    item_id: UUID
    owner_id: int
    share_id: UUID
    group_id: UUID
    since: datetime
    opened_at: datetime | None
    opened_version: int | None
    manner: Manner = AS_IT_STANDS
    read_at: datetime | None = None
    reaction: Reaction | None = None


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
