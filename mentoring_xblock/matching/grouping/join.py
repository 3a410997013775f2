"""Places for people who come late, in groups whose people stay where they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.grouping.late_bound import MOST, bound_for_two
from mentoring_xblock.matching.grouping.problem import GroupingProblem

_TRIES = 50
_FORBIDDEN = -1e15


def check_current(problem: GroupingProblem, current: np.ndarray) -> None:
    """Look at who is where, and whether there is room.

    Raises:
        BadInput: "wrong_shape", "out_of_range"; "too_few_seats" when fewer places are free than people come.
    """
    n = problem.people
    if current.shape != (n,) or current.dtype.kind not in "iu":
        raise BadInput(
            "current", "wrong_shape", f"Whole numbers, one for each of {n} people.", {"shape": list(current.shape)}
        )
    if n and not (int(current.min()) >= -1 and int(current.max()) < problem.groups):
        raise BadInput("current", "out_of_range", f"Groups are numbered 0 to {problem.groups - 1}; -1 is nowhere yet.")
    seats, coming = int(free_places(problem, current).sum()), int((current < 0).sum())
    if seats < coming:
        params = {"people": coming, "seats": seats, "groups": problem.groups, "sizes": list(problem.sizes)}
        raise BadInput("sizes", "too_few_seats", f"{coming} people come, {seats} places are free.", params)


def free_places(problem: GroupingProblem, current: np.ndarray) -> np.ndarray:
    """Return int64[g]: how many more people each group may take."""
    sizes = np.bincount(current[current >= 0], minlength=problem.groups)
    return np.maximum(0, problem.sizes[1] - sizes)


def towards(problem: GroupingProblem, current: np.ndarray, coming: np.ndarray) -> np.ndarray:
    """Return float64[k, g]: the sum of the distances from each who comes to the people of each group."""
    found = np.zeros((len(coming), problem.groups))
    for group in range(problem.groups):
        people = np.flatnonzero(current == group)
        found[:, group] = problem.distance[np.ix_(coming, people)].sum(axis=1, dtype=np.float64)
    return found


def wishes_of(problem: GroupingProblem, current: np.ndarray) -> tuple[tuple[tuple[int, ...], ...], np.ndarray]:
    """Return what concerns those who come: tuples of `together`, and int64[k, 2] pairs kept apart.

    What people in groups wish of each other was decided when they came.
    """
    coming = current < 0
    together = tuple(people for people in problem.together if any(coming[person] for person in people))
    pairs = {
        (min(one, other), max(one, other))
        for people in problem.apart
        for one in people
        for other in people
        if one != other and (coming[one] or coming[other])
    }
    return together, np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def placed(
    problem: GroupingProblem, current: np.ndarray, block: np.ndarray, pairs: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return int64[n]: `current` with everybody at -1 in a group, where they are best off by what is there now.

    People with wishes of each other go first, by luck and gain; everybody else is assigned at once. Without wishes and
    with at most one free place a group this is the optimum.

    Args:
        problem: with a large enough number of free places.
        current: int64[n]; nobody who has a group moves.
        block: int64[n]: equal for people who come and have to share a group; of people in groups, their smallest
            index among those with whom they share by wish.
        pairs: int64[k, 2], people who may not share.
        rng: breaks ties.

    Raises:
        BadInput: "not_found" when the wishes of those who come could not be met, with those people.
    """
    coming = np.flatnonzero(current < 0)
    gain = towards(problem, current, coming)
    wishing = np.isin(coming, pairs) | (np.bincount(block, minlength=len(current))[block[coming]] > 1)
    units = [coming[wishing & (block[coming] == first)] for first in np.unique(block[coming[wishing]])]
    for attempt in range(_TRIES):
        group = _place_units(problem, current, units, pairs, block, attempt / _TRIES, rng)
        if group is not None:
            break
    else:
        field = "apart" if len(pairs) else "together"
        params = {"people": sorted(int(person) for unit in units for person in unit)}
        raise BadInput(field, "not_found", "No free places that meet all wishes were found.", params)
    rest = np.flatnonzero(group < 0)
    group[rest] = assign(problem, group, gain[np.isin(coming, rest)])
    return group


def assign(problem: GroupingProblem, group: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """Return int64[k]: the assignment of k people to free places with the largest sum of float64[k, g] gains.

    Places without which a group has fewer than `lo` people are filled first.
    """
    room = free_places(problem, group)
    sizes = problem.sizes[1] - room
    seats = np.repeat(np.arange(problem.groups), room)
    turn = np.arange(len(seats)) - np.repeat(np.cumsum(room) - room, room)
    urgent = sizes[seats] + turn < problem.sizes[0]
    bonus = (len(gain) + 1) * (float(np.abs(gain).max(initial=0)) + 1) * 2
    rows, columns = linear_sum_assignment(gain[:, seats] + bonus * urgent, maximize=True)
    found = np.empty(len(gain), dtype=np.int64)
    found[rows] = seats[columns]
    return found


def bound_of(problem: GroupingProblem, current: np.ndarray, keep_on: Callable[[], bool]) -> float:
    """Return a value that no grouping reaches in which nobody of `current` moves.

    A person who comes adds the distances to those who are in the group, and half of those to the others who come with
    them: at most the largest of these, one fewer than the group has free places. The best assignment of the sums of
    both is a bound, since every grouping is such an assignment and adds no more. With two free places at most
    `bound_for_two` is sharper, as long as `keep_on` gives it the time.
    """
    coming = np.flatnonzero(current < 0)
    members = [np.flatnonzero(current == group) for group in range(problem.groups)]
    there = sum(
        float(np.triu(problem.distance[np.ix_(people, people)].astype(np.float64), 1).sum()) for people in members
    )
    if not len(coming):
        return there
    room = np.minimum(free_places(problem, current), len(coming))
    among = problem.distance[np.ix_(coming, coming)].astype(np.float64)
    np.fill_diagonal(among, -np.inf)
    ranked = np.maximum(0, -np.sort(-among, axis=1)[:, : max(0, int(room.max()) - 1)])
    most = np.concatenate([np.zeros((len(coming), 1)), np.cumsum(ranked, axis=1)], axis=1)
    near = towards(problem, current, coming)
    gain = near + most[:, np.maximum(0, room - 1)] / 2
    seats = np.repeat(np.arange(problem.groups), room)
    rows, columns = linear_sum_assignment(gain[:, seats], maximize=True)
    bound = float(gain[rows, seats[columns]].sum())
    if room.max() == 2 and len(coming) ** 2 * problem.groups <= MOST:
        np.fill_diagonal(among, 0)
        bound = min(bound, bound_for_two(near, among, room, keep_on))
    return there + bound


def _place_units(
    problem: GroupingProblem,
    current: np.ndarray,
    units: list[np.ndarray],
    pairs: np.ndarray,
    block: np.ndarray,
    luck: float,
    rng: np.random.Generator,
) -> np.ndarray | None:
    """Return `current` with the units placed, or None: those first who have to go to one group, then the largest.

    Each goes where it is best off, with as much `luck` (0 to 1) as that makes a difference.
    """
    group, order = current.copy(), rng.random(len(units))
    forced = [current[(block == block[people[0]]) & (current >= 0)] for people in units]
    room = free_places(problem, current)
    for number in sorted(range(len(units)), key=lambda unit: (not len(forced[unit]), -len(units[unit]), order[unit])):
        people = units[number]
        fits = room >= len(people)
        near = pairs[np.isin(pairs, people).any(axis=1)].reshape(-1)
        taken = group[near[~np.isin(near, people)]]
        fits[taken[taken >= 0]] = False
        if len(forced[number]):
            fits &= np.arange(problem.groups) == forced[number][0]
        if not fits.any():
            return None
        worth = towards(problem, group, people).sum(axis=0)
        spread = float(np.ptp(worth)) * 2 * luck * rng.random(problem.groups)
        place = int(np.where(fits, worth + spread, _FORBIDDEN).argmax())
        group[people] = place
        room[place] -= len(people)
    return group
