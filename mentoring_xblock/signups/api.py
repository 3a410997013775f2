"""The door to groups that people sign up to.

Everything that changes something asks policy and runs in a transaction of its own. `series_of_round` leaves policy to
the caller, and `move_up` is for places that were freed by whoever may.
"""

from __future__ import annotations

from mentoring_xblock.signups.data import (
    KINDS,
    ROLES,
    TEXT_LIMIT,
    TOWNS_LIMIT,
    WHERE_LIMIT,
    Change,
    Opening,
    Outcome,
    Series,
    Town,
)
from mentoring_xblock.signups.joining import leave, move_up, sign_up
from mentoring_xblock.signups.opening import change_series, end_series, open_series
from mentoring_xblock.signups.queries import series_of_round, waiting_count

__all__ = [
    "KINDS",
    "ROLES",
    "TEXT_LIMIT",
    "TOWNS_LIMIT",
    "WHERE_LIMIT",
    "Change",
    "Opening",
    "Outcome",
    "Series",
    "Town",
    "change_series",
    "end_series",
    "leave",
    "move_up",
    "open_series",
    "series_of_round",
    "sign_up",
    "waiting_count",
]
