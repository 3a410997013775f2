"""The T-score of goal attainment scaling.

T = 50 + 10 · Σ(w·x) / √((1 − ρ) · Σ(w²) + ρ · (Σw)²), with ρ = 0.30 for the expected correlation between goals, x from
−2 to +2 and w ≥ 0.

Kiresuk, T. J., & Sherman, R. E. (1968). Goal attainment scaling: A general method for evaluating comprehensive
community mental health programs. Community Mental Health Journal, 4(6), 443–453. The same formula, with ρ = 0.30, in
the erratum to Turner-Stokes, L. (2009). Goal attainment scaling (GAS) in rehabilitation: a practical guide. Clinical
Rehabilitation, 23(4), 362–370, whose own pages 364 and 367 printed it wrongly: only the erratum is to be followed.

The levels are ordinal and everybody writes their own, so scores are never compared between people, never ranked, and
never a grade.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

#: The correlation that is expected between the goals of one person.
RHO = 0.30
LEVELS = frozenset(range(-2, 3))


def t_score(rated: Iterable[tuple[float, int]]) -> float | None:
    """Return the T-score of (weight, level) pairs; None where nothing is rated or all weights are 0.

    Raises:
        ValueError: a level that is not -2 to 2 (booleans are none), a weight that is negative, infinite or no number.
    """
    pairs = [(_weight(weight), _level(level)) for weight, level in rated]
    most = max((weight for weight, _ in pairs), default=0.0)
    if not most:
        return None
    # Only the weights' proportions count, so none of them is squared at a size that a float does not hold.
    shares = [(weight / most, level) for weight, level in pairs]
    above = math.fsum(share * level for share, level in shares)
    squares = math.fsum(share * share for share, _ in shares)
    whole = math.fsum(share for share, _ in shares)
    return 50 + 10 * above / math.sqrt((1 - RHO) * squares + RHO * whole * whole)


def _weight(weight: float) -> float:
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight) or weight < 0:
        raise ValueError("a weight is a finite number from 0")
    return float(weight)


def _level(level: int) -> int:
    if type(level) is not int or level not in LEVELS:
        raise ValueError("a level is a whole number from -2 to 2")
    return level


def round_half_up(score: float) -> int:
    """Return a score as it is shown: the nearest whole number, and of two equally near the one away from zero."""
    return int(math.copysign(math.floor(abs(score) + 0.5), score))


__all__ = ["LEVELS", "RHO", "round_half_up", "t_score"]
