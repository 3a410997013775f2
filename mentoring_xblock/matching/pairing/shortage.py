"""Why somebody has no mentor, in figures that make a sentence: "14 mentees share 9 seats"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mentoring_xblock.matching.pairing.exact import first_cells
from mentoring_xblock.matching.pairing.fairness import most_pairs
from mentoring_xblock.matching.pairing.problem import PairingProblem, canonical
from mentoring_xblock.matching.pairing.solving import free_market, held_by_locks
from mentoring_xblock.matching.progress import Progress


@dataclass(frozen=True)
class Shortage:
    """Mentees who have fewer seats open to them than they are.

    Attributes:
        mentees: those who are not locked and may be paired with nobody but these mentors, in order.
        mentors: all mentors whom any of them may have, in order.
        seats: what those have left beside their locks. len(mentees) - seats of the mentees can't have a mentor.
    """

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    seats: int


def shortages(problem: PairingProblem, progress: Progress | None = None) -> tuple[Shortage, ...]:
    """Return why not everybody can have a mentor: by the theorems of Hall and of König, the cause is always such a set.

    Taken together, the shortages account for everybody who must stay unmatched: the sum of
    `len(mentees) - seats` is the number of them. Groups that have nothing to do with one another are told apart; the
    one with the most left over comes first.

    Args:
        problem: as made by `PairingProblem.checked`.
        progress: told "flow".

    Raises:
        Cancelled: `progress` said so.
    """
    order = canonical(problem)
    placed = order.taken(held_by_locks(problem))
    market = free_market(order, placed)
    flow = most_pairs(market, first_cells(market), progress=progress)
    mentees = np.flatnonzero(flow.stuck_mentees & (placed < 0))
    if flow.matched == np.count_nonzero(placed < 0):
        return ()
    # Mentors without a seat belong to the story as well: theirs are the seats that are missing.
    reach = order.weights[mentees] >= 0
    mentors = np.flatnonzero(reach.any(axis=0))
    parts = _parts(reach[:, mentors])
    found = []
    for part in range(parts.max() + 1):
        people = mentees[parts[: len(mentees)] == part]
        theirs = mentors[parts[len(mentees) :] == part]
        seats = int(market.seats[theirs].sum())
        if len(people) > seats:
            found.append(
                Shortage(
                    tuple(sorted(order.mentees[people].tolist())), tuple(sorted(order.mentors[theirs].tolist())), seats
                )
            )
    return tuple(sorted(found, key=lambda one: (one.seats - len(one.mentees), one.mentees)))


def _parts(reach: np.ndarray) -> np.ndarray:
    """Return which part each mentee, then each mentor, belongs to, in a table of who can have whom."""
    n, m = reach.shape
    at, column = np.nonzero(reach)
    graph = csr_array((np.ones(len(at), dtype=np.int8), (at, column + n)), shape=(n + m, n + m))
    return connected_components(graph, directed=False)[1]
