"""Which options of a plan's lists people have chosen, so that an author hears of it before one is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentoring_xblock.applications.answers import by_kind
from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.applications.queries import questions_of
from mentoring_xblock.applications.questions import CHOICES, SCALES, QuestionKind
from mentoring_xblock.programme.plan import LISTS

#: Two kinds of answers hold ids among other things; the other kinds are called like their lists.
_INSIDE = {QuestionKind.PLACES: "places", QuestionKind.FIELD: "fields"}


def options_in_use(round_id: int) -> dict[str, set[str]]:
    """Return the ids that stand in applications to a round, drafts included, by the name of their list; two queries.

    Whose they are is not told. The lists are those of `LISTS`.
    """
    rows = list(
        Application.objects.filter(round_id=round_id)
        .exclude(status=Status.WITHDRAWN)
        .values_list("usage_key", "role", "answers")
    )
    asked = questions_of((usage_key, role) for usage_key, role, _ in rows)
    found: dict[str, set[str]] = {name: set() for name in LISTS}
    for usage_key, role, answers in rows:
        read = by_kind(asked[usage_key, role], answers if isinstance(answers, Mapping) else {})
        for kind, value in read.items():
            found.get(_INSIDE.get(kind, kind.value), set()).update(_ids(kind, value))
    return found


def _ids(kind: QuestionKind, value: Any) -> set[str]:
    """Return the ids of options in a usable answer; none for a kind that is not answered from a list."""
    if kind in CHOICES or kind in SCALES:
        return set(value)
    if kind is QuestionKind.PLACES:
        return set(value["places"])
    return {value["field"]} - {""} if kind is QuestionKind.FIELD else set()
