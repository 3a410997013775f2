"""What the attainment room takes and tells, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from mentoring_xblock.programme.plan_goals import Milestone, Stage

#: The levels in the order in which they are written, and in the order in which they are shown.
WRITTEN = (0, 1, 2, -1, -2)
SHOWN = (2, 1, 0, -1, -2)
#: How much a goal can count beside the others.
WEIGHTS = (0, 1, 2, 3)
#: Characters of a level and of the line beside a rating; stated beside their fields.
LEVEL_LIMIT = 300
LINE_LIMIT = 300


@dataclass(frozen=True)
class ScaleDraft:
    """What somebody has typed: words by level, the level at which they began, and how much the goal counts."""

    texts: Mapping[int, str] = field(default_factory=dict)
    baseline: int | None = None
    weight: int = 1


@dataclass(frozen=True)
class ScaleInfo:
    """A goal's scale as it stands. `problems` says in the reader's language what keeps it from being rated."""

    goal_id: UUID
    draft: ScaleDraft
    version: int
    means_from: int
    problems: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it has five levels that differ, so that it can be rated."""
        return not self.problems

    @property
    def written(self) -> int:
        """How many of the five levels say something."""
        return sum(bool(self.draft.texts.get(level, "").strip()) for level in SHOWN)


@dataclass(frozen=True)
class Answer:
    """What somebody says of a goal at one time; `level` is None where they leave it open or there is no scale.

    seen: the version of the scale whose words stood beside the level that they chose; None for the one that stands.
    """

    level: int | None = None
    words: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class RatingInfo:
    """A rating. `counts` is false for one without a level, or on levels that meant something else.

    rater: who gave it, empty for somebody who is no longer known. agreed_by: the mentor who agreed, empty as long as
    nobody did.
    """

    rating_id: UUID
    goal_id: UUID
    stage: Stage
    milestone: str
    answer: Answer
    at: dt.datetime
    rater_id: int | None
    rater: str
    counts: bool
    agreed_by: str = ""
    agreed_at: dt.datetime | None = None


@dataclass(frozen=True)
class Standing:
    """A goal's scale and its ratings, oldest first.

    group_pk: of the group that rated it, where it is a group's; stays inside.
    """

    goal_id: UUID
    scale: ScaleInfo | None = None
    ratings: tuple[RatingInfo, ...] = ()
    group_pk: int | None = None

    def newest(self, stage: Stage | None = None) -> RatingInfo | None:
        """Return the newest rating that counts, of a stage or of all; None without one."""
        fitting = (one for one in reversed(self.ratings) if one.counts and stage in (None, one.stage))
        return next(fitting, None)

    def since(self, moment: dt.datetime | None) -> Standing:
        """Return it without the ratings from before a moment, for somebody who came into the group then."""
        kept = self.ratings if moment is None else tuple(one for one in self.ratings if one.at >= moment)
        return replace(self, ratings=kept)

    def shared_since(self, moment: dt.datetime) -> Standing:
        """Return it as somebody reads it with whom its goal is shared since a moment: all that was rated after it, and
        of what was rated before only the newest level that counts, without its line and without who agreed before.
        """
        known = tuple(one for one in self.ratings if one.at >= moment)
        before = next((one for one in reversed(self.ratings) if one.counts and one.at < moment), None)
        if before is None:
            return replace(self, ratings=known)
        agreed = before.agreed_at is not None and before.agreed_at >= moment
        bare = replace(before, answer=Answer(before.answer.level), agreed_by=before.agreed_by if agreed else "")
        return replace(self, ratings=(bare, *known))


@dataclass(frozen=True)
class Attained:
    """What somebody's goals come to. `score` is None where nothing is rated, or all weights are 0.

    rated: how many of their `goals` have a rating that counts. Drafts and what was let go are among the goals only if
    they are rated.
    """

    score: float | None
    rated: int
    goals: int


@dataclass(frozen=True)
class Change:
    """From the start to now. `now` is by the newest ratings, whatever their stage.

    same: how many goals are rated both at the start and now; `before` and `after` are the scores of these alone, with
    the weights of now. They are None where there are none, where nothing was rated since the start, or where the
    weights of all these are 0.
    """

    start: Attained
    now: Attained
    same: int = 0
    before: float | None = None
    after: float | None = None

    @property
    def by(self) -> float | None:
        """How far the same goals have come since the start."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class DueReview:
    """A review that is open, and the person's goals that they have not looked at in it, by public id."""

    milestone: Milestone
    first_day: dt.date
    last_day: dt.date
    goals: tuple[UUID, ...]


@dataclass(frozen=True)
class MeanInfo:
    """A mean over `people`, for coordinators."""

    stage: Stage
    mean: int
    people: int


@dataclass(frozen=True)
class Reached:
    """What somebody has done so far of what taking part asks for: whole goals that are or were active, and whether they
    have ever rated one and taken part in a review."""

    active: int = 0
    rated: bool = False
    reviewed: bool = False


__all__ = [
    "LEVEL_LIMIT",
    "LINE_LIMIT",
    "SHOWN",
    "WEIGHTS",
    "WRITTEN",
    "Answer",
    "Attained",
    "Change",
    "DueReview",
    "MeanInfo",
    "RatingInfo",
    "Reached",
    "ScaleDraft",
    "ScaleInfo",
    "Stage",
    "Standing",
]
