"""What pages know of meetings of the whole programme: kick-off, joint meetings, trainings and the like."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from mentoring_xblock.gatherings.models import Answer, Kind, State, Way
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.meetings.data import AttendanceInfo, MeetingInfo
from mentoring_xblock.programme.plan_relationship import Audience, Planned

#: Characters of a meeting's title in one language; stated beside its field.
TITLE_LIMIT = 120
#: People on one page of who was there; also the rows of one part of the table.
PEOPLE_PAGE = 200


@dataclass(frozen=True)
class Number:
    """Which of the meetings of its kind one is, in order of time; both are 0 for one that was called off."""

    number: int = 0
    of: int = 0


@dataclass(frozen=True)
class JointInfo:
    """A meeting of the programme as one reader sees it.

    mine: what the reader answered, None as long as nothing. coming, waiting: how many people. there: how many were
    there, None as long as nobody has said who was. in_line: the reader's place among those who wait, from 1; 0 for
    whoever does not. leads: whether the reader holds it. text: what the
    plan's author says of it. leader: the full name of who holds it, or empty.
    """

    meeting: MeetingInfo
    number: Number = Number()
    mine: AttendanceInfo | None = None
    coming: int = 0
    waiting: int = 0
    there: int | None = None
    in_line: int = 0
    leads: bool = False
    text: Text = field(default_factory=dict)
    leader: str = ""

    @property
    def full(self) -> bool:
        """Whether every place is taken."""
        return self.meeting.places is not None and self.coming >= self.meeting.places

    @property
    def comes(self) -> bool:
        """Whether the reader said that they come, and has a place."""
        return self.mine is not None and self.mine.answer is Answer.COMING

    @property
    def waits(self) -> bool:
        """Whether the reader waits for a place."""
        return self.mine is not None and self.mine.answer is Answer.WAITING

    @property
    def declined(self) -> bool:
        """Whether the reader said that they can't come."""
        return self.mine is not None and self.mine.answer is Answer.NOT_COMING

    @property
    def said(self) -> bool:
        """Whether the reader has said anything."""
        return self.comes or self.waits or self.declined

    def answerable(self, now: dt.datetime) -> bool:
        """Whether somebody can still say that they come."""
        return self.open(now) and (self.meeting.answer_until is None or now < self.meeting.answer_until)

    def open(self, now: dt.datetime) -> bool:
        """Whether it has been announced, stands, and has not begun: so long anybody can say that they don't come."""
        return self.meeting.state is State.BOOKED and now < self.meeting.starts_at

    def mine_to_keep(self) -> bool:
        """Whether the reader is expected: where places are few only with one."""
        return self.comes or self.leads or (not self.said and self.meeting.places is None)


@dataclass(frozen=True)
class MyJoint:
    """A reader's meetings of the programme: those to come in order of time, and the newest of those that have been."""

    coming: tuple[JointInfo, ...] = ()
    past: tuple[JointInfo, ...] = ()


@dataclass(frozen=True)
class Ahead:
    """What pages of other rooms tell somebody: at which meeting they are expected next, and which waits for an answer.

    next, to_answer: None where there is none; of several that wait for an answer the one whose day is first.
    """

    next: JointInfo | None = None
    to_answer: JointInfo | None = None


@dataclass(frozen=True)
class ToPlan:
    """A meeting of the plan that is not in the calendar; `starts_at` is None where the plan names no day in time.

    timed: whether the plan names a time of day; noon stands for it otherwise. problem: why it can't be put there as it
    is, or empty.
    """

    planned: Planned
    starts_at: dt.datetime | None
    timed: bool = True
    problem: str = ""


@dataclass(frozen=True)
class JointDraft:
    """What a coordinator writes of a meeting. `answer_on` is the last day to answer, by the programme's clock.

    title: by language; may be empty, then it is called by its kind. audience: None leaves it as it is, which is
    everybody for a new one. leader: the public id of a participant who leads.
    """

    title: Text
    kind: Kind
    day: dt.date
    starts: dt.time
    minutes: int
    way: Way
    audience: Audience | None = None
    where: str = ""
    link: str = ""
    places: int | None = None
    answer_on: dt.date | None = None
    leader: UUID | None = None


@dataclass(frozen=True)
class MeetingsDesk:
    """The coordinator's list: what is only planned, drafts, what is announced and to come, and a page of the past."""

    planned: tuple[ToPlan, ...]
    drafts: tuple[JointInfo, ...]
    coming: tuple[JointInfo, ...]
    past: Page[JointInfo]


@dataclass(frozen=True)
class Expected:
    """Somebody on the list of who was there; `ticked` is what the list begins with."""

    participant_id: UUID
    user_id: int
    name: str
    answer: Answer | None
    ticked: bool


@dataclass(frozen=True)
class Sheet:
    """One page of who was there: those who said that they come first. `saved` says that somebody has filled it in."""

    info: JointInfo
    people: Page[Expected]
    saved: bool


__all__ = [
    "PEOPLE_PAGE",
    "TITLE_LIMIT",
    "Ahead",
    "Answer",
    "Audience",
    "Expected",
    "JointDraft",
    "JointInfo",
    "Kind",
    "MeetingsDesk",
    "MyJoint",
    "Number",
    "Sheet",
    "State",
    "ToPlan",
    "Way",
]
