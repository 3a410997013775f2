"""The criteria that a score can be made of. Each says its formula, its source and the unit of its `at_least`.

Shapes: n mentees, m mentors. All values are exact fractions of whole numbers; `scoring` turns them into points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from mentoring_xblock.matching.scoring.base import (
    MOST_COLUMNS,
    Criterion,
    Measure,
    OptionsCriterion,
    at_least_one,
    numbers,
)

#: What reviewers can say of a pair. Nothing said is in the middle, so that a praised pair stands above it.
AGAINST, NOTHING_SAID, FITS, SUGGESTED = -1, 0, 1, 2


@dataclass(frozen=True, eq=False)
class Interests(OptionsCriterion):
    """Interests in common: |A and B| / |A or B|, the coefficient of Jaccard (1901, 1912); 0 if both ticked nothing.

    at_least: interests in common.
    """

    name: ClassVar[str] = "interests"

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        common = self.common(rows, columns)
        ticked = numbers(self.left[rows].sum(axis=1))[:, None] + numbers(self.right[columns].sum(axis=1))
        ticked -= common
        return Measure(common, np.maximum(ticked, 1, out=ticked), common)


@dataclass(frozen=True, eq=False)
class Wishes(OptionsCriterion):
    """A mentee's wishes that the mentor's expertise answers: |W and E| / |W| (Tversky 1977 with weights 1 and 0).

    Who wished nothing has nothing unanswered, and gets the whole value with everybody: otherwise somebody easily
    pleased would be everybody's worst-off.

    at_least: wishes answered; all of them, if the mentee has fewer.
    """

    name: ClassVar[str] = "wishes"

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        answered = self.common(rows, columns)
        wishes = self._wishes(rows)
        return Measure(answered + (wishes == 0), at_least_one(wishes), answered)

    def met(self, measure: Measure, rows: slice) -> np.ndarray:
        """Return which pairs meet the must; see the base class."""
        return measure.amount >= np.minimum(self._wishes(rows), self.at_least)

    def _wishes(self, rows: slice) -> np.ndarray:
        return numbers(self.left[rows].sum(axis=1))[:, None]


@dataclass(frozen=True, eq=False)
class Languages(OptionsCriterion):
    """A language in common: 1 with at least one, else 0. More of them make a pair no better.

    at_least: languages in common.
    """

    name: ClassVar[str] = "languages"

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        common = self.common(rows, columns)
        return Measure(np.minimum(common, 1), 1, common)


@dataclass(frozen=True, eq=False)
class Hours(OptionsCriterion):
    """Hours of a week in which both are free: min(common, enough) / enough.

    left: bool[n, 168]. right: bool[m, 168]. Made by `hours.week` or `hours.weeks`, all with one clock.
    enough: hours in common beyond which more make no difference; 1 or more.
    at_least: hours in common.
    """

    enough: int
    name: ClassVar[str] = "hours"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_whole("enough", self.enough, 1, MOST_COLUMNS)

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        common = self.common(rows, columns)
        return Measure(np.minimum(common, self.enough), self.enough, common)


@dataclass(frozen=True, eq=False)
class Place(OptionsCriterion):
    """Somewhere to meet: 1 with a place in common, `remote` / 100 if both are ready to meet remotely, else 0.

    left: bool[n, k], right: bool[m, k]: places that suit. left_remote: bool[n]. right_remote: bool[m].
    remote: per cent of the value that a remote relationship is worth.
    at_least: 1 for any way to meet.
    """

    left_remote: np.ndarray
    right_remote: np.ndarray
    remote: int = 100
    name: ClassVar[str] = "place"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_whole("remote", self.remote, 0, 100)
        for argument, flags, people in (
            ("left_remote", self.left_remote, len(self.left)),
            ("right_remote", self.right_remote, len(self.right)),
        ):
            self.require_flags(argument, flags, 1)
            if len(flags) != people:
                raise self.fail(argument, "wrong_shape", f"There are {len(flags)} entries for {people} people.")

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        near = self.common(rows, columns) > 0
        remote = self.left_remote[rows, None] & self.right_remote[columns]
        got = np.where(near, np.float32(100), remote * np.float32(self.remote))
        return Measure(got, 100, near | remote)


@dataclass(frozen=True, eq=False)
class Likert(Criterion):
    """Answers on scales, close to one another: 1 - mean(|a - b|) / (levels - 1) over what both answered (Gower 1971).

    left: integers [n, q], right: [m, q], from 0 to levels - 1; -1 is no answer. Without an answer in common it is 0.
    levels: how many steps each scale has; 2 or more.
    at_least: per cent of the value, 50 if not given. Without an answer in common a must is not met.
    """

    left: np.ndarray
    right: np.ndarray
    levels: int
    at_least: int = field(default=50, kw_only=True)
    name: ClassVar[str] = "likert"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_whole("levels", self.levels, 2, 127)
        self.require_whole("at_least", self.at_least, 0, 100)
        self.require_numbers("left", self.left, 2, -1, self.levels - 1)
        self.require_numbers("right", self.right, 2, -1, self.levels - 1)
        self.require_same_columns(self.left, self.right)
        if self.left.shape[1] * self.levels > MOST_COLUMNS:
            raise self.fail("left", "wrong_shape", f"There are more than {MOST_COLUMNS} steps in all.")

    @property
    def people(self) -> tuple[int, int]:
        """How many mentees and mentors the arrays are about."""
        return len(self.left), len(self.right)

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class.

        |a - b| is the number of thresholds t with exactly one of a >= t, b >= t. As [a >= t] is 0 or 1, that is
        a + b - 2 sum_t [a >= t][b >= t]: one matrix product, in which what somebody left out counts for nothing.
        """
        left, right = self.left[rows], self.right[columns]
        left_answered, right_answered = left >= 0, right >= 0
        both = numbers(left_answered) @ numbers(right_answered).T
        steps = np.arange(1, self.levels)
        left_steps = (left[:, :, None] >= steps).reshape(len(left), -1)
        right_steps = (right[:, :, None] >= steps).reshape(len(right), -1)
        near = np.hstack([numbers(np.maximum(left, 0)), numbers(left_answered), numbers(left_steps) * np.float32(-2)])
        far = np.hstack([numbers(right_answered), numbers(np.maximum(right, 0)), numbers(right_steps)])
        both *= self.levels - 1
        close = both - near @ far.T
        return Measure(close, at_least_one(both), close)

    def met(self, measure: Measure, rows: slice) -> np.ndarray:
        """Return which pairs meet the must; see the base class."""
        return measure.amount * np.float64(100) >= self.at_least * measure.of


@dataclass(frozen=True, eq=False)
class Field(Criterion):
    """The same field of work, or a different one: 1 or 0; 0 where one of the two is not known.

    left: integers [n], right: integers [m]: numbers of fields from 0, -1 where it is not known.
    at_least: 1.
    """

    left: np.ndarray
    right: np.ndarray
    wanted: Literal["same", "different"]
    name: ClassVar[str] = "field"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.wanted not in ("same", "different"):
            raise self.fail("wanted", "out_of_range", 'It is either "same" or "different".')
        self.require_numbers("left", self.left, 1, -1, np.iinfo(np.int64).max)
        self.require_numbers("right", self.right, 1, -1, np.iinfo(np.int64).max)

    @property
    def people(self) -> tuple[int, int]:
        """How many mentees and mentors the arrays are about."""
        return len(self.left), len(self.right)

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        left, right = self.left[rows, None], self.right[columns]
        wanted = (left == right) if self.wanted == "same" else (left != right)
        got = numbers(wanted & (left >= 0) & (right >= 0))
        return Measure(got, 1, got)


@dataclass(frozen=True, eq=False)
class Reviews(Criterion):
    """What the matching group gave: rating / highest; 0 where nobody has rated yet.

    ratings: integers from 0 to `highest`, -1 for none: [n, m] for pairs, [n, 1] for mentees or [1, m] for mentors.
    at_least: a rating.
    """

    ratings: np.ndarray
    highest: int
    name: ClassVar[str] = "reviews"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_whole("highest", self.highest, 1, MOST_COLUMNS)
        self.require_numbers("ratings", self.ratings, 2, -1, self.highest)

    @property
    def people(self) -> tuple[int | None, int | None]:
        """How many mentees and mentors are rated; None on the side that is not rated."""
        mentees, mentors = self.ratings.shape
        return (None if mentees == 1 else mentees), (None if mentors == 1 else mentors)

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        mentees, mentors = self.ratings.shape
        block = self.ratings[rows if mentees > 1 else slice(None), columns if mentors > 1 else slice(None)]
        return Measure(numbers(np.maximum(block, 0)), self.highest, block)


@dataclass(frozen=True, eq=False)
class Verdict(Criterion):
    """What reviewers of the free text said of a pair: `SUGGESTED` 1, `FITS` 2/3, `NOTHING_SAID` 1/3, `AGAINST` 0.

    verdicts: integers [n, m] with one of the four.
    at_least: one of the four; unless given `NOTHING_SAID`, so that a must forbids what reviewers advise against.
    """

    verdicts: np.ndarray
    at_least: int = field(default=NOTHING_SAID, kw_only=True)
    name: ClassVar[str] = "verdict"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_numbers("verdicts", self.verdicts, 2, AGAINST, SUGGESTED)

    @property
    def people(self) -> tuple[int, int]:
        """How many mentees and mentors the verdicts are about."""
        return self.verdicts.shape

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        block = self.verdicts[rows, columns]
        return Measure(numbers(block) - AGAINST, SUGGESTED - AGAINST, block)


@dataclass(frozen=True, eq=False)
class Mutual(Criterion):
    """Wishes for one another by name: the mean of both sides' (w - place) / w, place 0 first, 0 if not on the list.

    left: integers [n, w]: for each mentee the mentors wished for, the dearest first, -1 where there are no more.
    right: integers [m, v]: for each mentor the mentees. A side of width 0 was not asked, and the other counts alone.
    at_least: sides that wish for the other, 1 or 2.
    """

    left: np.ndarray
    right: np.ndarray
    name: ClassVar[str] = "mutual"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_numbers("left", self.left, 2, -1, len(self.right) - 1)
        self.require_numbers("right", self.right, 2, -1, len(self.left) - 1)
        if max(1, self.left.shape[1]) * max(1, self.right.shape[1]) > MOST_COLUMNS:
            raise self.fail("left", "wrong_shape", "The lists are too long.")
        for argument, wished in (("left", self.left), ("right", self.right)):
            ordered = np.sort(wished, axis=1)
            twice = np.flatnonzero(((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any(axis=1))
            if twice.size:
                rows = [int(row) for row in twice]
                raise self.fail(argument, "duplicates", "Somebody is wished for twice.", rows=rows)

    @property
    def people(self) -> tuple[int, int]:
        """How many mentees and mentors the lists are about."""
        return len(self.left), len(self.right)

    def measure(self, rows: slice, columns: slice) -> Measure:
        """Measure a block of pairs; see the base class."""
        width, height = self.left.shape[1], self.right.shape[1]
        got = np.zeros((rows.stop - rows.start, columns.stop - columns.start), dtype=np.float32)
        sides = np.zeros(got.shape, dtype=np.int8)
        for place in range(width):
            wished = self.left[rows, place].astype(np.int64) - columns.start
            found = np.flatnonzero((wished >= 0) & (wished < got.shape[1]))
            got[found, wished[found]] += (width - place) * max(1, height)
            sides[found, wished[found]] += 1
        for place in range(height):
            wished = self.right[columns, place].astype(np.int64) - rows.start
            found = np.flatnonzero((wished >= 0) & (wished < got.shape[0]))
            got[wished[found], found] += (height - place) * max(1, width)
            sides[wished[found], found] += 1
        asked = (width > 0) + (height > 0)
        return Measure(got, max(1, asked * max(1, width) * max(1, height)), sides)
