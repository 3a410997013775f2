"""Who a person is in a course: roles, enrolment, anonymous ids. The demo's answer to the platform's `student` app."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from opaque_keys.edx.keys import CourseKey

from demo.models import AnonymousId, CourseAccess, Enrollment

#: The course of the deprecated, course-agnostic anonymous id.
NO_COURSE = ""


def has_staff_access(user, course_key: CourseKey) -> bool:
    """Whether `user` is course staff, an administrator of the course or global staff."""
    return course_role(user, course_key) in {"staff", "instructor"}


def course_role(user, course_key: CourseKey) -> str:
    """Return `instructor`, `staff` or `student`, the highest that `user` holds in the course."""
    if not user.is_authenticated:
        return "student"
    if user.is_staff:
        return "instructor"
    roles = set(CourseAccess.objects.filter(user_id=user.id, course_key=str(course_key)).values_list("role", flat=True))
    return next((role for role in ("instructor", "staff") if role in roles), "student")


def has_author_access(user, course_key: CourseKey) -> bool:
    """Whether `user` may change the course's content in Studio: the same people as course staff."""
    return has_staff_access(user, course_key)


def is_enrolled(user, course_key: CourseKey) -> bool:
    """Whether `user` has an active enrolment in the course."""
    return (
        user.is_authenticated
        and Enrollment.objects.filter(user_id=user.id, course_key=str(course_key), is_active=True).exists()
    )


def anonymous_id_for_user(user, course_key: CourseKey | None) -> str | None:
    """Return the stored anonymous id of `user` in the course (None: the course-agnostic one), making it if need be.

    None for an anonymous user.
    """
    if not user.is_authenticated:
        return None
    course = NO_COURSE if course_key is None else str(course_key)
    stored = (
        AnonymousId.objects.filter(user_id=user.id, course_key=course).values_list("anonymous_id", flat=True).first()
    )
    if stored:
        return stored
    anonymous_id = _anonymous_id(user, course)
    try:
        with transaction.atomic():
            AnonymousId.objects.create(user_id=user.id, course_key=course, anonymous_id=anonymous_id)
    except IntegrityError:  # another request of the same person was quicker
        return AnonymousId.objects.get(user_id=user.id, course_key=course).anonymous_id
    return anonymous_id


def make_anonymous_ids(courses: Mapping[Any, Iterable[CourseKey]]) -> None:
    """Store the anonymous ids of accounts that have none: those in their courses and the course-agnostic ones."""
    AnonymousId.objects.bulk_create(
        AnonymousId(user=user, course_key=course, anonymous_id=_anonymous_id(user, course))
        for user, keys in courses.items()
        for course in (*map(str, keys), NO_COURSE)
    )


def _anonymous_id(user, course: str) -> str:
    return hashlib.blake2b(f"{settings.SECRET_KEY}|{user.id}|{course}".encode(), digest_size=16).hexdigest()


def user_by_anonymous_id(anonymous_id: str | None):
    """Return the User behind `anonymous_id`, or None."""
    if not anonymous_id:
        return None
    return get_user_model().objects.filter(demo_anonymous_ids__anonymous_id=anonymous_id).first()
