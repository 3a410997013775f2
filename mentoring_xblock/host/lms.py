"""The learners' side of the platform: the only place where a learner's row may be written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.host import actor, common
from mentoring_xblock.host.common import (
    address,
    course_name,
    course_roles,
    course_staff,
    emit,
    enrolled_ids,
    find_people,
    has_author_access,
    is_enrolled,
    people,
    published_blocks,
    site_address,
    time_zones,
)
from mentoring_xblock.host.data import Viewer
from mentoring_xblock.host.deadlines import deadline
from mentoring_xblock.host.errors import PersonNotFound
from mentoring_xblock.host.submissions import complete, create_submission, get_score, reset_score, set_score

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


def writes_learners() -> bool:
    return True


def viewer(block: Any) -> Viewer:
    from lms.djangoapps.courseware.masquerade import get_course_masquerade

    user = actor.request_user()
    if user is None:
        return Viewer(user_id=None, masquerading=False, time_zone="")
    real = actor.real_user(user)
    masquerade = get_course_masquerade(user, block.scope_ids.usage_id.context_key)
    return Viewer(
        user_id=real.pk,
        masquerading=actor.is_masquerading(user, masquerade),
        time_zone=common.time_zone(real),
    )


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    from common.djangoapps.student.models import anonymous_id_for_user

    user = actor.account(user_id)
    if user is None:
        raise PersonNotFound("There is no such account.")
    return anonymous_id_for_user(user, course_key)


def anonymous_ids(user_ids: Iterable[int], course_key: CourseKey) -> dict[int, str]:
    from common.djangoapps.student.models import AnonymousUserId, anonymous_id_for_user
    from django.contrib.auth import get_user_model

    wanted = set(user_ids)
    # In the order they were made: after a key rotation the newest is the one in use.
    rows = AnonymousUserId.objects.filter(user__in=wanted, course_id=course_key).order_by("id")
    known = dict(rows.values_list("user_id", "anonymous_user_id"))
    missing = wanted - known.keys()
    if missing:
        # The platform makes them one at a time, once per person and course.
        for user in get_user_model().objects.filter(pk__in=missing):
            known[user.pk] = anonymous_id_for_user(user, course_key)
    return known


def user_id_of(anonymous_id: str) -> int | None:
    from common.djangoapps.student.models import user_by_anonymous_id

    user = user_by_anonymous_id(anonymous_id)
    return user.pk if user else None


def grades_frozen(course_key: CourseKey) -> bool:
    from lms.djangoapps.grades.grade_utils import are_grades_frozen

    return are_grades_frozen(course_key)
