"""The most points that a block can give, read from its fields alone.

The block itself, unbound, and what is kept of its published form ask here, so that both always say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: How much an author can write into a rubric: criteria, levels of each, and points of a level.
CRITERIA_LIMIT = 10
LEVELS = range(2, 7)
LEVEL_POINTS = range(101)

#: The fields with points for taking part: of a block of goals, and of a journal. No block has both.
GOAL_POINTS = ("part_goal_points", "part_rating_points", "part_review_points")
ENTRY_POINTS = "part_entry_points"
#: The fields that the maximum is read from.
PART_POINTS = (*GOAL_POINTS, ENTRY_POINTS)
FIELDS = ("points", "graded_by", "rubric", *PART_POINTS)


def whole(value: Any) -> int:
    """Return a whole number above 0, and 0 for everything else; true and false are no numbers."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def maximum(fields: Mapping[str, Any]) -> int:
    """Return the most points that a block with these fields can give; 0 for one that is not graded.

    Points by taking part go before a rubric, and a rubric before a number.
    """
    if fields.get("graded_by") == "part":
        return sum(whole(fields.get(name)) for name in PART_POINTS)
    rubric = read_rubric(fields.get("rubric"))
    if rubric:
        return sum(max(levels) for _criterion, levels in rubric.values())
    return whole(fields.get("points"))


def read_rubric(authored: Any) -> dict[str, tuple[Mapping[str, Any], dict[int, Mapping[str, Any]]]]:
    """Return (criterion, its levels by points) by the criterion's id, in the author's order.

    Lenient: what an import has damaged is passed over, so that a page always opens: a criterion without an id, or
    without two levels of different points of which one is above 0. The second criterion of an id becomes `id-2`.

    Args:
        authored: `[{"id", "name": Text, "help": Text, "levels": [{"points": int, "words": Text}]}]`.
    """
    found: dict[str, tuple[Mapping[str, Any], dict[int, Mapping[str, Any]]]] = {}
    for criterion in _mappings(authored):
        id_, levels = criterion.get("id"), _levels(criterion.get("levels"))
        if len(found) == CRITERIA_LIMIT:
            break
        if isinstance(id_, str) and id_.strip() and len(levels) >= LEVELS.start and max(levels) > 0:
            found[_free(id_, found)] = (criterion, levels)
    return found


def _levels(authored: Any) -> dict[int, Mapping[str, Any]]:
    """Return the levels by their points, by which they are told apart; of two with the same points the first stays."""
    found: dict[int, Mapping[str, Any]] = {}
    for level in _mappings(authored):
        points = level.get("points")
        usable = isinstance(points, int) and not isinstance(points, bool) and points in LEVEL_POINTS
        if usable and points not in found and len(found) < LEVELS.stop - 1:
            found[points] = level
    return found


def _free(id_: str, taken: Mapping[str, Any]) -> str:
    names = (id_ if number == 1 else f"{id_}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, Mapping))
