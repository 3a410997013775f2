"""What the assessment room takes and tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.attainment.data import Reached
from mentoring_xblock.journal.data import Written
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Actor

#: The highest maximum for which every number of points is a button of its own.
PICK_LIMIT = 20


class GradedBy(StrEnum):
    """What points are given for: what a mentor reads, or that somebody takes part. Values are stored by authors."""

    MENTOR = "mentor"
    PART = "part"


class Release(StrEnum):
    """When points that a mentor gives begin to stand. Values are stored by authors."""

    AT_ONCE = "at_once"
    BY_COORDINATOR = "by_coordinator"


@dataclass(frozen=True)
class RubricLevel:
    """One level of a criterion: its whole points, and what a work on this level is like. The points are its id."""

    points: int
    words: Text


@dataclass(frozen=True)
class Criterion:
    """One thing that a mentor looks at, with its levels, the highest first."""

    id: str
    name: Text
    help: Text
    levels: tuple[RubricLevel, ...]

    @property
    def most(self) -> int:
        """The points of its highest level."""
        return max((level.points for level in self.levels), default=0)

    @property
    def field(self) -> str:
        """The name of its field in a form and in a request."""
        return f"mark_{self.id}"


#: What an author wrote for mentors to score by; empty where a mentor gives a number.
Rubric = tuple[Criterion, ...]


@dataclass(frozen=True)
class PartRule:
    """Points by taking part.

    goals: how many whole goals have to be or have been active for `goal_points`. A first rating gives `rating_points`,
    and taking part in a review `review_points`.
    """

    goals: int
    goal_points: int
    rating_points: int
    review_points: int

    @property
    def maximum(self) -> int:
        """The points of somebody who does it all."""
        return self.goal_points + self.rating_points + self.review_points


@dataclass(frozen=True)
class EntriesRule:
    """Points by writing a journal: all of them or none.

    entries: how many entries of at least `words` words it takes. phases: in how many phases of the plan these were
    begun; 0 asks for none.
    """

    entries: int
    phases: int
    words: int
    points: int

    @property
    def maximum(self) -> int:
        """The points of somebody who does it."""
        return self.points


#: A rule of taking part, and what of it somebody has done: goals, or entries.
ByPart = PartRule | EntriesRule
Done = Reached | Written


@dataclass(frozen=True)
class Rules:
    """How an author has a block graded.

    attempts: how often a person can hand it in; 0 is as often as they like. part: set where taking part gives points:
    with goals, or by writing a journal.
    """

    attempts: int = 0
    release: Release = Release.AT_ONCE
    graded_by: GradedBy = GradedBy.MENTOR
    rubric: Rubric = ()
    part: ByPart | None = None


#: A number from a mentor, at once, as often as somebody likes.
PLAIN = Rules()


@dataclass(frozen=True)
class Candidate:
    """A goal or an entry of one's own that could be handed in. `title` is plain text."""

    id: UUID
    title: str
    updated_at: datetime


@dataclass(frozen=True)
class Items:
    """What a room whose things can be handed in lends to hand-ins.

    candidates: the actor's own things of this block, newest first, without those in the bin.
    freeze: the things with these ids, each as `{"kind", "id", "title", "version", "parts": [{"label", "text"}]}` in
        plain JSON values. Called inside the transaction of the hand-in. Raises NotFound for an id that is not the
        actor's own thing of this block.
    clear: end every share of this person's things of the block and move the things to their author's bin; safe to
        repeat. Takes the owner's id, the block, and the id of who asked for it (None if unknown). Called inside the
        transaction of the reset.
    """

    kind: ItemKind
    candidates: Callable[[Actor, Place], Iterable[Candidate]]
    freeze: Callable[[Actor, Place, Sequence[UUID]], Sequence[Mapping[str, Any]]]
    clear: Callable[[int, UsageKey, int | None], None]


@dataclass(frozen=True)
class Part:
    """One question and what was answered. `text` is Markdown that a person wrote."""

    label: str
    text: str


@dataclass(frozen=True)
class FrozenItem:
    """A goal or an entry as it was when it was handed in. `gone`: its text was erased since, and points stayed."""

    kind: str
    title: str
    parts: tuple[Part, ...]
    gone: bool = False


@dataclass(frozen=True)
class Mark:
    """The points for one criterion, of the most that it gives, and what the author wrote of that level."""

    name: str
    points: int
    most: int
    words: str


@dataclass(frozen=True)
class ScoreInfo:
    """Points for a hand-in. `number` and `maximum` are the hand-in's; `feedback` is Markdown that a mentor wrote.

    `scorer_name` is empty for somebody who is no longer known. `stands` is false once the points were replaced or
    withdrawn, and as long as they are a `draft`. `marks` are those of the hand-in's rubric, none without one.
    """

    score_id: UUID
    number: int
    points: int
    maximum: int
    feedback: str
    scorer_name: str
    at: datetime
    stands: bool
    draft: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class HandInInfo:
    """One hand-in as its author sees it.

    `score` is the last one given for it; `taken_back_at` is None while it is live.
    """

    hand_in_id: UUID
    number: int
    titles: tuple[str, ...]
    at: datetime
    maximum: int
    taken_back_at: datetime | None
    score: ScoreInfo | None


@dataclass(frozen=True)
class Step:
    """One step of a hand-in's trail. `name` is empty for somebody who is no longer known; `mine` for one's own step."""

    verb: Verb
    name: str
    mine: bool
    points: int | None
    at: datetime


@dataclass(frozen=True)
class Panel:
    """What a mentee sees of handing in a block.

    `current` is the newest live hand-in and `steps` its trail, newest first; `earlier` are the other hand-ins, newest
    first. `standing` are the points that the gradebook holds, which may be for an earlier hand-in. `mentors` are the
    full names of who reads it now. `is_open` is true when something can be handed in, grades permitting; `frozen` when
    the course's grades no longer change. `terms` is what the programme calls its roles, as `programme.terms` knows it.

    rubric: what a mentor scores by, as the newest hand-in froze it, else as the author has it now.
    due_at, closes_at: the person's own day in the course, and when nothing is taken any more, with what they were given
        on top (`extended`); None where there is no such day. `late` is after the first, `over` after the second.
    again: what the newest hand-in's mentor asks to revise, Markdown; empty where nothing was asked, or it was answered.
    left: how often the person can hand in in this round; None is as often as they like.
    """

    maximum: int
    candidates: tuple[Candidate, ...]
    current: HandInInfo | None
    earlier: tuple[HandInInfo, ...]
    standing: ScoreInfo | None
    mentors: tuple[str, ...]
    steps: tuple[Step, ...]
    is_open: bool
    frozen: bool
    terms: Mapping[str, str]
    rubric: Rubric = ()
    due_at: datetime | None = None
    closes_at: datetime | None = None
    late: bool = False
    over: bool = False
    extended: bool = False
    again: str = ""
    again_by: str = ""
    left: int | None = None


@dataclass(frozen=True)
class HandInDetail:
    """A hand-in opened for reading.

    `newest` tells whether it is the one that is scored; `standing` are the points that stand for the block now, which
    may be for an earlier hand-in; `given` what was given for this one. `own_feedback` is what the reader wrote
    to this hand-in last, whether its points still stand or not. `may_score` is true for whoever mentors the author now.

    rubric: as it was handed in. again: what was asked to revise, Markdown; empty where nothing was.
    again_at: when it was asked. draft: points that wait to be released, of this or an earlier hand-in; None without.
    release: when points that are given now begin to stand.
    """

    hand_in_id: UUID
    owner_id: int
    owner_name: str
    number: int
    at: datetime
    maximum: int
    items: tuple[FrozenItem, ...]
    newest: bool
    standing: ScoreInfo | None
    own_feedback: str
    may_score: bool
    frozen: bool
    rubric: Rubric = ()
    again: str = ""
    again_at: datetime | None = None
    due_at: datetime | None = None
    draft: ScoreInfo | None = None
    release: Release = Release.AT_ONCE

    @property
    def latest(self) -> ScoreInfo | None:
        """What was given last for the block: a draft, else the points that stand. New points take its place."""
        return self.draft or self.standing

    @property
    def given(self) -> ScoreInfo | None:
        """What was given last for this very hand-in: a draft, or points that stand."""
        return next((one for one in (self.draft, self.standing) if one and one.number == self.number), None)

    @property
    def picks(self) -> range:
        """The points to pick from, one by one; empty where there are too many for that and a number is typed."""
        return range(self.maximum + 1) if self.maximum <= PICK_LIMIT else range(0)

    @property
    def title(self) -> str:
        """The title of the first thing in it."""
        return self.items[0].title if self.items else ""


@dataclass(frozen=True)
class Waiting:
    """The newest hand-in of a block as a list shows it.

    `title` is that of the first thing in it; `again` tells a second attempt. `points` are None as long as none were
    given; `draft` tells that they wait to be released, `asked` that its author was asked to revise it.
    """

    hand_in_id: UUID
    owner_id: int
    owner_name: str
    usage_key: UsageKey
    title: str
    number: int
    at: datetime
    maximum: int
    points: int | None = None
    draft: bool = False
    asked: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for a mentor, who has neither given points for it nor asked for another."""
        return self.points is None and not self.asked

    @property
    def again(self) -> bool:
        """Whether the author has handed the block in before."""
        return self.number > 1


@dataclass(frozen=True)
class Given:
    """What a person was given on top in one block: time until a moment, None for none, or more hand-ins."""

    title: str
    until: datetime | None
    attempts: int


@dataclass(frozen=True)
class TimeDesk:
    """What somebody who may give a person more time needs to know.

    blocks: (key, title) of each block with points.
    """

    participant_id: UUID
    owner_id: int
    name: str
    blocks: tuple[tuple[str, str], ...]
    given: tuple[Given, ...]


@dataclass(frozen=True)
class PartPanel:
    """What somebody sees of points by taking part. `points` stand now, of `maximum`.

    why: a sentence that says why nothing is counted; empty where it is.
    """

    rule: ByPart
    reached: Done
    points: int
    maximum: int
    closes_at: datetime | None
    frozen: bool
    why: str = ""

    @property
    def of_entries(self) -> bool:
        """Whether they are for writing a journal."""
        return isinstance(self.rule, EntriesRule)


@dataclass(frozen=True)
class Draft:
    """Points that wait for a coordinator, without a word of what was handed in or said of it."""

    score_id: UUID
    block_title: str
    owner_name: str
    scorer_name: str
    points: int
    maximum: int
    at: datetime


@dataclass(frozen=True)
class Released:
    """What a release did: how many points stand now, and who was skipped with the sentence why."""

    given: int
    skipped: tuple[tuple[str, str], ...] = ()
