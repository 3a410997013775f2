"""Mentees and mentors who are invented, each family hard in a way of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from mentoring_xblock.matching.pairing import PairingProblem

#: structured: interests in common and answers alike. ties: scores of 0 to 20. scarce: as structured, a language as a
#: must, and seats for 60 %. language: as structured, and one mentee in five shares a language with one mentor in eight
#: only. common: everybody wants the same mentors. few: interests that few share, and a language as a must.
FAMILIES = ("structured", "ties", "scarce", "language", "common", "few")
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
        scores = _few_in_common(mentees, mentors, luck) if family == "few" else _structured(mentees, mentors, luck)
    if family in ("scarce", "few"):
        forbidden = _no_common_language(mentees, mentors, luck)
    if family == "scarce":
        capacity = luck.multinomial(round(0.6 * mentees), np.full(mentors, 1 / mentors))
    if family == "language":
        few_mentees = luck.random(mentees) < 0.2
        few_mentors = luck.random(mentors) < 0.125
        forbidden = few_mentees[:, None] & ~few_mentors[None, :]
    return PairingProblem.checked(scores, forbidden, capacity, seed=seed, **more)


def _structured(mentees: int, mentors: int, luck: np.random.Generator) -> np.ndarray:
    """Return int32 scores: 60 % the share of interests in common (Jaccard, doubled), 40 % closeness of four answers."""
    alike = np.minimum(1, 2 * _jaccard(mentees, mentors, 60, (0.12, 0.2), luck))
    return (60_000 * alike + 40_000 * _closeness(mentees, mentors, luck)).astype(np.int32)


def _few_in_common(mentees: int, mentors: int, luck: np.random.Generator) -> np.ndarray:
    """Return int32 scores: 70 % the share of interests in common (Jaccard), 30 % closeness of four answers.

    With the language, first come reaches 0.93 to 0.94 of the best total of 1,000 mentees and greedy 0.98.
    """
    alike = _jaccard(mentees, mentors, 40, (0.1, 0.1), luck)
    return (70_000 * alike + 30_000 * _closeness(mentees, mentors, luck)).astype(np.int32)


def _jaccard(
    mentees: int, mentors: int, interests: int, ticked: tuple[float, float], luck: np.random.Generator
) -> np.ndarray:
    """Return float32[n, m]: interests in common by those of either, when either side ticks that share of them."""
    left = (luck.random((mentees, interests)) < ticked[0]).astype(np.float32)
    right = (luck.random((mentors, interests)) < ticked[1]).astype(np.float32)
    common = left @ right.T
    return common / np.maximum(left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :] - common, 1)


def _closeness(mentees: int, mentors: int, luck: np.random.Generator) -> np.ndarray:
    """Return float32[n, m]: 1 less the mean distance of four answers in 0..1."""
    apart = np.zeros((mentees, mentors), dtype=np.float32)
    for _ in range(4):
        apart += np.abs(luck.random(mentees, dtype=np.float32)[:, None] - luck.random(mentors, dtype=np.float32))
    return 1 - apart / 4


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
