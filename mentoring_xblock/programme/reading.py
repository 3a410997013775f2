"""Reading JSON values of unknown quality: each function returns a usable value and raises nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mentoring_xblock.kit.ids import ID
from mentoring_xblock.kit.localised import LANGUAGES

Choice = TypeVar("Choice", bound=StrEnum)


def as_text(value: Any) -> dict[str, str]:
    """Return a localised text; a plain string is English, and languages that we do not know are left out."""
    if isinstance(value, str):
        value = {LANGUAGES[0]: value}
    if not isinstance(value, Mapping):
        return {}
    return {code: value[code] for code in LANGUAGES if isinstance(value.get(code), str)}


def as_choice(kind: type[Choice], value: Any, default: Choice) -> Choice:
    """Return the member of an enumeration that has this value, or the default."""
    return next((member for member in kind if member.value == value), default)


def as_number(value: Any, low: int, high: int, default: int | None) -> Any:
    """Return a whole number between two limits, or the default; true and false are no numbers."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        return default
    return value


def as_date(value: Any) -> dt.date | None:
    """Return a day written as YYYY-MM-DD, or None."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def as_days(value: Any) -> dict[str, dt.date]:
    """Return days by the id of what begins on them; what can't be read is left out."""
    if not isinstance(value, Mapping):
        return {}
    return {key: day for key, text in value.items() if as_id(key) and (day := as_date(text)) is not None}


def as_time_zone(value: Any, default: str) -> str:
    """Return the name of a time zone that this machine knows, or the default."""
    return value if knows_time_zone(value) else default


def knows_time_zone(value: Any) -> bool:
    """Return whether this machine knows a time zone of this name."""
    if not isinstance(value, str) or not value:
        return False
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def as_id(value: Any) -> str | None:
    """Return a usable id, or None."""
    return value if isinstance(value, str) and ID.fullmatch(value) else None


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a list; nothing when it is no list."""
    if isinstance(value, list | tuple):
        yield from (entry for entry in value if isinstance(entry, Mapping))
