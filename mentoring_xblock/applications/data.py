"""What the applications room tells other rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.applications.questions import AskedQuestion, QuestionKind
from mentoring_xblock.kit.questions import Part
from mentoring_xblock.programme.data import ProgrammeInfo

#: What only its writer knows: nobody else reads a draft, or what was withdrawn.
UNREAD = frozenset({Status.DRAFT, Status.WITHDRAWN})


class CallState(StrEnum):
    """Where a call stands for one person. `late`: it has closed, and a coordinator lets this person write."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    LATE = "late"


class Order(StrEnum):
    """Who gets the places: whom the coordinators choose, or who applies first."""

    SELECTION = "selection"
    FIRST_COME = "first_come"


#: Where an application can be written.
WRITABLE = frozenset({CallState.OPEN, CallState.LATE})


@dataclass(frozen=True)
class Span:
    """When a call takes applications, as moments: from `opens_at` to just before `closes_at`.

    opens_at: None when there is nothing to wait for. announced_only: its author has not said when it opens. closes_at:
    None for no end. closes_on: the last day, where a day and no time of day was written.
    """

    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    closes_on: dt.date | None = None
    announced_only: bool = False

    def state(self, now: dt.datetime, late_until: dt.datetime | None = None) -> CallState:
        """Return where the call stands at this moment for somebody who may be let in late."""
        if self.announced_only or (self.opens_at is not None and now < self.opens_at):
            return CallState.ANNOUNCED
        if self.closes_at is None or now < self.closes_at:
            return CallState.OPEN
        return CallState.LATE if late_until is not None and now < late_until else CallState.CLOSED


@dataclass(frozen=True)
class CallSettings:
    """A call as its author set it. Times are local to the programme: `2027-02-28T16:00`, or a day alone.

    opens_at: empty to open at once, `calls.LATER` while nobody knows. closes_at: empty for no end; a day alone closes
    at its end. target: how many are looked for, shown to applicants. places: how many first come gets; None for all who
    apply. commitment: what is ticked before sending, by language; empty for nothing.
    """

    role: CallRole = CallRole.MENTEE
    opens_at: str = ""
    closes_at: str = ""
    order: Order = Order.SELECTION
    places: int | None = None
    target: int | None = None
    questions: tuple[AskedQuestion, ...] = ()
    commitment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApplicationInfo:
    """An application as other rooms and its writer know it.

    id: stays inside; a browser gets `public_id`. answers: by question id, as they are stored. reserve_place: from 1,
    for one's own and for a single one that was read. told: the reason that its writer was given with the last decision.
    """

    id: int
    public_id: UUID
    round_id: int
    course_key: CourseKey
    usage_key: UsageKey
    role: CallRole
    applicant_id: int
    participant_id: int | None
    status: Status
    version: int
    updated_at: dt.datetime
    submitted_at: dt.datetime | None
    committed_at: dt.datetime | None
    late_until: dt.datetime | None
    answers: Mapping[str, Any]
    reserve_place: int | None = None
    decided_at: dt.datetime | None = None
    told: str = ""


@dataclass(frozen=True)
class AnsweredPart(Part):
    """One answered question in the reader's language; `text` has a line for each thing that was said."""

    kind: QuestionKind | None = None


@dataclass(frozen=True)
class ReadApplication:
    """An application to read: what was asked and answered, in the order of the call.

    answers: by kind of question, in the shapes of `answers.py`. asked: the call's questions as last published.
    """

    application: ApplicationInfo
    parts: tuple[AnsweredPart, ...]
    answers: Mapping[QuestionKind, Any]
    asked: tuple[AskedQuestion, ...]


@dataclass(frozen=True)
class CallInfo:
    """A call as one person meets it now.

    application: their own, also a draft; None while they have written nothing. questions: those that can be answered,
    since one whose list of choices is empty is not asked. free: places left where first come is served, None where all
    are taken in. watching: they want to hear when it opens.
    """

    settings: CallSettings
    programme: ProgrammeInfo | None
    span: Span
    state: CallState
    application: ApplicationInfo | None = None
    questions: tuple[AskedQuestion, ...] = ()
    free: int | None = None
    watching: bool = False

    @property
    def over(self) -> bool:
        """Whether the round that an application here belongs to has been closed."""
        return self.programme is not None and self.programme.round is not None and self.programme.round.closed

    @property
    def writable(self) -> bool:
        """Whether this person can write, send or change an application now."""
        if self.programme is None or self.programme.round is None or self.state not in WRITABLE:
            return False
        if self.application is None or self.application.status in UNREAD | {Status.RECEIVED}:
            return True
        # Where nobody chooses, a place or a place in the reserve says nothing about what was written.
        return self.settings.order is Order.FIRST_COME and self.application.status is not Status.DECLINED


@dataclass(frozen=True)
class Saved:
    """What stands after a draft was saved."""

    application: ApplicationInfo
    created: bool


@dataclass(frozen=True)
class Sent:
    """What stands after an application was sent. `first`: it had not been, or had been withdrawn."""

    application: ApplicationInfo
    first: bool
