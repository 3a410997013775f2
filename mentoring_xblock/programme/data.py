"""What the programme room tells other rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.models import LEADERS, Role
from mentoring_xblock.programme.plan import Plan, Span
from mentoring_xblock.programme.plan_relationship import Mode


@dataclass(frozen=True)
class RoundInfo:
    """One run of a programme. `id` stays inside; a browser gets `public_id`.

    `phase_days`: the first days of phases that a coordinator moved, by the phase's id.
    """

    id: int
    public_id: UUID
    number: int
    starts_on: dt.date
    closed_at: dt.datetime | None = None
    phase_days: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Whether it is over for good."""
        return self.closed_at is not None


@dataclass(frozen=True)
class PastRound:
    """A round that is over; `people` counts those who were in it to its end, by role, without roles of nobody."""

    round: RoundInfo
    people: Mapping[Role, int]


@dataclass(frozen=True)
class ProgrammeInfo:
    """A programme as last published, with its newest round.

    `round` is None until a plan with a first day has been published. `active` is false once the course no longer has
    the programme's block: people and what they wrote stay.
    """

    id: int
    public_id: UUID
    course_key: CourseKey
    slug: str
    usage_key: UsageKey
    plan: Plan
    round: RoundInfo | None
    active: bool = True

    def clock(self) -> Clock | None:
        """Return the calendar of the round; None without one."""
        return Clock.of(self.plan, self.round.starts_on, self.round.phase_days) if self.round else None

    def timeline(self) -> tuple[Span, ...]:
        """Return the phases of the round in the calendar; none without a round."""
        clock = self.clock()
        return clock.timeline if clock else ()

    @property
    def non_stop(self) -> bool:
        """Whether each group begins when it is ready, and has a calendar of its own."""
        return self.plan.relations.mode is Mode.NON_STOP


@dataclass(frozen=True)
class BlockInfo:
    """A published block of ours: `title` is an authored text, `points` its maximum (0 when not graded).

    `settings` are the fields that `mirror.MIRRORED_SETTINGS` names for its type, as its author left them. `active` is
    false once the course no longer has it.
    """

    usage_key: UsageKey
    course_key: CourseKey
    block_type: str
    slug: str
    title: Text | str
    questions: tuple[Mapping[str, Any], ...]
    graded: bool
    points: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    active: bool = True


@dataclass(frozen=True)
class ParticipantInfo:
    """Somebody's role in a round. `capacity` is their own number of groups; None stands for the plan's."""

    id: int
    public_id: UUID
    round_id: int
    user_id: int
    role: Role
    capacity: int | None
    headline: str

    @property
    def leads(self) -> bool:
        """Whether people in this role lead groups."""
        return self.role in LEADERS


@dataclass(frozen=True)
class ParticipantPage:
    """Some participants of many; `page` counts from 1, `total` is the number of participants on all pages."""

    participants: tuple[ParticipantInfo, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class CardInfo:
    """What a person tells their partners about themselves, the same in all of their roles in a round."""

    headline: str
    contact: str
    version: int

    @property
    def filled_in(self) -> bool:
        """Whether partners can learn from it how to reach the person."""
        return bool(self.contact.strip())


class Outcome(StrEnum):
    """What became of one line of a list of people."""

    ADDED = "added"
    ALREADY = "already"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class AddedLine:
    """One line of a list of people as it was typed; `user_id` is None when nobody enrolled is called so."""

    text: str
    outcome: Outcome
    user_id: int | None


@dataclass(frozen=True)
class AddReport:
    """What became of each line, in the order typed."""

    lines: tuple[AddedLine, ...]

    @property
    def added(self) -> int:
        """How many people are new in the role."""
        return len({line.user_id for line in self.lines if line.outcome is Outcome.ADDED})

    @property
    def already(self) -> int:
        """How many people had the role before."""
        return len({line.user_id for line in self.lines if line.outcome is Outcome.ALREADY})

    @property
    def unknown(self) -> tuple[str, ...]:
        """The lines that fit nobody, as they were typed."""
        return tuple(line.text for line in self.lines if line.outcome is Outcome.UNKNOWN)


@dataclass(frozen=True)
class Coordination:
    """For an administrator: who coordinates, who did until they left the course's staff, and who could."""

    named: tuple[Person, ...]
    lapsed: tuple[Person, ...]
    candidates: tuple[Person, ...]


@dataclass(frozen=True)
class Duplicate:
    """A programme block that was passed over, because another one has its name."""

    usage_key: UsageKey
    holder: UsageKey


@dataclass(frozen=True)
class MirrorReport:
    """What mirroring a course found: counts of programmes and blocks there now, and what was passed over.

    `retired` counts rows that were set aside because their block is gone. `unnamed` are blocks whose programme name
    can't be used.
    """

    programmes: int
    blocks: int
    retired: int
    duplicates: tuple[Duplicate, ...] = ()
    unnamed: tuple[UsageKey, ...] = ()


__all__ = [
    "AddReport",
    "AddedLine",
    "BlockInfo",
    "CardInfo",
    "Clock",
    "Coordination",
    "Duplicate",
    "MirrorReport",
    "Outcome",
    "ParticipantInfo",
    "ParticipantPage",
    "PastRound",
    "ProgrammeInfo",
    "Role",
    "RoundInfo",
]
