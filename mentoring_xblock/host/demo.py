"""The embedded demo, which plays the LMS and Studio in one process on the demo project's own tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host import actor, content, deadlines, refused, submissions
from mentoring_xblock.host.common import by_name, emit, persons
from mentoring_xblock.host.data import BLOCK_TYPES, BlockContent, CourseRoles, Deadline, Person, ScoreRecord, Viewer
from mentoring_xblock.host.errors import PersonNotFound

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
    "studio_mode",
    "time_zones",
    "user_id_of",
    "viewer",
    "writes_learners",
]

STAFF = "staff"
ADMIN = "instructor"

_in_studio: ContextVar[bool] = ContextVar("mentoring_demo_in_studio", default=False)


@contextmanager
def studio_mode() -> Iterator[None]:
    """Play Studio for as long as the context is open: no learner's row is written, as in the platform's own Studio."""
    token = _in_studio.set(True)
    try:
        yield
    finally:
        _in_studio.reset(token)


def writes_learners() -> bool:
    return not _in_studio.get()


def viewer(block: Any) -> Viewer:
    from demo.masquerade import get_course_masquerade
    from demo.models import Profile

    user = actor.request_user()
    if user is None:
        return Viewer(user_id=None, masquerading=False, time_zone="")
    real = actor.real_user(user)
    masquerade = get_course_masquerade(user, block.scope_ids.usage_id.context_key)
    time_zone = Profile.objects.filter(user_id=real.pk).values_list("time_zone", flat=True).first()
    return Viewer(
        user_id=real.pk,
        masquerading=actor.is_masquerading(user, masquerade),
        time_zone=actor.known_time_zone(time_zone),
    )


def is_enrolled(user_id: int, course_key: CourseKey) -> bool:
    return user_id in enrolled_ids(course_key, [user_id])


def enrolled_ids(course_key: CourseKey, user_ids: Iterable[int]) -> set[int]:
    return set(_enrolments(course_key).filter(user_id__in=set(user_ids)).values_list("user_id", flat=True))


def _enrolments(course_key: CourseKey) -> Any:
    from demo.models import Enrollment

    return Enrollment.objects.filter(course_key=str(course_key), is_active=True)


def course_roles(user_id: int, course_key: CourseKey) -> CourseRoles:
    from demo.models import CourseAccess

    user = actor.account(user_id)
    if user is None or not user.is_active:
        return CourseRoles(staff=False, admin=False)
    roles = set(CourseAccess.objects.filter(user_id=user_id, course_key=str(course_key)).values_list("role", flat=True))
    return CourseRoles(staff=user.is_staff or bool(roles & {STAFF, ADMIN}), admin=ADMIN in roles)


def course_staff(course_key: CourseKey) -> list[Person]:
    from demo.models import CourseAccess

    access = CourseAccess.objects.filter(course_key=str(course_key), role__in=(STAFF, ADMIN), user__is_active=True)
    return by_name(people(access.values_list("user_id", flat=True)).values())


def has_author_access(user_id: int, course_key: CourseKey) -> bool:
    return course_roles(user_id, course_key).staff


def people(user_ids: Iterable[int]) -> dict[int, Person]:
    from django.contrib.auth import get_user_model

    from demo.models import Profile

    wanted = set(user_ids)
    accounts = get_user_model().objects.filter(pk__in=wanted).values_list("pk", "username", "email")
    profiles = list(Profile.objects.filter(user_id__in=wanted).values_list("user_id", "name", "language"))
    return persons(
        accounts,
        {user_id: name for user_id, name, _ in profiles},
        {user_id: language for user_id, _, language in profiles},
    )


def time_zones(user_ids: Iterable[int]) -> dict[int, str]:
    from demo.models import Profile

    chosen = Profile.objects.filter(user_id__in=set(user_ids)).values_list("user_id", "time_zone")
    known = {user_id: actor.known_time_zone(name) for user_id, name in chosen}
    return {user_id: name for user_id, name in known.items() if name}


def find_people(course_key: CourseKey, text: str, limit: int) -> list[Person]:
    from django.contrib.auth import get_user_model
    from django.db.models import Case, Q, Value, When

    from demo.models import Enrollment, Profile

    text = text.strip()
    if not text:
        return []
    named = Profile.objects.filter(Q(name__istartswith=text) | Q(name__icontains=f" {text}"))
    exact = Q(username__iexact=text) | Q(email__iexact=text)
    found = (
        get_user_model()
        .objects.filter(pk__in=Enrollment.objects.filter(course_key=str(course_key)).values("user_id"))
        .filter(Q(username__istartswith=text) | Q(email__istartswith=text) | Q(pk__in=named.values("user_id")))
        .order_by(Case(When(exact, then=Value(0)), default=Value(1)), "username")
        .values_list("pk", flat=True)
    )
    ids = list(found[:limit])
    known = people(ids)
    return [known[user_id] for user_id in ids if user_id in known]


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    known = anonymous_ids([user_id], course_key)
    if user_id not in known:
        if not writes_learners():
            refused.refuse()
        raise PersonNotFound("There is no such account.")
    return known[user_id]


def anonymous_ids(user_ids: Iterable[int], course_key: CourseKey) -> dict[int, str]:
    from django.contrib.auth import get_user_model

    from demo.models import AnonymousId

    wanted = set(user_ids)
    rows = AnonymousId.objects.filter(user_id__in=wanted, course_key=str(course_key))
    known = dict(rows.values_list("user_id", "anonymous_id"))
    missing = wanted - known.keys()
    if not missing or not writes_learners():
        return known
    accounts = get_user_model().objects.filter(pk__in=missing).values_list("pk", flat=True)
    AnonymousId.objects.bulk_create(
        [
            AnonymousId(user_id=user_id, course_key=str(course_key), anonymous_id=uuid.uuid4().hex)
            for user_id in accounts
        ],
        # Another request may have been first; what stands is read back.
        ignore_conflicts=True,
    )
    return dict(rows.all().values_list("user_id", "anonymous_id"))


def user_id_of(anonymous_id: str) -> int | None:
    from demo.models import AnonymousId

    return AnonymousId.objects.filter(anonymous_id=anonymous_id).values_list("user_id", flat=True).first()


def deadline(block: Any) -> Deadline:
    return deadlines.deadline(block) if writes_learners() else refused.deadline(block)


def grades_frozen(course_key: CourseKey) -> bool:
    return not writes_learners()


def create_submission(
    anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str, answer: Mapping[str, Any]
) -> str:
    return _side().create_submission(anonymous_id, course_key, usage_key, block_type, answer)


def set_score(submission_uuid: str, points: int, maximum: int, scorer_anonymous_id: str) -> None:
    _side().set_score(submission_uuid, points, maximum, scorer_anonymous_id)


def get_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str) -> ScoreRecord | None:
    return _side().get_score(anonymous_id, course_key, usage_key, block_type)


def reset_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, *, clear_state: bool) -> None:
    _side().reset_score(anonymous_id, course_key, usage_key, clear_state=clear_state)


def complete(usage_key: UsageKey, user_ids: Iterable[int], completion: float) -> None:
    _side().complete(usage_key, user_ids, completion)


def _side() -> Any:
    """Return the module that answers for learners' rows on the side that is being played."""
    return submissions if writes_learners() else refused


def published_blocks(course_key: CourseKey) -> Iterator[BlockContent]:
    from demo.models import AuthoredBlock

    blocks = AuthoredBlock.objects.filter(
        course_key=str(course_key), block_type__in=BLOCK_TYPES, published__isnull=False
    )
    for usage_key, block_type, published in blocks.order_by("pk").values_list("usage_key", "block_type", "published"):
        yield BlockContent(
            usage_key=UsageKey.from_string(usage_key),
            block_type=block_type,
            fields=content.values_with_defaults(block_type, published),
        )


def course_name(course_key: CourseKey) -> str:
    from demo.models import Course

    return Course.objects.filter(course_key=str(course_key)).values_list("name", flat=True).first() or str(course_key)


def address(usage_key: UsageKey) -> str:
    from django.urls import reverse

    course_key = usage_key.context_key
    path = reverse("jump_to", kwargs={"course_id": str(course_key), "location": str(usage_key)})
    return f"{site_address(course_key)}{path}"


def site_address(course_key: CourseKey) -> str:
    from django.conf import settings

    return settings.LMS_ROOT_URL
