"""Where a call happens: the course, the block and the programme it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from opaque_keys.edx.keys import CourseKey, UsageKey


@dataclass(frozen=True)
class Place:
    """One of our blocks in a course.

    `slug` names the programme of the course that the block belongs to.
    """

    course_key: CourseKey
    usage_key: UsageKey
    block_type: str
    slug: str = "main"
