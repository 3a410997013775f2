"""Studio: it knows people, roles and content, and writes no learner's row. `lms.*` is not installed here."""

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
    user = actor.request_user()
    if user is None:
        return Viewer(user_id=None, masquerading=False, time_zone="")
    return Viewer(user_id=user.pk, masquerading=False, time_zone=common.time_zone(user))


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    """Return the id if the learners' side has made one; making one is a write, and refused."""
    known = anonymous_ids([user_id], course_key)
    if user_id not in known:
        refuse()
    return known[user_id]


def anonymous_ids(user_ids: Iterable[int], course_key: CourseKey) -> dict[int, str]:
    """Return the ids that the learners' side has made, and make none."""
    from common.djangoapps.student.models import AnonymousUserId

    rows = AnonymousUserId.objects.filter(user__in=set(user_ids), course_id=course_key).order_by("id")
    return dict(rows.values_list("user_id", "anonymous_user_id"))


def user_id_of(anonymous_id: str) -> int | None:
    from common.djangoapps.student.models import user_by_anonymous_id

    user = user_by_anonymous_id(anonymous_id)
    return user.pk if user else None
