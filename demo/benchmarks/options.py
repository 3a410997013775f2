"""What a benchmark of the matching engine is asked to measure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """Choices of whoever runs `manage.py benchmark pairing|grouping|scoring`; an empty tuple leaves it to each case.

    cases: names of bars (P1, G4, C1) to measure, all of them if empty.
    sizes: how many mentees (pairing, scoring) or people (grouping).
    families: names of the instance families of the benchmark.
    seeds: one instance is made for each.
    seconds: limit for one solution where a case has a limit; None for the limit of its bar.
    """

    cases: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    seeds: tuple[int, ...] = ()
    seconds: float | None = None
