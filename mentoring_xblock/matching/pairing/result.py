"""What comes out of pairing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Pairing:
    """Who is with whom, in the order of rows and columns that was given.

    Attributes:
        mentor: int64[n]; the mentor of each mentee, -1 for nobody.
        matched: how many have a mentor.
        total: the sum of their scores.
        minimum: the lowest of those scores; None when nobody has a mentor.
        objective: "fair", "total" or "stable".
        bonus: what being a pair is worth above the score, so that the number of pairs comes first ("total" only).
        prices: int64[m] >= 0; what a further seat of each mentor would be worth at most, or what it costs others that
            somebody has it, in score + bonus ("total" only).
        gap: how far the sum of score + bonus may be from the best; 0 proves that it is the best ("total" only).
        best_total: the largest total of as many pairs when fairness is not asked for ("fair" only).
        proved: whether the answer is known to be the best. True but for large problems with `minimum`.
        input_hash: sha256 of all that the answer depends on.
    """

    mentor: np.ndarray
    matched: int
    total: int
    minimum: int | None
    objective: str
    input_hash: str
    bonus: int | None = None
    prices: np.ndarray | None = None
    gap: int | None = None
    best_total: int | None = None
    proved: bool = True

    @property
    def pairs(self) -> np.ndarray:
        """int64[k, 2]: rows of (mentee, mentor), sorted by mentee."""
        held = np.flatnonzero(self.mentor >= 0)
        return np.column_stack([held, self.mentor[held]])

    @property
    def price_of_fairness(self) -> float | None:
        """The share of the total that fairness costs, 0.0 to 1.0; None where it was not asked for."""
        if self.best_total is None:
            return None
        return 1 - self.total / self.best_total if self.best_total else 0.0


def figures(scores: np.ndarray, mentor: np.ndarray) -> tuple[int, int, int | None]:
    """Return how many have a mentor, the total of their scores and the lowest of them.

    Args:
        scores: int32[n, m].
        mentor: int64[n], -1 for nobody.
    """
    held = np.flatnonzero(mentor >= 0)
    own = scores[held, mentor[held]]
    return len(held), int(own.sum(dtype=np.int64)), int(own.min()) if len(own) else None
