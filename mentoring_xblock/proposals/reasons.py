"""Why people are together, as a line of a page says it: what counts most, and all the rest behind it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from mentoring_xblock.proposals import pictures
from mentoring_xblock.proposals.data import PartInfo


def foremost(parts: Iterable[PartInfo], *, thin: bool = False) -> str:
    """Say what counts most for two people; of a thin pair also what is missing most. Empty where nothing is known."""
    said = sorted((part for part in parts if part.words and part.most), key=lambda part: -part.points)
    told = said[:1]
    if thin:
        told += sorted(said[1:], key=lambda part: part.points / part.most)[:1]
    return "; ".join(part.words for part in told)


def every(parts: Iterable[PartInfo]) -> tuple[tuple[str, str, str], ...]:
    """Return every part as (criterion, points of how many, why), the largest first."""
    return tuple(
        (
            part.label[:1].upper() + part.label[1:],
            gettext("%(points)s of %(most)s")
            % {"points": pictures.score(part.points), "most": pictures.score(part.most)},
            part.words,
        )
        for part in sorted(parts, key=lambda part: -part.points)
        if part.most
    )
