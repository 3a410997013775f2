"""How the platform would answer, on the demo's rows: what stands behind the recorded signatures in these tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import Scope, ScopeIds, String
from xblock.runtime import Mixologist

from demo import models
from tests.host_contract.recorded import RECORD


class ItemNotFoundError(Exception):
    """The modulestore has no such course."""


class Rows:
    """A query on a platform's model: only recorded fields may be asked for, and the demo's table answers."""

    def __init__(self, queryset: Any, name: str, fields: dict[str, str]):
        self._queryset, self._name, self._fields = queryset, name, fields
        entry = next(entry for entry in RECORD["models"] if entry["name"] == name)
        self._recorded = frozenset(entry["fields"])

    def filter(self, **lookups: Any) -> Rows:
        """Narrow down; opaque keys become the texts that the demo stores."""
        translated = {
            self._translate(lookup): str(value) if isinstance(value, CourseKey) else value
            for lookup, value in lookups.items()
        }
        return self._with(self._queryset.filter(**translated))

    def order_by(self, *fields: str) -> Rows:
        """Put in order."""
        return self._with(self._queryset.order_by(*map(self._translate, fields)))

    def values_list(self, *fields: str, flat: bool = False) -> Any:
        """Return the rows' values."""
        return self._queryset.values_list(*map(self._translate, fields), flat=flat)

    def _translate(self, lookup: str) -> str:
        field, *rest = lookup.split("__")
        if field not in self._recorded:
            raise AttributeError(f"{self._name}.{field} is not recorded.")
        return "__".join([self._fields.get(field, field), *rest])

    def _with(self, queryset: Any) -> Rows:
        return Rows(queryset, self._name, self._fields)


class AnonymousUserId:
    """Backed by the demo's AnonymousId."""

    objects = Rows(
        models.AnonymousId.objects,
        "AnonymousUserId",
        {"course_id": "course_key", "anonymous_user_id": "anonymous_id"},
    )


class UserProfile:
    """Backed by the demo's Profile, which `user.profile` reaches in both."""

    objects = Rows(models.Profile.objects, "UserProfile", {})


class CourseOverview:
    """Backed by the demo's Course."""

    objects = Rows(models.Course.objects, "CourseOverview", {"id": "course_key", "display_name": "name"})


class UserPreference:
    """Backed by the demo's Profile: two of its columns are preferences."""

    COLUMNS = {"pref-lang": "language", "time_zone": "time_zone"}

    @classmethod
    def get_all_preferences(cls, user: Any) -> dict[str, str]:
        row = models.Profile.objects.filter(user_id=user.pk).values(*cls.COLUMNS.values()).first() or {}
        return {key: row[column] for key, column in cls.COLUMNS.items() if row.get(column)}

    @classmethod
    def get_preference_for_users(cls, user_ids: Any, preference_key: str) -> Iterator[SimpleNamespace]:
        column = cls.COLUMNS[preference_key]
        chosen = models.Profile.objects.filter(user_id__in=user_ids).exclude(**{column: ""})
        for user_id, value in chosen.values_list("user_id", column):
            yield SimpleNamespace(user_id=user_id, key=preference_key, value=value)


class CourseEnrollment:
    """Backed by the demo's Enrollment."""

    @staticmethod
    def is_enrolled(user: Any, course_key: CourseKey) -> bool:
        return models.Enrollment.objects.filter(user_id=user.pk, course_key=str(course_key), is_active=True).exists()

    class objects:  # noqa: N801 - a manager's name
        @staticmethod
        def users_enrolled_in(course_id: CourseKey, include_inactive: bool = False, verified_only: bool = False) -> Any:
            enrolled = models.Enrollment.objects.filter(course_key=str(course_id))
            if not include_inactive:
                enrolled = enrolled.filter(is_active=True)
            return get_user_model().objects.filter(pk__in=enrolled.values("user_id"))


def anonymous_id_for_user(user: Any, course_id: CourseKey) -> str:
    row, _ = models.AnonymousId.objects.get_or_create(
        user_id=user.pk,
        course_key=str(course_id),
        defaults={"anonymous_id": hashlib.sha256(f"{user.pk} {course_id}".encode()).hexdigest()[:32]},
    )
    return row.anonymous_id


def user_by_anonymous_id(uid: str) -> Any | None:
    return get_user_model().objects.filter(demo_anonymous_ids__anonymous_id=uid).first()


def role(name: str, *inherited: str) -> type:
    """Return a role class of a course; holders of `inherited` roles have it too, but are not listed."""

    class Role:
        def __init__(self, course_key: CourseKey):
            self.access = models.CourseAccess.objects.filter(course_key=str(course_key))

        def has_user(self, user: Any, check_user_activation: bool = True) -> bool:
            return user.is_active and self.access.filter(user_id=user.pk, role__in=(name, *inherited)).exists()

        def users_with_role(self) -> Any:
            return get_user_model().objects.filter(pk__in=self.access.filter(role=name).values("user_id"))

    return Role


class OrgRole:
    """A role in a whole organisation: the demo keeps it on the course key `org:<organisation>`."""

    def __init__(self, org: str = "", course_key: CourseKey | None = None):
        self.org = org

    def has_user(self, user: Any, check_user_activation: bool = True) -> bool:
        return models.CourseAccess.objects.filter(user_id=user.pk, course_key=f"org:{self.org}").exists()


class GlobalStaff:
    """Staff of the whole site; unlike the other roles it does not ask whether the account is active."""

    def has_user(self, user: Any) -> bool:
        return bool(user and user.is_staff)


def has_course_author_access(user: Any, course_key: CourseKey, service_variant: str | None = None) -> bool:
    roles = ["staff", "instructor"] if service_variant == "cms" else ["staff", "instructor", "limited_staff"]
    access = models.CourseAccess.objects.filter(user_id=user.pk, course_key=str(course_key), role__in=roles)
    return user.is_staff or access.exists()


def get_course_masquerade(user: Any, course_key: CourseKey) -> Any | None:
    return getattr(user, "masquerade_settings", {}).get(course_key)


def are_grades_frozen(course_key: CourseKey) -> bool:
    return course_key.run == "frozen"


def get_value_for_org(org: str, val_name: str, default: Any = None) -> Any:
    return default


class HostFields(XBlock):
    """What the platform mixes into every block."""

    due = String(scope=Scope.settings, default="never")


class ModuleStore:
    """Answers with real XBlocks whose keys still carry the branch, as a store beneath the mixed one does."""

    branch = None

    @contextmanager
    def branch_setting(self, branch_setting: str, course_id: CourseKey | None = None) -> Iterator[None]:
        self.branch = branch_setting
        yield
        self.branch = None

    @contextmanager
    def bulk_operations(
        self, course_id: CourseKey, emit_signals: bool = True, ignore_case: bool = False
    ) -> Iterator[None]:
        yield

    def get_items(self, course_key: CourseKey, **kwargs: Any) -> list[XBlock]:
        if not models.Course.objects.filter(course_key=str(course_key)).exists():
            raise ItemNotFoundError(course_key)
        column = "published" if self.branch == "published-only" else "draft"
        stored = models.AuthoredBlock.objects.filter(
            course_key=str(course_key), block_type__in=kwargs["qualifiers"]["category"]["$in"]
        )
        return [
            self._block(UsageKey.from_string(usage_key), fields)
            for usage_key, fields in stored.values_list("usage_key", column)
            if fields is not None
        ]

    def _block(self, usage_key: UsageKey, fields: dict[str, Any]) -> XBlock:
        block_class = Mixologist([HostFields]).mix(XBlock.load_class(usage_key.block_type))
        branched = usage_key.for_branch("published-branch")
        scope_ids = ScopeIds(None, usage_key.block_type, branched, branched)
        return block_class(None, field_data=DictFieldData(dict(fields)), scope_ids=scope_ids)


def targets() -> dict[str, dict[str, Any]]:
    """Return what answers for each recorded name, by module."""
    store = ModuleStore()
    return {
        "common.djangoapps.student.models": {
            "AnonymousUserId": AnonymousUserId,
            "CourseEnrollment": CourseEnrollment,
            "UserProfile": UserProfile,
            "anonymous_id_for_user": anonymous_id_for_user,
            "user_by_anonymous_id": user_by_anonymous_id,
        },
        "common.djangoapps.student.roles": {
            "CourseInstructorRole": role("instructor"),
            "CourseStaffRole": role("staff", "limited_staff"),
            "CourseLimitedStaffRole": role("limited_staff"),
            "GlobalStaff": GlobalStaff,
            "OrgInstructorRole": OrgRole,
            "OrgStaffRole": OrgRole,
        },
        "common.djangoapps.student.auth": {"has_course_author_access": has_course_author_access},
        "lms.djangoapps.courseware.masquerade": {"get_course_masquerade": get_course_masquerade},
        "lms.djangoapps.grades.grade_utils": {"are_grades_frozen": are_grades_frozen},
        "openedx.core.djangoapps.content.course_overviews.models": {"CourseOverview": CourseOverview},
        "openedx.core.djangoapps.site_configuration.helpers": {"get_value_for_org": get_value_for_org},
        "openedx.core.djangoapps.user_api.models": {"UserPreference": UserPreference},
        "xmodule.modulestore.django": {"modulestore": lambda: store},
        "xmodule.modulestore.exceptions": {"ItemNotFoundError": ItemNotFoundError},
    }
