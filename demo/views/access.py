"""Finding rows and turning away those who may not see a page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey, UsageKey

from demo.accounts import has_author_access, has_staff_access
from demo.context import real_user
from demo.models import AuthoredBlock


def authored_block(usage_id: str, course_id: str | None = None) -> AuthoredBlock:
    """Return the block of a usage key, mapped into `course_id` where one is given; Http404 when there is none."""
    try:
        usage_key = UsageKey.from_string(usage_id)
        if course_id is not None:
            usage_key = usage_key.map_into_course(CourseKey.from_string(course_id))
    except InvalidKeyError as error:
        raise Http404("Invalid location") from error
    row = AuthoredBlock.objects.filter(usage_key=str(usage_key)).first()
    if row is None:
        raise Http404("No such block")
    return row


def require_staff(request, course_key: CourseKey) -> None:
    """Raise PermissionDenied unless the person at the keyboard is course staff."""
    if not has_staff_access(real_user(request), course_key):
        raise PermissionDenied


def require_author(request, course_key: CourseKey) -> None:
    """Raise PermissionDenied unless the person at the keyboard may edit the course."""
    if not has_author_access(request.user, course_key):
        raise PermissionDenied
