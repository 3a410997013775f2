"""Small problems for hypothesis, and their answers by trying everything."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from mentoring_xblock.matching.pairing import PairingProblem


@st.composite
def problems(draw, most=5, locks=True, minimum=False, ids=None, objective=None):
    """Draw a problem of a few people, often with ties, musts and too few seats."""
    n, m = draw(st.integers(0, most)), draw(st.integers(0, most - 1))
    top = draw(st.sampled_from([0, 2, 9, 100_000]))
    scores = np.array([draw(st.integers(0, top)) for _ in range(n * m)], dtype=np.int32).reshape(n, m)
    forbidden = np.array([draw(st.integers(0, 3)) == 0 for _ in range(n * m)], dtype=bool).reshape(n, m)
    capacity = np.array([draw(st.integers(0, 3)) for _ in range(m)], dtype=np.int64)
    named = draw(st.booleans()) if ids is None else ids
    return PairingProblem.checked(
        scores,
        forbidden,
        capacity,
        locks=draw_locks(draw, forbidden, capacity) if locks else None,
        minimum=[draw(st.integers(0, seats)) for seats in capacity] if minimum else None,
        mentee_ids=[f"mentee {number}" for number in range(n)] if named else None,
        mentor_ids=[f"mentor {number}" for number in range(m)] if named else None,
        seed=draw(st.integers(0, 3)),
        objective=objective or draw(st.sampled_from(["fair", "total"])),
    )


def draw_locks(draw, forbidden, capacity):
    """Draw locks that do not contradict one another."""
    left, rows = capacity.copy(), []
    for mentee, row in enumerate(forbidden):
        mentor = draw(st.integers(-3 * len(row) - 1, len(row) - 1))
        if mentor >= 0 and not row[mentor] and left[mentor]:
            left[mentor] -= 1
            rows.append([mentee, mentor])
    return rows


def height(problem, mentor):
    """Return what is compared: (matched, minimum, total), or (matched, total)."""
    held = np.flatnonzero(mentor >= 0)
    own = problem.scores[held, mentor[held]].tolist()
    if problem.objective == "total":
        return len(own), sum(own)
    return len(own), min(own, default=0), sum(own)


def allowed(problem, mentor):
    """Return whether capacities, musts, locks and minima are all kept."""
    held = np.flatnonzero(mentor >= 0)
    load = np.bincount(mentor[held], minlength=problem.shape[1])
    return (
        not (load > problem.capacity).any()
        and not problem.forbidden[held, mentor[held]].any()
        and (mentor[problem.locks[:, 0]] == problem.locks[:, 1]).all()
        and (problem.minimum is None or not ((load > 0) & (load < problem.minimum)).any())
    )


def best_of_all(problem):
    """Return the height of the best pairing of all there are; None if no pairing keeps everything."""
    n, m = problem.shape
    every = (np.array(one, dtype=np.int64) for one in product(range(-1, m), repeat=n))
    return max((height(problem, one) for one in every if allowed(problem, one)), default=None)
