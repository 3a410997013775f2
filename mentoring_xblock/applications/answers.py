"""The shapes of answers, and reading them from stored JSON of unknown quality.

By kind of question an answer is

- letter, text: str
- topics, interests, challenges: list of ids of options in the plan's list of that name
- values, styles: `{statement id: 1..5}`
- languages: list of codes of `languages.CODES`
- hours: `{"time_zone": IANA name, "rules": [{"weekday": 0..6 from Monday, "start": "16:00", "end": "18:30"}]}`; an end
  at or before its start is on the next day
- places: `{"remote": bool, "places": [option ids]}`
- field: `{"field": option id or "", "organisation": str, "team": str, "manager": str, "avoid": [names]}`
- people: `{"wished": [names], "vetoed": [names]}`, as they were typed
- experience: "newcomer" or "experienced"
- capacity: 1..50
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from mentoring_xblock.applications.languages import CODES
from mentoring_xblock.applications.questions import (
    CHOICES,
    LIMIT_CEILING,
    MOST_LIMIT,
    SCALES,
    WORDS,
    AskedQuestion,
    QuestionKind,
)
from mentoring_xblock.kit.text import clean
from mentoring_xblock.programme.api import CAPACITY_LIMIT
from mentoring_xblock.programme.reading import as_id, as_number, as_time_zone, mappings

#: Steps of a scale: 1 says "not at all", 5 "very much".
SCALE = (1, 5)
#: Rules of one week, names in one list, characters of a name or of an organisation. Stated beside the fields.
RULES_LIMIT = 40
NAMES_LIMIT = 20
NAME_LENGTH = 200
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DEFAULT_ZONE = "UTC"
FIELD_TEXTS = ("organisation", "team", "manager")


class Experience(StrEnum):
    """Whether somebody is new to what the call is about."""

    NEWCOMER = "newcomer"
    EXPERIENCED = "experienced"


def by_kind(questions: Iterable[AskedQuestion], answers: Mapping[str, Any]) -> Mapping[QuestionKind, Any]:
    """Return what was answered by kind of question; unanswered kinds are left out.

    Of several texts the first counts: only they can be asked more than once. Everything returned has the shape that its
    kind has, whatever was stored. Options that have left the plan's lists since stay in the answer.
    """
    found: dict[QuestionKind, Any] = {}
    for question in questions:
        value = usable(question.kind, answers.get(question.id))
        if value is not None:
            found.setdefault(question.kind, value)
    return MappingProxyType(found)


def usable(kind: QuestionKind, value: Any) -> Any:
    """Return an answer of the kind's shape without what can't be read; None when nothing was answered."""
    if kind in WORDS:
        return _words(value)
    if kind in CHOICES:
        return _ids(value, MOST_LIMIT) or None
    if kind in SCALES:
        return _ratings(value) or None
    return _READERS[kind](value)


def _words(value: Any) -> str | None:
    text = clean(value)[:LIMIT_CEILING] if isinstance(value, str) else ""
    return text if text.strip() else None


def _ids(value: Any, most: int) -> list[str]:
    items = value if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(item for item in items if as_id(item)))[:most]


def _ratings(value: Any) -> dict[str, int]:
    items = value.items() if isinstance(value, Mapping) else ()
    return {id_: step for id_, step in items if as_id(id_) and as_number(step, *SCALE, None) is not None}


def _languages(value: Any) -> list[str] | None:
    items = value if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(item for item in items if isinstance(item, str) and item in CODES)) or None


def _hours(value: Any) -> dict[str, Any] | None:
    value = value if isinstance(value, Mapping) else {}
    rules = [
        {"weekday": rule["weekday"], "start": rule["start"], "end": rule["end"]}
        for rule in mappings(value.get("rules"))
        if as_number(rule.get("weekday"), 0, 6, None) is not None and is_clock(rule.get("start"), rule.get("end"))
    ]
    if not rules:
        return None
    return {"time_zone": as_time_zone(value.get("time_zone"), _DEFAULT_ZONE), "rules": rules[:RULES_LIMIT]}


def half_typed(kind: QuestionKind, value: Any) -> bool:
    """Return whether a draft can't keep all of what was typed yet: hours of which only one end is there."""
    if kind is not QuestionKind.HOURS or not isinstance(value, Mapping):
        return False
    kept = _hours(value)
    return len(list(mappings(value.get("rules")))) > len(kept["rules"] if kept else ())


def is_clock(*values: Any) -> bool:
    """Return whether each is a time of day, written HH:MM."""
    return all(isinstance(value, str) and _CLOCK.fullmatch(value) for value in values)


def _places(value: Any) -> dict[str, Any] | None:
    value = value if isinstance(value, Mapping) else {}
    places = {"remote": value.get("remote") is True, "places": _ids(value.get("places"), MOST_LIMIT)}
    return places if places["remote"] or places["places"] else None


def _field(value: Any) -> dict[str, Any] | None:
    value = value if isinstance(value, Mapping) else {}
    read = {
        "field": as_id(value.get("field")) or "",
        **{name: _name(value.get(name)) for name in FIELD_TEXTS},
        "avoid": _names(value.get("avoid")),
    }
    return read if any(read.values()) else None


def _people(value: Any) -> dict[str, Any] | None:
    value = value if isinstance(value, Mapping) else {}
    read = {name: _names(value.get(name)) for name in ("wished", "vetoed")}
    return read if any(read.values()) else None


def _name(value: Any) -> str:
    return " ".join(clean(value).split())[:NAME_LENGTH] if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    items = value if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(filter(None, map(_name, items))))[:NAMES_LIMIT]


def _experience(value: Any) -> str | None:
    return next((member.value for member in Experience if member.value == value), None)


def _capacity(value: Any) -> int | None:
    return as_number(value, 1, CAPACITY_LIMIT, None)


_READERS: Mapping[QuestionKind, Callable[[Any], Any]] = {
    QuestionKind.LANGUAGES: _languages,
    QuestionKind.HOURS: _hours,
    QuestionKind.PLACES: _places,
    QuestionKind.FIELD: _field,
    QuestionKind.PEOPLE: _people,
    QuestionKind.EXPERIENCE: _experience,
    QuestionKind.CAPACITY: _capacity,
}
