"""Ids of what authors make: they are stored with what people write, so they never change."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.text import slugify

#: Ids of phases, themes and questions.
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def new_id(name: str, taken: set[str], fallback: str) -> str:
    """Return an id for something called `name` that none of the others has.

    For editors: call it once, when the thing is made, and keep the id when the name changes.
    """
    stem = slugify(name)[:32].strip("-_") or fallback
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def distinct(written: Iterable[str], fallback: str) -> list[str]:
    """Return these ids in their order, each usable and none twice; the same ones for the same input, always.

    A usable id stays as it is where it stands first. Of two that are the same the second becomes `id-2`, a third
    `id-3`, or the next that is free; one that can't be used is made from its own words, or is `fallback`.
    """
    written = list(written)
    taken = {id_ for id_ in written if ID.fullmatch(id_)}
    met: set[str] = set()
    found = []
    for id_ in written:
        kept = id_
        if id_ in met or id_ not in taken:
            kept = new_id(id_, taken, fallback)
            taken.add(kept)
        met.add(kept)
        found.append(kept)
    return found
