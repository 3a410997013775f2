"""Staff looking at the course as a learner, the way the platform does it.

The choice lives in the session. For each request `setup_masquerade` puts `masquerade_settings` on the signed-in user
and returns the user whom the block is bound to: the learner, with the same settings and `real_user`, or the signed-in
user. Page views replace `request.user` with it; the handler view does not.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from opaque_keys.edx.keys import CourseKey
from xblock.runtime import KeyValueStore

from demo.accounts import has_staff_access

SETTINGS_KEY = "masquerade_settings"
DATA_KEY = "masquerade_data"
_DELETED = {"deleted": True}


@dataclass(frozen=True)
class CourseMasquerade:
    """What staff chose for one course; `user_name` None means a learner in general."""

    course_key: CourseKey
    role: str = "student"
    user_name: str | None = None
    user_partition_id: int | None = None
    group_id: int | None = None


def start(request, course_key: CourseKey, *, role: str = "student", user_name: str | None = None) -> bool:
    """Remember the choice in the session; False when the person asked for is not an enrolled learner."""
    if user_name and not _enrolled(course_key).filter(username=user_name).exists():
        return False
    request.session[SETTINGS_KEY] = {str(course_key): {"role": role, "user_name": user_name}}
    request.session.pop(DATA_KEY, None)
    return True


def stop(request) -> None:
    """Forget the choice and what was typed under it."""
    request.session.pop(SETTINGS_KEY, None)
    request.session.pop(DATA_KEY, None)


def setup_masquerade(request, course_key: CourseKey):
    """Return (CourseMasquerade or None, the user to bind blocks to) and mark `request.user`.

    Only course staff masquerade; a learner who has left the course since is no longer impersonated.
    """
    if SETTINGS_KEY not in request.session or not has_staff_access(request.user, course_key):
        return None, request.user
    chosen = request.session[SETTINGS_KEY].get(str(course_key))
    if chosen is None:
        return None, request.user
    masquerade = CourseMasquerade(course_key, chosen["role"], chosen["user_name"])
    learner = None
    if masquerade.user_name:
        learner = _enrolled(course_key).filter(username=masquerade.user_name).first()
        if learner is None:
            return None, request.user
    request.user.masquerade_settings = {course_key: masquerade}
    if learner is None:
        return masquerade, request.user
    learner.masquerade_settings = request.user.masquerade_settings
    learner.real_user = request.user
    return masquerade, learner


def get_course_masquerade(user, course_key: CourseKey) -> CourseMasquerade | None:
    """Return the masquerade that is on for `user` in the course, if any."""
    return getattr(user, "masquerade_settings", {}).get(course_key)


def is_masquerading_as_specific_student(user, course_key: CourseKey) -> bool:
    """Whether `user` looks at the course as one named learner."""
    masquerade = get_course_masquerade(user, course_key)
    return bool(masquerade and masquerade.user_name)


def _enrolled(course_key: CourseKey):
    return get_user_model().objects.filter(
        demo_enrollments__course_key=str(course_key), demo_enrollments__is_active=True
    )


class MasqueradingKeyValueStore(KeyValueStore):
    """Reads the learner's state; writes go to the session and never reach the learner."""

    def __init__(self, store: KeyValueStore, session):
        self._store = store
        self._session = session
        self._data = session.setdefault(DATA_KEY, {})

    def get(self, key):
        name = _name(key)
        if name not in self._data:
            return self._store.get(key)
        if self._data[name] == _DELETED:
            raise KeyError(name)
        return self._data[name]["value"]

    def set(self, key, value):
        self._data[_name(key)] = {"value": value}
        self._session.modified = True

    def delete(self, key):
        self._data[_name(key)] = _DELETED
        self._session.modified = True

    def has(self, key):
        name = _name(key)
        return self._data[name] != _DELETED if name in self._data else self._store.has(key)


def _name(key) -> str:
    return repr(tuple(key))
