"""How good places for people who come late can be at most, where groups have at most two free places each.

A group then takes nobody, one person who comes, or two of them. Relaxed, this is a linear programme with a column for
each person and group and for each two and group, whose dual has a price u_i for each who comes. Any prices bound it:

    sum_i u_i + sum_g max(0, max_i (t_ig - u_i), max_ij (t_ig + t_jg + d_ij - u_i - u_j))

where t_ig is the sum of the distances from i to the people of g, since every place taken is worth no more than the
prices of who takes it and what its group has above them. Good prices are those of the columns seen so far; columns
above them are added until there are none.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array

#: People squared times groups up to which columns are looked through, and how often at most.
MOST = 20_000_000
_ROUNDS = 30
#: Columns that a group adds in a round, and groups that each person begins with.
_NEW, _FIRST = 4, 3
_NOBODY = -1


def bound_for_two(towards: np.ndarray, among: np.ndarray, room: np.ndarray, keep_on: Callable[[], bool]) -> float:
    """Return a sum that no placing of all who come exceeds; infinity if there was no time for any.

    Args:
        towards: float64[k, g], the sum of the distances from each who comes to the people of each group.
        among: float64[k, k], symmetric, the distances among those who come; the diagonal is not read.
        room: int64[g], 0 to 2 free places, k or more together.
        keep_on: asked every round; False stops.
    """
    people, groups = towards.shape
    inner = among.copy()
    np.fill_diagonal(inner, -np.inf)
    first = np.argsort(np.where(room > 0, -towards, np.inf), axis=1, kind="stable")[:, :_FIRST]
    columns = {(person, _NOBODY, int(group)) for person in range(people) for group in first[person] if room[group]}
    loss = 10 * float(np.abs(towards).max() + np.abs(among).max() + 1)
    best = np.inf
    for _ in range(_ROUNDS):
        if not keep_on():
            break
        price, above = _prices(sorted(columns), towards, among, loss)
        need, new = np.zeros(groups), set()
        for group in np.flatnonzero(room).tolist():
            need[group], some = _above(group, towards[:, group] - price, inner, int(room[group]), above[group])
            new |= some
        best = min(best, float(price.sum() + need.sum()))
        if new <= columns:
            break
        columns |= new
    return best


def _prices(
    columns: list[tuple[int, int, int]], towards: np.ndarray, among: np.ndarray, loss: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return float64[k] prices of people and float64[g] of groups at which no column given is worth more than them."""
    people, groups = towards.shape
    one, other, group = np.array(columns, dtype=np.int64).T
    pair = np.flatnonzero(other != _NOBODY)
    worth = towards[one, group]
    worth[pair] += towards[other[pair], group[pair]] + among[one[pair], other[pair]]
    # Staying out at a loss that nothing makes good, so that few columns have a solution too.
    everybody, each = np.arange(people), np.arange(len(columns))
    rows = np.concatenate([one, people + group, other[pair], everybody])
    places = np.concatenate([each, each, pair, len(columns) + everybody])
    inside = csc_array((np.ones(len(rows)), (rows, places)), shape=(people + groups, len(columns) + people)).tocsr()
    answer = linprog(
        -np.concatenate([worth, np.full(people, -loss)]),
        A_eq=inside[:people],
        b_eq=np.ones(people),
        A_ub=inside[people:],
        b_ub=np.ones(groups),
        bounds=(0, None),
        method="highs",
    )
    return -answer.eqlin.marginals, np.maximum(0, -answer.ineqlin.marginals)


def _above(
    group: int, left: np.ndarray, inner: np.ndarray, room: int, price: float
) -> tuple[float, set[tuple[int, int, int]]]:
    """Return what the best column of a group is worth above the prices of people, and those above the group's too."""
    tiny = 1e-7 * (1 + abs(price))
    most, best = max(0.0, float(left.max())), int(left.argmax())
    new = {(best, _NOBODY, group)} if left[best] > price + tiny else set()
    if room < 2:
        return most, new
    both = inner + left[:, None]
    both += left[None, :]
    partner = both.argmax(axis=1)
    worth = both[np.arange(len(left)), partner]
    for person in np.argsort(-worth, kind="stable")[: 2 * _NEW].tolist():
        if worth[person] > price + tiny:
            new.add((*sorted((person, int(partner[person]))), group))
    return max(most, float(worth.max())), new
