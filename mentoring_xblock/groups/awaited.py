"""For whom a group waits with what everybody has to say or to sign."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import host


def awaited_in(course_key: CourseKey, people: AbstractSet[int]) -> frozenset[int]:
    """Return for whom of a group's people, by user id, the others wait; one query."""
    return awaited(people, host.enrolled_ids(course_key, people))


def awaited(people: AbstractSet[int], enrolled: AbstractSet[int]) -> frozenset[int]:
    """Return the same where it is known who is in the course.

    Who is not can neither sign nor answer until they come back, and must not keep the others from going on; but one
    alone agrees with nobody, so where fewer than two are there everybody is waited for.
    """
    here = frozenset(people & enrolled)
    return here if len(here) > 1 else frozenset(people)


__all__ = ["awaited", "awaited_in"]
