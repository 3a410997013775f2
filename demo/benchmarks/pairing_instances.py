"""Mentees and mentors who are invented, each family hard in a way of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from mentoring_xblock.matching.pairing import PairingProblem

#: structured: interests in common and answers alike, and a language as a must. ties: scores of 0 to 20. scarce: the
#: same with seats for 60 %. language: one mentee in five shares a language with one mentor in eight only. common:
#: everybody wants the same mentors.
FAMILIES = ("structured", "ties", "scarce", "language", "common")
SEATS = 4
#: Share of mentees who speak a language, only one each, and of mentors who speak it among others.
_MENTEES_SPEAK = (0.95, 0.03, 0.02)
_MENTORS_SPEAK = (0.97, 0.20, 0.40)


def instance(family: str, mentees: int, seed: int, **more: Any) -> PairingProblem:
    """Return a problem with as many mentees, a quarter as many mentors, and about as many seats as mentees.

    Args:
        family: one of FAMILIES.
        mentees: how many.
        seed: another instance for each.
        more: further fields of the problem.
    """
    luck = np.random.default_rng([seed, FAMILIES.index(family), mentees])
    mentors = max(1, mentees // SEATS)
    capacity = np.full(mentors, SEATS)
    forbidden = None
    if family == "ties":
        scores = luck.integers(0, 21, (mentees, mentors), dtype=np.int32)
    elif family == "common":
        fame = 90_000 * luck.random(mentors)
        scores = (fame + 10_000 * luck.random((mentees, mentors))).astype(np.int32)
    else:
        scores = _structured(mentees, mentors, luck)
        forbidden = _no_common_language(mentees, mentors, luck)
    if family == "scarce":
        capacity = luck.multinomial(round(0.6 * mentees), np.full(mentors, 1 / mentors))
    if family == "language":
        few_mentees = luck.random(mentees) < 0.2
        few_mentors = luck.random(mentors) < 0.125
        forbidden = few_mentees[:, None] & ~few_mentors[None, :]
    return PairingProblem.checked(scores, forbidden, capacity, seed=seed, **more)


def _structured(mentees: int, mentors: int, luck: np.random.Generator) -> np.ndarray:
    """Return int32 scores: 70 % the share of interests in common (Jaccard), 30 % the closeness of four answers.

    With the language, first come reaches 0.93 to 0.94 of the best total of 1,000 mentees and greedy 0.98.
    """
    left = (luck.random((mentees, 40)) < 0.1).astype(np.float32)
    right = (luck.random((mentors, 40)) < 0.1).astype(np.float32)
    common = left @ right.T
    either = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :] - common
    apart = np.zeros((mentees, mentors), dtype=np.float32)
    for _ in range(4):
        apart += np.abs(luck.random(mentees, dtype=np.float32)[:, None] - luck.random(mentors, dtype=np.float32))
    return (70_000 * common / np.maximum(either, 1) + 30_000 * (1 - apart / 4)).astype(np.int32)


def _no_common_language(mentees: int, mentors: int, luck: np.random.Generator) -> np.ndarray:
    speaks = luck.random((mentors, len(_MENTORS_SPEAK))) < _MENTORS_SPEAK
    speaks[~speaks.any(axis=1), 0] = True
    return ~speaks[:, luck.choice(len(_MENTEES_SPEAK), mentees, p=_MENTEES_SPEAK)].T


def strict_lists(mentees: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return int32[n, m] scores of either side without ties: rows, and columns, are different numbers."""
    luck = np.random.default_rng([seed, mentees])
    mentors = max(1, mentees // SEATS)
    left = luck.permuted(np.broadcast_to(np.arange(1, mentors + 1), (mentees, mentors)), axis=1)
    right = luck.permuted(np.broadcast_to(np.arange(1, mentees + 1)[:, None], (mentees, mentors)), axis=0)
    return left.astype(np.int32), right.astype(np.int32)
