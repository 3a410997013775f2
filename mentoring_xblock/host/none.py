"""No host: the plain workbench. Nobody is anybody, nothing is published and no row is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host.data import BlockContent, CourseRoles, Person, Viewer
from mentoring_xblock.host.refused import (
    complete,
    create_submission,
    deadline,
    get_score,
    grades_frozen,
    refuse,
    reset_score,
    set_score,
    writes_learners,
)

__all__ = [
    "address",
    "anonymous_id",
    "anonymous_ids",
    "complete",
    "course_name",
    "course_roles",
    "course_staff",
    "create_submission",
    "deadline",
    "emit",
    "enrolled_ids",
    "find_people",
    "get_score",
    "grades_frozen",
    "has_author_access",
    "is_enrolled",
    "people",
    "published_blocks",
    "reset_score",
    "set_score",
    "site_address",
    "time_zones",
    "user_id_of",
    "viewer",
    "writes_learners",
]


def viewer(block: Any) -> Viewer:
    return Viewer(user_id=None, masquerading=False, time_zone="")


def is_enrolled(user_id: int, course_key: CourseKey) -> bool:
    return False


def enrolled_ids(course_key: CourseKey, user_ids: Iterable[int]) -> set[int]:
    return set()


def course_roles(user_id: int, course_key: CourseKey) -> CourseRoles:
    return CourseRoles(staff=False, admin=False)


def course_staff(course_key: CourseKey) -> list[Person]:
    return []


def has_author_access(user_id: int, course_key: CourseKey) -> bool:
    return False


def people(user_ids: Iterable[int]) -> dict[int, Person]:
    return {}


def time_zones(user_ids: Iterable[int]) -> dict[int, str]:
    return {}


def find_people(course_key: CourseKey, text: str, limit: int) -> list[Person]:
    return []


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    refuse()


def anonymous_ids(user_ids: Iterable[int], course_key: CourseKey) -> dict[int, str]:
    return {}


def user_id_of(anonymous_id: str) -> int | None:
    return None


def emit(name: str, data: Mapping[str, Any]) -> None:
    """Drop the event: a workbench has no tracker."""


def published_blocks(course_key: CourseKey) -> Iterator[BlockContent]:
    return iter(())


def course_name(course_key: CourseKey) -> str:
    return str(course_key)


def address(usage_key: UsageKey) -> str:
    return ""


def site_address(course_key: CourseKey) -> str:
    return ""
