"""Scores of all pairs from weighted criteria, such that every score can be taken apart again.

Each criterion can give a pair at most its share of 100,000 points; the shares are as the weights and add up to
100,000. What it gives is its exact fraction of that share, rounded half up to a whole point, and the score is the sum
of these. So parts always add up to the score, to the point, and a loop in whole numbers finds the same score:

    part = floor(most * got / of + 1/2) = (2 * most * got + of) // (2 * of)

Musts and vetoes are a mask beside the scores and never a score of zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.progress import Progress, tell
from mentoring_xblock.matching.scoring.base import Criterion, Measure

#: The score of a pair that meets every criterion in full.
FULL = 100_000
#: Rows that are measured at once, so that intermediate results stay small.
BLOCK = 512


@dataclass(frozen=True)
class Part:
    """What one criterion gives a pair.

    index: the criterion's place in the list. points: what it gives; most: what it can give at most.
    got, of: the fraction behind it, for words ("three of four wishes").
    """

    index: int
    points: int
    most: int
    got: int
    of: int


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of n mentees with m mentors.

    scores: int32[n, m], 0 to 100,000. forbidden: bool[n, m], by a must or a veto.
    criteria: what they were made of. most: int per criterion, the points that it can give. vetoes: bool[n, m] or None.
    """

    scores: np.ndarray
    forbidden: np.ndarray
    criteria: tuple[Criterion, ...]
    most: tuple[int, ...]
    vetoes: np.ndarray | None

    def parts(self, mentee: int, mentor: int) -> tuple[Part, ...]:
        """Return what each criterion gives a pair, in their order; the points add up to the pair's score.

        Raises:
            BadInput: there is no such mentee or mentor; code "out_of_range".
        """
        rows, columns = self._pair(mentee, mentor)
        found = []
        for index, (criterion, most) in enumerate(zip(self.criteria, self.most, strict=True)):
            measure = criterion.measure(rows, columns)
            got, of = int(measure.got.item()), int(np.asarray(measure.of).item())
            found.append(Part(index, int(_points(measure, most).item()), most, got, of))
        return tuple(found)

    def broken(self, mentee: int, mentor: int) -> tuple[int, ...]:
        """Return the criteria, by their place in the list, whose must a pair does not meet.

        Raises:
            BadInput: there is no such mentee or mentor; code "out_of_range".
        """
        rows, columns = self._pair(mentee, mentor)
        return tuple(
            index
            for index, criterion in enumerate(self.criteria)
            if criterion.must and not criterion.met(criterion.measure(rows, columns), rows).item()
        )

    def vetoed(self, mentee: int, mentor: int) -> bool:
        """Return whether a veto forbids a pair, whatever the criteria say.

        Raises:
            BadInput: there is no such mentee or mentor; code "out_of_range".
        """
        self._pair(mentee, mentor)
        return self.vetoes is not None and bool(self.vetoes[mentee, mentor])

    def _pair(self, mentee: int, mentor: int) -> tuple[slice, slice]:
        for field, index, people in (
            ("mentee", mentee, self.scores.shape[0]),
            ("mentor", mentor, self.scores.shape[1]),
        ):
            if not 0 <= index < people:
                raise BadInput(field, "out_of_range", f"There is no number {index} among {people}.", {"index": index})
        return slice(mentee, mentee + 1), slice(mentor, mentor + 1)


def score(criteria: Sequence[Criterion], vetoes: np.ndarray | None = None, progress: Progress | None = None) -> Scores:
    """Score every pair.

    Args:
        criteria: in any order, of the same n mentees and m mentors. If all weights are 0, so are all scores.
        vetoes: bool[n, m], pairs that somebody has ruled out.
        progress: told after each block of 512 rows; see `progress`.

    Returns:
        `Scores`, in time n * m * (columns of all criteria) and, beyond the result, memory for a few blocks.

    Raises:
        BadInput: criteria disagree on how many people there are, or leave it open.
        Cancelled: `progress` said so.
    """
    criteria = tuple(criteria)
    mentees, mentors = _people(criteria, vetoes)
    most = shares([criterion.weight for criterion in criteria])
    scores = np.zeros((mentees, mentors), dtype=np.int32)
    forbidden = np.zeros((mentees, mentors), dtype=np.bool_) if vetoes is None else vetoes.copy()
    columns = slice(0, mentors)
    for first in range(0, mentees, BLOCK):
        rows = slice(first, min(first + BLOCK, mentees))
        for criterion, points in zip(criteria, most, strict=True):
            if not (points or criterion.must):
                continue
            measure = criterion.measure(rows, columns)
            if criterion.must:
                forbidden[rows] |= ~criterion.met(measure, rows)
            scores[rows] += _points(measure, points)
        tell(progress, "scores", rows.stop / mentees)
    return Scores(scores, forbidden, criteria, most, vetoes)


def shares(weights: Sequence[int]) -> tuple[int, ...]:
    """Divide 100,000 points as the weights ask, in whole points (largest remainders, Hamilton 1792).

    What is left after rounding down goes one by one to the largest remainders, the earlier first among equals, so
    shares differ by less than a point from what is due. All are 0 if all weights are.
    """
    total = sum(weights)
    if not total:
        return (0,) * len(weights)
    found = [FULL * int(weight) // total for weight in weights]
    due = sorted(range(len(weights)), key=lambda index: (-(FULL * int(weights[index]) % total), index))
    for index in due[: FULL - sum(found)]:
        found[index] += 1
    return tuple(found)


def _points(measure: Measure, most: int) -> np.ndarray:
    """Return int32 points, exactly as whole numbers would have it.

    `most * got` is a whole number below 2 ** 53. The quotient is below 2 ** 17, so float64 has it, and the half added
    to it, to within 2 ** -35; a fraction over `of` < 2 ** 25 is half a point exactly, or further than 2 ** -26 from it.
    """
    points = np.multiply(measure.got, most, dtype=np.float64)
    points /= measure.of
    points += 0.5
    return points.astype(np.int32)


def _people(criteria: tuple[Criterion, ...], vetoes: np.ndarray | None) -> tuple[int, int]:
    """Return how many mentees and mentors everything is about."""
    told = [(f"criteria[{index}]", criterion.people) for index, criterion in enumerate(criteria)]
    if vetoes is not None:
        if not isinstance(vetoes, np.ndarray) or vetoes.dtype != np.bool_ or vetoes.ndim != 2:
            raise BadInput("vetoes", "wrong_type", "An array of true and false, mentees by mentors, is needed.")
        told.append(("vetoes", vetoes.shape))
    sizes = []
    for side, people in enumerate(("mentees", "mentors")):
        numbers = [(field, both[side]) for field, both in told if both[side] is not None]
        if not numbers:
            raise BadInput("criteria", "no_people", f"Nothing tells how many {people} there are.")
        field, size = numbers[0]
        for other, number in numbers[1:]:
            if number != size:
                message = f"It is about {number} {people}, but {field} about {size}."
                raise BadInput(other, "wrong_shape", message, {people: number, "expected": size})
        sizes.append(size)
    return sizes[0], sizes[1]
