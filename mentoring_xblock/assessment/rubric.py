"""Rubrics: what an author wrote for mentors to score by, and the marks that a mentor gives on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.assessment.data import Criterion, Mark, Rubric, RubricLevel
from mentoring_xblock.kit import points as kit_points
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.reading import as_text


def read_rubric(authored: Any) -> Rubric:
    """Return a rubric as a block or a hand-in holds it; damaged criteria are passed over."""
    return tuple(
        Criterion(
            id=id_,
            name=as_text(criterion.get("name")),
            help=as_text(criterion.get("help")),
            levels=tuple(
                RubricLevel(points, as_text(levels[points].get("words"))) for points in sorted(levels, reverse=True)
            ),
        )
        for id_, (criterion, levels) in kit_points.read_rubric(authored).items()
    )


def as_stored(rubric: Rubric) -> list[dict[str, Any]]:
    """Return a rubric as it is kept in a block's field and frozen into a hand-in."""
    return [
        {
            "id": criterion.id,
            "name": dict(criterion.name),
            "help": dict(criterion.help),
            "levels": [{"points": level.points, "words": dict(level.words)} for level in criterion.levels],
        }
        for criterion in rubric
    ]


def points_of(rubric: Rubric, marks: Mapping[str, Any]) -> int:
    """Return the sum of the levels that were chosen, `marks` by the criteria's ids.

    Raises:
        Invalid: a criterion has no mark, or one that is none of its levels; each is named in a field of the error.
    """
    fields = {
        criterion.field: [missing(criterion)]
        for criterion in rubric
        if marks.get(criterion.id) not in {level.points for level in criterion.levels}
    }
    if fields:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), fields)
    return sum(marks[criterion.id] for criterion in rubric)


def missing(criterion: Criterion) -> str:
    """Return what is said beside a criterion without a mark."""
    return gettext("Choose a level for “%(criterion)s”.") % {"criterion": pick(criterion.name)}


def marks_of(rubric: Rubric, marks: Mapping[str, Any]) -> tuple[Mark, ...]:
    """Describe the marks that stand in a score, in the reader's language, in the rubric's order."""
    return tuple(
        Mark(pick(criterion.name), level.points, criterion.most, pick(level.words))
        for criterion in rubric
        for level in criterion.levels
        if marks.get(criterion.id) == level.points
    )


def problems(authored: Any) -> list[str]:
    """Return what an author should look at in a rubric, as sentences; nothing where it is read as it was written."""
    written = len(authored) if isinstance(authored, list | tuple) else bool(authored)
    if written == len(kit_points.read_rubric(authored)):
        return []
    return [
        gettext("Part of the rubric can’t be read, so it is left out. Open the editor, look at it, and save it again.")
    ]


__all__ = ["Rubric", "as_stored", "marks_of", "missing", "points_of", "problems", "read_rubric"]
