"""What the matching group's room tells others. Only what matchers are shown holds a word of what they wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from mentoring_xblock.applications.handed_in import READABLE, DecisionInfo, HandedIn
from mentoring_xblock.kit.localised import Text, pick
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.reviews.models import Verdict

#: Criteria that a coordinator can name, and characters of the name of one in one language.
CRITERIA_LIMIT = 8
NAME_LIMIT = 60
#: Characters of a comment, and of the note to a suggested pair.
COMMENT_LIMIT = 2_000
NOTE_LIMIT = 500
#: The ends of a criterion's scale.
LOWEST, HIGHEST = 1, 5
#: Scores of one criterion that lie this far apart are a disagreement.
APART = 2

#: Names of the criteria that every group starts with.
READY_MADE = {"values": _("Values"), "reflection": _("Ability to reflect"), "fit": _("Fit for this programme")}


@dataclass(frozen=True)
class Criterion:
    """Something that applications are rated by. `name` is empty for a ready-made one that nobody has renamed."""

    id: str
    name: Text = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return pick(self.name) or gettext(READY_MADE.get(self.id, self.id))


DEFAULT_CRITERIA = tuple(Criterion(id_) for id_ in READY_MADE)


@dataclass(frozen=True)
class ReadingInfo:
    """How the matching group of a round reads. `version` is 0 as long as nobody has changed anything."""

    round_id: int
    blind: bool = True
    criteria: tuple[Criterion, ...] = DEFAULT_CRITERIA
    version: int = 0
    sealed_at: dt.datetime | None = None

    @property
    def sealed(self) -> bool:
        """Whether the notes were put away, because the pairs have been published."""
        return self.sealed_at is not None


@dataclass(frozen=True)
class Opinion:
    """What one matcher thinks of one application: `scores` by criterion, those left out could not be told."""

    matcher_id: int
    scores: Mapping[str, int]
    verdict: Verdict
    comment: str
    version: int
    updated_at: dt.datetime

    def says(self, scores: Mapping[str, int], verdict: Verdict, comment: str) -> bool:
        """Return whether this is what it says already."""
        return (dict(self.scores), self.verdict, self.comment) == (dict(scores), verdict, comment)


@dataclass(frozen=True)
class SuggestionInfo:
    """A pair that a matcher would make, by the accounts of the two."""

    suggestion_id: UUID
    mentee_id: int
    mentor_id: int
    matcher_id: int
    note: str


@dataclass(frozen=True)
class Notes:
    """What the matching group has written about one application, as far as its reader may know.

    hidden: reading is blind and the reader has not given their own yet, so that `others`, suggestions of others and the
    reasons of decisions are left out.
    """

    own: Opinion | None
    others: tuple[Opinion, ...]
    suggestions: tuple[SuggestionInfo, ...]
    decisions: tuple[DecisionInfo, ...]
    hidden: bool


class Which(StrEnum):
    """Which applications a matcher looks for. Values travel to the browser and back."""

    UNREAD = "unread"
    READ = "read"
    DIFFER = "differ"
    ALL = "all"


@dataclass(frozen=True)
class ToRead:
    """One line of a matcher's list. `differs`: as far as they know, the group does not agree on it."""

    paper: HandedIn
    read: bool
    differs: bool


@dataclass(frozen=True)
class ReadingList:
    """A page of a matcher's list. `read` and `total` count over the whole round; `own` are applications of theirs,
    which they neither read nor rate, and which are not counted."""

    page: Page[ToRead]
    read: int
    total: int
    own: int

    @property
    def unread(self) -> int:
        """How many wait."""
        return self.total - self.read


@dataclass(frozen=True)
class Between:
    """Where an application lies among all that a matcher reads: `number` from 1, and the ones `before` and `after`."""

    number: int
    total: int
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True)
class Scored:
    """How one criterion was scored: by `count` matchers, from `low` to `high`."""

    criterion: Criterion
    count: int
    mean: float
    low: int
    high: int

    @property
    def spread(self) -> int:
        """The widest distance of two scores."""
        return self.high - self.low


@dataclass(frozen=True)
class Summary:
    """What coordinators learn about one application: numbers, and nobody's words.

    count: how many have rated it. mean: of their scores over all criteria, 1 to 5; 0 where nobody gave any. spread: the
    widest distance of two scores of one criterion. verdicts: how many would take it, and so on; all three are there.
    disagrees: some would take it and others leave it, or two scores lie `APART`. scored: by criterion, in their order,
    those on which anybody gave a score.
    """

    count: int
    mean: float
    spread: int
    verdicts: Mapping[Verdict, int]
    disagrees: bool
    scored: tuple[Scored, ...] = ()


@dataclass(frozen=True)
class Disagreement:
    """What several opinions differ on. split: some would take them and others leave them out. apart: the criteria with
    two scores that lie `APART`."""

    split: bool
    apart: frozenset[str]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.split or bool(self.apart)


@dataclass(frozen=True)
class Progress:
    """How far one matcher has read: `read` of `total`, which leaves their own applications out."""

    matcher_id: int
    read: int
    total: int


__all__ = [
    "APART",
    "COMMENT_LIMIT",
    "CRITERIA_LIMIT",
    "DEFAULT_CRITERIA",
    "HIGHEST",
    "LOWEST",
    "NAME_LIMIT",
    "NOTE_LIMIT",
    "READABLE",
    "READY_MADE",
    "Between",
    "Criterion",
    "DecisionInfo",
    "Disagreement",
    "HandedIn",
    "Notes",
    "Opinion",
    "Progress",
    "ReadingInfo",
    "ReadingList",
    "Scored",
    "SuggestionInfo",
    "Summary",
    "ToRead",
    "Verdict",
    "Which",
]
