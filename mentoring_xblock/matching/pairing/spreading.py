"""Placing people without scores: evenly, at random or by the alphabet, for courses that want no more."""

from __future__ import annotations

from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.problem import PairingProblem, canonical

MODES = ("even", "random", "alphabetical")


def spread(
    n: int,
    capacity: Any,
    mode: str = "even",
    seed: int = 0,
    locks: Any = None,
    forbidden: Any = None,
    mentee_ids: tuple[str, ...] | None = None,
    mentor_ids: tuple[str, ...] | None = None,
) -> np.ndarray:
    """Give mentees to mentors without looking at how well they fit. As many as possible are placed in each mode.

    Args:
        n: number of mentees. For "alphabetical", rows and columns are in the order of the alphabet.
        capacity: int[m]; how many a mentor takes.
        mode: "even": the mentor with the most gets as few as can be, then the next, and so on; who gets whom is drawn.
            "random": seats are drawn. "alphabetical": the first mentees go to the first mentor until that one is full,
            as far as the others can still be placed.
        seed: for what is drawn.
        locks: rows of (mentee, mentor) that are decided already.
        forbidden: bool[n, m] or None.
        mentee_ids, mentor_ids: as in a problem; with them what is drawn does not depend on the order of rows.

    Returns:
        int64[n]; the mentor of each mentee, -1 for nobody.

    Raises:
        BadInput: as `PairingProblem.checked`, and an unknown mode.
    """
    if mode not in MODES:
        raise BadInput("mode", "unknown", "must be one of even, random, alphabetical", {"known": list(MODES)})
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 0:
        raise BadInput("n", "range", "must be a number of mentees")
    seats = np.asarray(capacity)
    problem = PairingProblem.checked(
        scores=np.zeros((n, len(seats) if seats.ndim else 0), dtype=np.int32),
        forbidden=forbidden,
        capacity=capacity,
        locks=locks,
        mentee_ids=None if mode == "alphabetical" else mentee_ids,
        mentor_ids=None if mode == "alphabetical" else mentor_ids,
        seed=seed,
    )
    order = canonical(problem)
    board = _Board(order.weights >= 0, order.capacity, order.locks)
    queue = np.arange(n) if mode == "alphabetical" else np.argsort(order.mentee_keys, kind="stable")
    luck = np.random.default_rng(abs(seed))
    for mentee in queue[board.mentor[queue] < 0]:
        choice = board.open_to(mentee)
        if len(choice):
            board.place(mentee, _chosen(board, choice, mode, luck))
    board.place_the_rest(queue)
    if mode == "even":
        board.balance()
    return order.given(board.mentor)


def _chosen(board: _Board, choice: np.ndarray, mode: str, luck: np.random.Generator) -> int:
    if mode == "alphabetical":
        return int(choice[0])
    if mode == "even":
        load = board.load[choice]
        return int(luck.choice(choice[load == load.min()]))
    free = board.seats[choice] - board.load[choice]
    return int(luck.choice(choice, p=free / free.sum()))


class _Board:
    """Who sits where, and moves that take several people one seat further.

    Attributes:
        allowed: bool[n, m].
        seats, load: int64[m]; how many a mentor takes, and has.
        mentor: int64[n], -1 for nobody.
    """

    def __init__(self, allowed: np.ndarray, seats: np.ndarray, locks: np.ndarray):
        self.allowed = allowed
        self.mentor = np.full(len(allowed), -1, dtype=np.int64)
        self.mentor[locks[:, 0]] = locks[:, 1]
        self.movable = self.mentor < 0
        # No seat is of use beyond one for everybody; it keeps sums of seats small.
        self.seats = np.minimum(seats, len(allowed))
        self.load = np.bincount(locks[:, 1], minlength=len(seats))

    def open_to(self, mentee: int) -> np.ndarray:
        """Return mentors with a free seat that the mentee may have."""
        return np.flatnonzero(self.allowed[mentee] & (self.load < self.seats))

    def place(self, mentee: int, mentor: int) -> None:
        """Move a mentee."""
        if self.mentor[mentee] >= 0:
            self.load[self.mentor[mentee]] -= 1
        self.mentor[mentee] = mentor
        self.load[mentor] += 1

    def place_the_rest(self, queue: np.ndarray) -> None:
        """Place those who found every seat taken, by moving others on as long as that makes a free seat reachable."""
        dead = np.zeros(len(self.seats), dtype=bool)
        for mentee in queue[self.mentor[queue] < 0]:
            free = self.load < self.seats
            if not free.any():
                return
            moves, seen = self._moves(self.allowed[mentee] & ~dead, free, dead)
            if moves is None:
                # Nothing free can be reached from there, now or after other moves.
                dead |= seen
                continue
            freed = self.mentor[moves[-1][0]] if moves else np.flatnonzero(self.allowed[mentee] & free)[0]
            for moved, to in moves:
                self.place(moved, to)
            self.place(mentee, int(freed))

    def balance(self) -> None:
        """Move people from mentors with many to mentors with two fewer or less, until nobody can be (Harvey 2006)."""
        settled = np.zeros(len(self.seats), dtype=bool)
        while not settled.all():
            fullest = int(np.argmax(np.where(settled, -1, self.load)))
            start = np.arange(len(self.seats)) == fullest
            goal = (self.load <= self.load[fullest] - 2) & (self.load < self.seats)
            moves, _ = self._moves(start, goal, np.zeros_like(settled)) if goal.any() else (None, start)
            if moves is None:
                settled[fullest] = True
                continue
            for moved, to in moves:
                self.place(moved, to)
            settled[:] = False

    def _moves(
        self, start: np.ndarray, goal: np.ndarray, shut: np.ndarray
    ) -> tuple[list[tuple[int, int]] | None, np.ndarray]:
        """Return the fewest moves that free a seat at one of the start mentors by taking one at a goal.

        Args:
            start, goal, shut: bool[m]; `shut` mentors are not passed through.

        Returns:
            Rows of (mentee, to), the last seat first; empty when a start is a goal; None when there is no way. And
            bool[m], the mentors that were reached.
        """
        seen = start | shut
        if (start & goal).any():
            return [], seen
        via = np.full(len(start), -1, dtype=np.int64)
        queue = list(np.flatnonzero(start))
        for mentor in queue:
            members = np.flatnonzero((self.mentor == mentor) & self.movable)
            for reached in np.flatnonzero(self.allowed[members].any(axis=0) & ~seen):
                via[reached] = members[np.argmax(self.allowed[members, reached])]
                seen[reached] = True
                if goal[reached]:
                    return self._traced(int(reached), via), seen
                queue.append(reached)
        return None, seen

    def _traced(self, last: int, via: np.ndarray) -> list[tuple[int, int]]:
        moves = []
        while via[last] >= 0:
            moves.append((int(via[last]), last))
            last = int(self.mentor[via[last]])
        return moves
