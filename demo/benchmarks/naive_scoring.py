"""The score of every pair by a plain loop over people, in whole numbers: slow, and easy to believe.

Written from the formulas alone, so that it shares nothing with the engine but the criteria's data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mentoring_xblock.matching.scoring.base import Criterion
from mentoring_xblock.matching.scoring.criteria import (
    Field,
    Hours,
    Interests,
    Languages,
    Likert,
    Mutual,
    Place,
    Reviews,
    Verdict,
    Wishes,
)

#: What a pair reaches: got, of, and what its must looks at (a truth where that is no number).
Reached = tuple[int, int, bool]


def naive(
    criteria: Sequence[Criterion], most: Sequence[int], mentees: int, mentors: int
) -> tuple[list[list[int]], list[list[bool]]]:
    """Return scores and what musts forbid, as lists of rows. `most`: the points that each criterion can give."""
    measures = [_MEASURES[type(criterion)](criterion) for criterion in criteria]
    scores, forbidden = [], []
    for mentee in range(mentees):
        score_row, forbidden_row = [], []
        for mentor in range(mentors):
            total, refused = 0, False
            for criterion, points, measure in zip(criteria, most, measures, strict=True):
                got, of, met = measure(mentee, mentor)
                total += (2 * points * got + of) // (2 * of)
                refused |= criterion.must and not met
            score_row.append(total)
            forbidden_row.append(refused)
        scores.append(score_row)
        forbidden.append(forbidden_row)
    return scores, forbidden


def _sets(rows: Any) -> list[frozenset[int]]:
    return [frozenset(index for index, ticked in enumerate(row) if ticked) for row in rows.tolist()]


def _interests(criterion: Interests) -> Callable[[int, int], Reached]:
    left, right = _sets(criterion.left), _sets(criterion.right)

    def measure(mentee: int, mentor: int) -> Reached:
        common = len(left[mentee] & right[mentor])
        return common, len(left[mentee] | right[mentor]) or 1, common >= criterion.at_least

    return measure


def _wishes(criterion: Wishes) -> Callable[[int, int], Reached]:
    left, right = _sets(criterion.left), _sets(criterion.right)

    def measure(mentee: int, mentor: int) -> Reached:
        wishes = len(left[mentee])
        if not wishes:
            return 1, 1, True
        answered = len(left[mentee] & right[mentor])
        return answered, wishes, answered >= min(criterion.at_least, wishes)

    return measure


def _languages(criterion: Languages) -> Callable[[int, int], Reached]:
    left, right = _sets(criterion.left), _sets(criterion.right)

    def measure(mentee: int, mentor: int) -> Reached:
        common = len(left[mentee] & right[mentor])
        return int(common > 0), 1, common >= criterion.at_least

    return measure


def _hours(criterion: Hours) -> Callable[[int, int], Reached]:
    left, right = _sets(criterion.left), _sets(criterion.right)

    def measure(mentee: int, mentor: int) -> Reached:
        common = len(left[mentee] & right[mentor])
        return min(common, criterion.enough), criterion.enough, common >= criterion.at_least

    return measure


def _place(criterion: Place) -> Callable[[int, int], Reached]:
    left, right = _sets(criterion.left), _sets(criterion.right)
    left_remote, right_remote = criterion.left_remote.tolist(), criterion.right_remote.tolist()

    def measure(mentee: int, mentor: int) -> Reached:
        if left[mentee] & right[mentor]:
            return 100, 100, criterion.at_least <= 1
        if left_remote[mentee] and right_remote[mentor]:
            return criterion.remote, 100, criterion.at_least <= 1
        return 0, 100, criterion.at_least <= 0

    return measure


def _likert(criterion: Likert) -> Callable[[int, int], Reached]:
    left, right = criterion.left.tolist(), criterion.right.tolist()
    steps = criterion.levels - 1

    def measure(mentee: int, mentor: int) -> Reached:
        got = of = 0
        for mine, yours in zip(left[mentee], right[mentor], strict=True):
            if mine >= 0 and yours >= 0:
                got += steps - abs(mine - yours)
                of += steps
        return got, of or 1, 100 * got >= criterion.at_least * (of or 1)

    return measure


def _field(criterion: Field) -> Callable[[int, int], Reached]:
    left, right = criterion.left.tolist(), criterion.right.tolist()

    def measure(mentee: int, mentor: int) -> Reached:
        known = left[mentee] >= 0 and right[mentor] >= 0
        got = int(known and (left[mentee] == right[mentor]) == (criterion.wanted == "same"))
        return got, 1, got >= criterion.at_least

    return measure


def _reviews(criterion: Reviews) -> Callable[[int, int], Reached]:
    ratings = criterion.ratings.tolist()
    rows, columns = criterion.ratings.shape

    def measure(mentee: int, mentor: int) -> Reached:
        rating = ratings[mentee if rows > 1 else 0][mentor if columns > 1 else 0]
        return max(rating, 0), criterion.highest, rating >= criterion.at_least

    return measure


def _verdict(criterion: Verdict) -> Callable[[int, int], Reached]:
    verdicts = criterion.verdicts.tolist()

    def measure(mentee: int, mentor: int) -> Reached:
        return verdicts[mentee][mentor] + 1, 3, verdicts[mentee][mentor] >= criterion.at_least

    return measure


def _mutual(criterion: Mutual) -> Callable[[int, int], Reached]:
    left, right = criterion.left.tolist(), criterion.right.tolist()
    widths = criterion.left.shape[1], criterion.right.shape[1]
    asked = sum(width > 0 for width in widths)
    of = max(1, asked * max(1, widths[0]) * max(1, widths[1]))

    def measure(mentee: int, mentor: int) -> Reached:
        got = sides = 0
        for wished, other, width in ((left[mentee], mentor, widths[0]), (right[mentor], mentee, widths[1])):
            if other in wished:
                got += (width - wished.index(other)) * of // (asked * width)
                sides += 1
        return got, of, sides >= criterion.at_least

    return measure


_MEASURES: dict[type[Criterion], Callable[[Any], Callable[[int, int], Reached]]] = {
    Field: _field,
    Hours: _hours,
    Interests: _interests,
    Languages: _languages,
    Likert: _likert,
    Mutual: _mutual,
    Place: _place,
    Reviews: _reviews,
    Verdict: _verdict,
    Wishes: _wishes,
}
