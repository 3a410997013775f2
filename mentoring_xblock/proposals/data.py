"""What the proposals room tells other rooms and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.models import Stage

#: The score of a pair that meets every criterion in full, and below which a pair is called thin.
FULL = 100_000
THIN = 50_000


class Step(StrEnum):
    """What a job is doing; `progress` says how far the whole of a run is. TELLING is publishing, all of it at once."""

    WAITING = "waiting"
    READING = "reading"
    SCORING = "scoring"
    SOLVING = "solving"
    EXPLAINING = "explaining"
    SAVING = "saving"
    TELLING = "telling"


class What(StrEnum):
    """What a change by hand did."""

    MOVE = "move"
    SWAP = "swap"
    LOCK = "lock"
    UNLOCK = "unlock"
    FILL = "fill"
    COACH = "coach"


class Order(StrEnum):
    """In which order the people of a proposal are shown."""

    WORST_FIRST = "worst_first"
    WORST_LAST = "worst_last"
    NAME = "name"
    LEADER = "leader"


@dataclass(frozen=True)
class Who:
    """Somebody in a proposal; `here` is false once they have left the round. Their card is not for coordinators."""

    participant: UUID
    user_id: int
    name: str
    here: bool = True


@dataclass(frozen=True)
class PartInfo:
    """What one criterion gives a pair: `points` of `most`, in the 0..100000 of the score. `words` say why.

    `words` are for coordinators: they may tell what one person answered, and reach nobody else.
    """

    criterion: Criterion
    label: str
    points: int
    most: int
    words: str = ""


@dataclass(frozen=True)
class SeatInfo:
    """Somebody, and where the proposal puts them.

    leader: for pairs and small groups their mentor. number: for peer groups which group, from 1. Without both they
    have no place. score: 0..100000 with `parts` that add up to it; None where nobody scored. rank: the leader's place
    in this person's list; leader_rank: this person's in the leader's. broken: musts that the pair does not meet, in
    words; only a lock or a change by hand can do that.
    """

    who: Who
    leader: Who | None
    number: int | None
    leads: bool
    locked: bool
    score: int | None
    parts: tuple[PartInfo, ...] = ()
    rank: int | None = None
    leader_rank: int | None = None
    broken: tuple[str, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether they have a place."""
        return self.leader is not None or self.number is not None

    @property
    def thin(self) -> bool:
        """Whether the pair has less than half of what there is to have."""
        return self.score is not None and self.score < THIN


@dataclass(frozen=True)
class LeaderInfo:
    """A mentor in a proposal: how many they have there, of how many places. `said` is what they themselves offered."""

    who: Who
    taken: int
    places: int
    said: int

    @property
    def free(self) -> int:
        """How many more they can take."""
        return max(0, self.places - self.taken)


@dataclass(frozen=True)
class GroupPlan:
    """A peer group, or a mentor's small group, in a proposal.

    common: words for what all of its members have in common, as languages and hours. mixed: by criterion of the rules,
    for each member a level's name. broken: rules that it does not keep, in words.
    """

    number: int | None
    leader: Who | None
    members: tuple[SeatInfo, ...]
    common: tuple[str, ...] = ()
    mixed: Mapping[Criterion, tuple[str, ...]] = field(default_factory=dict)
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """A proposal as it stands now, changes by hand included: `minimum` and `total` of its scores, `thin` pairs."""

    people: int
    placed: int
    minimum: int | None
    total: int
    thin: int
    locked: int

    @property
    def unplaced(self) -> int:
        """How many have no place."""
        return self.people - self.placed


@dataclass(frozen=True)
class StaleInfo:
    """What has changed since a proposal was made from it; names, sorted. Nothing in it says that it is fresh."""

    changed: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.joined or self.left or self.placed)


@dataclass(frozen=True)
class ChangeInfo:
    """A change by hand: `names` are whom it moved or locked, `mine` whether the reader made it."""

    number: int
    what: What
    names: tuple[str, ...]
    by: str
    at: datetime
    undone: bool
    mine: bool


@dataclass(frozen=True)
class Done:
    """What was published, and what became of it: how many groups and people who were told, and declined places since.

    answer_by: until when places may be declined; None where nobody was asked.
    """

    groups: int
    told: int
    answer_by: datetime | None
    declined: int


@dataclass(frozen=True)
class ProposalInfo:
    """A proposal and how far it is.

    parent: the letter of the one that it was run again from. lost: its job has not been heard of for too long; it can
    be started again. problem: why a run failed or a ready proposal could not be published, in a sentence. by: who asked
    for it. numbers: None before it is ready. done: None before it is published.
    """

    public_id: UUID
    letter: str
    kind: Kind
    stage: Stage
    brief: Brief
    version: int
    step: Step
    progress: int
    lost: bool
    problem: str
    parent: str
    by: str
    created_at: datetime
    finished_at: datetime | None
    numbers: Numbers | None = None
    stale: StaleInfo = StaleInfo()
    done: Done | None = None

    @property
    def under_way(self) -> bool:
        """Whether a job is at it: a run, or publishing."""
        return self.stage in (Stage.QUEUED, Stage.RUNNING, Stage.PUBLISHING) and not self.lost

    @property
    def publishing(self) -> bool:
        """Whether it is being published: it can't be changed, cancelled or put aside any more.

        Also where the job that does it was lost; then publishing can be asked for again.
        """
        return self.stage == Stage.PUBLISHING

    @property
    def ready(self) -> bool:
        """Whether it can be changed and published."""
        return self.stage == Stage.READY

    @property
    def restartable(self) -> bool:
        """Whether its run can be started again as it is."""
        return self.stage in (Stage.FAILED, Stage.CANCELLED) or (self.lost and not self.publishing)


@dataclass(frozen=True)
class Wish:
    """A topic that people wish for and no mentor offers."""

    topic: str
    people: int


@dataclass(frozen=True)
class RunReport:
    """What a run found, before changes by hand.

    placed of people; mentors with somebody of all; minimum and total of the scores, 0..100000 a pair. best_total: what
    could be had without minding the worst-off, so `fairness_price` is what that costs, as a share; None where there is
    nothing to compare. proved: whether nothing better exists, by the engine's own certificate; None where nobody asked
    for the best. blocking: how many pairs of people would both rather be with each other, and some of them by name.
    shortages: where people share too few places, in sentences. wishes: without anybody's expertise. nobody_meets: musts
    that keep people from everybody, in sentences. broken: rules of groups that could not be kept, in sentences.
    surplus: mentors who have nobody. seconds: how long the engine took.
    """

    people: int
    placed: int
    mentors: int
    mentors_used: int
    minimum: int | None
    total: int
    best_total: int | None
    fairness_price: float | None
    proved: bool | None
    blocking: int | None
    blocking_names: tuple[tuple[str, str], ...]
    shortages: tuple[str, ...]
    wishes: tuple[Wish, ...]
    nobody_meets: tuple[str, ...]
    broken: tuple[str, ...]
    unresolved: tuple[str, ...]
    surplus: tuple[Who, ...]
    seconds: float
    seed: int
    input_hash: str


@dataclass(frozen=True)
class OpenProposal:
    """A proposal to work on. `seats` are a page of its people, by `order`, whose names fit what was searched for.

    groups: instead of seats for small groups and peer groups, a page of them. unplaced: everybody without a place, at
    most 200 of `info.numbers.unplaced`. leaders: all mentors, those with free places first. changes: the latest 20.
    here: who else changed or opened something in the last minutes.
    """

    info: ProposalInfo
    report: RunReport
    seats: tuple[SeatInfo, ...]
    groups: tuple[GroupPlan, ...]
    page: int
    pages: int
    total: int
    unplaced: tuple[SeatInfo, ...]
    leaders: tuple[LeaderInfo, ...]
    changes: tuple[ChangeInfo, ...]
    can_undo: bool
    can_redo: bool
    here: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[SeatInfo, ...]:
        """All who are shown with a place, be it in groups."""
        return (*self.seats, *(seat for group in self.groups for seat in group.members))

    @property
    def user_ids(self) -> frozenset[int]:
        """The accounts of all who are shown."""
        seats = (*self.people, *self.unplaced)
        whos = [seat.who for seat in seats] + [seat.leader for seat in seats if seat.leader]
        return frozenset(who.user_id for who in whos + [group.leader for group in self.groups if group.leader])


@dataclass(frozen=True)
class Meanwhile:
    """What a second coordinator is told, as `current` of the Conflict: the proposal now, and what others changed."""

    info: ProposalInfo
    changes: tuple[ChangeInfo, ...]


@dataclass(frozen=True)
class Option:
    """One mentor for somebody: where they come in the person's list, with parts, and what keeps the two apart.

    free: whether the mentor has a place in this proposal. forbidden: musts and vetoes in words, empty if there is none.
    """

    leader: Who
    rank: int | None
    score: int
    parts: tuple[PartInfo, ...]
    free: int
    now: bool
    forbidden: tuple[str, ...] = ()


class Ask(StrEnum):
    """What can be asked before it is done."""

    SEAT_MORE = "seat_more"
    SEAT_LESS = "seat_less"
    SWAP = "swap"
    FORCE = "force"


@dataclass(frozen=True)
class Question:
    """What if: one place more or less for `leader`; `member` and `other` swap; or `member` goes to `leader`."""

    ask: Ask
    leader: UUID | None = None
    member: UUID | None = None
    other: UUID | None = None


@dataclass(frozen=True)
class Moved:
    """Whom a what-if would move: from where to where, with the score before and after (0 without a place)."""

    who: Who
    before: Who | None
    after: Who | None
    score_before: int
    score_after: int

    @property
    def loses(self) -> bool:
        """Whether they would be worse off."""
        return self.score_after < self.score_before


@dataclass(frozen=True)
class Outcome:
    """What would come of it: numbers before and after, who moves, and what a coordinator should know, in sentences.

    question: as asked, so that it can be tried as another proposal. notes: as "Anna said three at most. Ask her first."
    """

    question: Question
    possible: bool
    sentence: str
    placed: tuple[int, int]
    minimum: tuple[int | None, int | None]
    total: tuple[int, int]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What there is to match: people with and without a place, mentors and their free places, and what was asked.

    asked: the criteria that at least two people answered; the weights of others would count for nothing.
    kind: which kind the plan speaks of. proposals: how many there are; published: whether one of them has been.
    """

    mentees: int
    mentees_placed: int
    mentors: int
    places: int
    peers: int
    coaches: int
    asked: frozenset[Criterion]
    kind: Kind
    sizes: tuple[int, int]
    proposals: int = 0
    published: bool = False


__all__ = [
    "FULL",
    "THIN",
    "Ask",
    "ChangeInfo",
    "Done",
    "GroupPlan",
    "Kind",
    "LeaderInfo",
    "Meanwhile",
    "Moved",
    "Numbers",
    "OpenProposal",
    "Option",
    "Order",
    "Outcome",
    "PartInfo",
    "ProposalInfo",
    "Question",
    "RunReport",
    "SeatInfo",
    "Stage",
    "StaleInfo",
    "Standing",
    "Step",
    "What",
    "Who",
    "Wish",
]
