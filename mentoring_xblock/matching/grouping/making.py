"""Groups of people who are good for each other: make them, add those who come late, give each a coach.

The distance between two people says how good they are for each other, larger is better; the sum over all pairs that
share a group is made as large as can be (the maximally diverse grouping problem; NP-hard, Feo and Khellaf 1990).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping.blocks import move_blocks
from mentoring_xblock.matching.grouping.checks import apart_pairs, blocks_of, check_wishes
from mentoring_xblock.matching.grouping.join import bound_of, check_current, placed, wishes_of
from mentoring_xblock.matching.grouping.problem import Grouping, GroupingProblem, check
from mentoring_xblock.matching.grouping.run import Run, ground_of, improve, in_rows, meet_rules, numbered, shared
from mentoring_xblock.matching.grouping.search import Search
from mentoring_xblock.matching.grouping.start import first_groups
from mentoring_xblock.matching.pairing import Pairing, PairingProblem, solve
from mentoring_xblock.matching.progress import Progress, tell


def group(problem: GroupingProblem, progress: Progress | None = None) -> Grouping:
    """Make groups.

    Where all groups that there could be can be listed (up to 40 people and 700,000 groups: 40 people in groups of 4 or
    5, 20 people in any), the best by the objective "total" is looked for among all, and nearly always found and proved.
    Beyond that the answer is the best that a search found, beside a bound.

    Args:
        problem: see `GroupingProblem`, which tells when the same problem gives the same answer.
        progress: told several times a second how far the run is; returns False to cancel.

    Returns:
        Sizes, `fixed`, `together` and `apart` are always kept to. Rules that could not be met are in `broken`.

    Raises:
        BadInput: the field is named: shapes and ranges, wishes that contradict, wishes that no groups of these sizes
            meet.
        Cancelled: `progress` returned False.
    """
    run = Run(problem, progress)
    check(problem)
    work, order = run.sorted()
    block, pairs = blocks_of(work), apart_pairs(work)
    try:
        check_wishes(work, block, pairs)
        rng = np.random.default_rng(work.seed)
        start = first_groups(work, block, pairs, rng) if work.people else np.zeros(0, dtype=np.int64)
    except BadInput as error:
        raise in_rows(error, order) from None
    tell(progress, "start", 0.02)
    search = Search(ground_of(work, block, pairs, work.locked() < 0, int(work.sizes[1])), start, rng)
    movable = [people for people in shared(block) if (work.locked()[people] < 0).all()]
    bound, proved = improve(run, work, search, movable, (block, pairs))
    found = search.group
    if work.fixed is None or (work.fixed < 0).all():
        found = numbered(found, work.groups)
    return run.answer(work, order, found, bound, proved)


def join_groups(problem: GroupingProblem, current: np.ndarray, progress: Progress | None = None) -> Grouping:
    """Place those who came late; nobody who is in a group moves.

    Args:
        problem: of everybody. Groups that have fewer than `lo` people are filled up first; a group that has more than
            `hi` takes nobody. Wishes among people who are in groups already are not looked at again, `fixed` not at
            all, and rules only as far as those who come can do something about them.
        current: int[n], everybody's group, or -1 for those who come.
        progress: as in `group`.

    Returns:
        `bound` holds for groupings in which nobody moves, and is reached when groups have at most one free place each
        and no rule or wish concerns those who come.

    Raises:
        BadInput: as `group` does; "too_few_seats" when there is no room; "not_found" when wishes left no place.
        Cancelled: `progress` returned False.
    """
    current = np.asarray(current)
    run = Run(problem, progress)
    check(replace(problem, sizes=(0, max(problem.people, 1)), groups=max(problem.groups, 1), fixed=None))
    check_current(problem, current)
    work, order = run.sorted(current)
    here = current.astype(np.int64)[order]
    together, pairs = wishes_of(work, here)
    wished = replace(work, together=together, fixed=None)
    block = blocks_of(wished)
    rng = np.random.default_rng(work.seed)
    try:
        check_wishes(replace(wished, fixed=here, apart=(), sizes=(0, work.people)), block, pairs[:0])
        start = placed(work, here, block, pairs, rng)
    except BadInput as error:
        raise in_rows(error, order) from None
    tell(progress, "start", 0.1)
    most = int(np.bincount(start, minlength=1).max(initial=0))
    search = Search(ground_of(work, block, pairs, here < 0, most), start, rng)
    movable = [people for people in shared(block) if (here[people] < 0).all()]
    meet_rules(run, search)
    while search.climb(run.keep_on) and movable and move_blocks(search, movable, run.keep_on):
        pass
    bound = bound_of(work, here, run.keep_on)
    proved = search.cost <= 0 and search.value >= bound - search.tolerance()
    return run.answer(work, order, search.group, bound, proved)


def coach_groups(scores: np.ndarray, capacity: np.ndarray, progress: Progress | None = None) -> Pairing:
    """Give each group a coach: a pairing in which groups are what mentees are elsewhere.

    Args:
        scores: int32[g, coaches], 0..100000.
        capacity: int64[coaches], how many groups each coach takes.
        progress: as in `pairing.solve`.

    Returns:
        `mentor` is int64[g], the coach of each group, -1 for those that there is none for.

    Raises:
        BadInput: as `PairingProblem.checked` does.
        Cancelled: `progress` returned False.
    """
    scores = np.asarray(scores)
    problem = PairingProblem.checked(scores=scores, forbidden=np.zeros(scores.shape, dtype=bool), capacity=capacity)
    return solve(problem, progress)
