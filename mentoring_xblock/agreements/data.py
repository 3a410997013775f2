"""What the agreements room tells its pages and other rooms, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from mentoring_xblock.kit.localised import Text


@dataclass(frozen=True)
class Clause:
    """One thing that a version settles: the heading that it had when it was put to be signed, and the words."""

    id: str
    heading: Text
    text: str


@dataclass(frozen=True)
class VersionInfo:
    """Words that were put to be signed. For eyes that policy has let through.

    signed: when who signed, by user id. holds_from: when the last of those who were in the group had signed it; None
    as long as somebody has not. ended_at: when another version took its place, it was overtaken, or taken back.
    """

    version_id: UUID
    number: int
    clauses: tuple[Clause, ...]
    made_by: int | None
    made_at: dt.datetime
    signed: Mapping[int, dt.datetime]
    holds_from: dt.datetime | None = None
    ended_at: dt.datetime | None = None

    @property
    def texts(self) -> dict[str, str]:
        """Its words by item."""
        return {clause.id: clause.text for clause in self.clauses}


@dataclass(frozen=True)
class AgreementInfo:
    """Where a group stands with its agreement.

    texts: the draft's words by item; what nobody has written is left out. version: how often the draft was saved.
    holding: what holds now. pending: what waits to be signed, and will take its place. people: who is in the group,
    without those for whom nobody waits because they are not in the course.
    """

    people: frozenset[int]
    texts: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    updated_by: int | None = None
    updated_at: dt.datetime | None = None
    holding: VersionInfo | None = None
    pending: VersionInfo | None = None

    @property
    def newest(self) -> VersionInfo | None:
        """The version that somebody signs who signs now."""
        return self.pending or self.holding

    @property
    def unsigned(self) -> frozenset[int]:
        """Who is waited for and has not signed the newest version."""
        return self.people - set(self.newest.signed) if self.newest else frozenset()

    @property
    def drafted(self) -> bool:
        """Whether the draft says something else than the newest version."""
        return dict(self.texts) != (self.newest.texts if self.newest else {})


@dataclass(frozen=True)
class KeptInfo:
    """A text of the reader's own that lost a conflict over the draft, by item."""

    texts: Mapping[str, str]
    at: dt.datetime


@dataclass(frozen=True)
class Status:
    """Where a group stands, in dates and without a word of what was agreed.

    holds_from: since when what holds now has held; None where nothing does. number: of the newest version that waits or
    holds; 0 where there is none. waiting_user_ids: who is waited for and has not signed that one, which `made_by` put
    to be signed. drafted: somebody has begun to write.
    """

    holds_from: dt.datetime | None = None
    number: int = 0
    made_by: int | None = None
    waiting_user_ids: frozenset[int] = frozenset()
    drafted: bool = False


__all__ = ["AgreementInfo", "Clause", "KeptInfo", "Status", "VersionInfo"]
