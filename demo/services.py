"""The runtime services, under the platform's names and with its signatures.

Only those that a block of ours may plausibly want; what a Studio or an unbound block gets is in `demo.runtime`.
"""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.templatetags.static import static
from django.utils import translation
from eventtracking import tracker
from opaque_keys.edx.keys import CourseKey
from xblock.reference.user_service import UserService, XBlockUser

from demo import accounts
from demo.masquerade import is_masquerading_as_specific_student
from demo.models import Enrollment, StudentState

PREFIX = "edx-platform."


class DemoUserService(UserService):
    """`user`: the person whom the block is bound to, as the platform's DjangoXBlockUserService describes them."""

    def __init__(
        self,
        django_user,
        *,
        user_is_beta_tester: bool = False,
        user_is_global_staff: bool = False,
        user_is_staff: bool = False,
        user_role: str = "student",
        anonymous_user_id: str | None = None,
        deprecated_anonymous_user_id: str | None = None,
        request_country_code: str | None = None,
    ):
        super().__init__()
        self._django_user = django_user
        self._anonymous_user_id = anonymous_user_id
        self._attributes = {
            "user_is_beta_tester": user_is_beta_tester,
            "user_is_global_staff": user_is_global_staff,
            "user_is_staff": user_is_staff,
            "user_role": user_role,
            "anonymous_user_id": anonymous_user_id,
            "deprecated_anonymous_user_id": deprecated_anonymous_user_id,
        }
        self._country = request_country_code

    def get_current_user(self) -> XBlockUser:
        """Return the bound person; an anonymous one has only `is_authenticated` and `request_country_code`."""
        user = self._django_user
        found = XBlockUser(is_current_user=True)
        known = user is not None and user.is_authenticated
        found.opt_attrs[f"{PREFIX}is_authenticated"] = known
        found.opt_attrs[f"{PREFIX}request_country_code"] = self._country
        if not known:
            return found
        profile = getattr(user, "profile", None)
        found.full_name = profile.name if profile else None
        found.emails = [user.email]
        found.opt_attrs |= {f"{PREFIX}{name}": value for name, value in self._attributes.items()}
        found.opt_attrs |= {
            f"{PREFIX}user_id": user.id,
            f"{PREFIX}username": user.username,
            f"{PREFIX}user_preferences": _preferences(profile),
        }
        return found

    def get_anonymous_user_id(self, username: str, course_id: str) -> str | None:
        """Return someone's anonymous id in a course; None unless the bound person is course staff."""
        if not self._attributes["user_is_staff"]:
            return None
        user = get_user_model().objects.filter(username=username).first()
        return accounts.anonymous_id_for_user(user, CourseKey.from_string(course_id)) if user else None

    def get_user_by_anonymous_id(self, uid: str | None = None):
        """Return the Django user behind `uid`, or behind the bound person's own anonymous id."""
        return accounts.user_by_anonymous_id(uid or self._anonymous_user_id)


def _preferences(profile) -> dict[str, str]:
    if profile is None:
        return {}
    stored = {"pref-lang": profile.language, "time_zone": profile.time_zone}
    return {name: value for name, value in stored.items() if value}


class I18nService:
    """`i18n`: Django's translations. A service that can be called is called with the block, so this class is it."""

    def __init__(self, block=None):
        self._block = block

    def __getattr__(self, name):
        return getattr(translation, {"ugettext": "gettext", "ungettext": "ngettext"}.get(name, name))

    @staticmethod
    def get_javascript_i18n_catalog_url(block) -> None:
        """No JavaScript catalogue is compiled here, which the platform may answer too."""


class SettingsService:
    """`settings`: a site's settings for a kind of block."""

    def __init__(self, buckets: dict):
        self._buckets = buckets

    def get_settings_bucket(self, block, default=None) -> dict:
        """Return XBLOCK_SETTINGS[block_settings_key, or the unmixed class's name], else `default` or {}."""
        if block is None:
            raise ValueError("Expected XBlock instance")
        xblock_class = getattr(block, "unmixed_class", type(block))
        key = getattr(block, "block_settings_key", xblock_class.__name__)
        return self._buckets.get(key, default if default is not None else {})


class CacheService:
    """`cache`: Django's cache."""

    def __init__(self, cache):
        self._cache = cache

    def get(self, key: str, default=None):
        """Return the cached value, or `default`."""
        return self._cache.get(key, default)

    def set(self, key: str, value, timeout: int | None = None) -> None:
        """Cache `value` for `timeout` seconds."""
        self._cache.set(key, value, timeout=timeout)


class ReplaceURLService:
    """`replace_urls`: course files get their address; here the static files' own."""

    def __init__(self, xblock=None):
        self._xblock = xblock

    @staticmethod
    def replace_urls(text: str, static_replace_only: bool = False) -> str:
        """Return `text` with "/static/ in attributes replaced by the site's address of static files."""
        return text.replace('"/static/', f'"{static("")}')


class GradesUtilService:
    """`grade_utils`: the demo's course has no end, so its grades are never frozen."""

    def __init__(self, course_id: CourseKey):
        self.course_id = course_id

    @staticmethod
    def are_grades_frozen() -> bool:
        """Whether the course's grades may no longer change."""
        return False


class UserStateService:
    """`user_state`: another learner's state of a block, for staff tools."""

    @staticmethod
    def get_state_as_dict(username_or_email: str, block_id: str) -> dict:
        """Return the state that the learner has in the block, or {}."""
        by_name = StudentState.objects.filter(user__username=username_or_email, usage_key=block_id)
        by_mail = StudentState.objects.filter(user__email=username_or_email, usage_key=block_id)
        return (by_name | by_mail).values_list("state", flat=True).first() or {}


class EnrollmentsService:
    """`enrollments`: who takes the course."""

    @staticmethod
    def get_active_enrollments_by_course(course_id):
        """Return a queryset of active enrolments of the course."""
        return Enrollment.objects.filter(course_key=str(course_id), is_active=True)

    def get_active_enrollments_by_course_and_user(self, course_id, user_id):
        """Return the person's active enrolment, or None."""
        return self.get_active_enrollments_by_course(course_id).filter(user_id=user_id).first()


class EventPublishingService:
    """`publish`: grade and completion events do something, all others go to the tracking log.

    Grade and completion count for the person the block is bound to; while staff masquerade as one learner both are only
    logged.

    Args:
        grade_handler: called with (user, course key, block, event) for each `grade` event.
    """

    def __init__(self, user, course_id: CourseKey, track_function: Callable, grade_handler: Callable):
        self.user = user
        self.course_id = course_id
        self._track_function = track_function
        self._grade_handler = grade_handler

    def publish(self, block, event_type: str, event: dict) -> None:
        """Handle one event of `block`."""
        handler = self._handler(block, event_type)
        if handler and not is_masquerading_as_specific_student(self.user, self.course_id):
            handler(block, event)
            return
        context = {"course_id": str(self.course_id), "org_id": self.course_id.org}
        if self.user.is_authenticated:
            context["user_id"] = self.user.id
        with tracker.get_tracker().context(event_type, context):
            self._track_function(event_type, event)

    def _handler(self, block, event_type: str) -> Callable | None:
        if event_type == "grade":
            return self._grade
        completion = block.runtime.service(block, "completion") if event_type == "completion" else None
        if completion and completion.completion_tracking_enabled():
            return lambda block, event: completion.submit_completion(block.scope_ids.usage_id, event["completion"])
        return None

    def _grade(self, block, event: dict) -> None:
        if self.user.is_authenticated:
            self._grade_handler(self.user, self.course_id, block, event)
