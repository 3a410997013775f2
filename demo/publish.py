"""Publishing: the draft becomes what learners see, and our package is told, as by the platform's course_published."""

from collections.abc import Iterable

from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from demo.models import AuthoredBlock


def publish_blocks(course_key: CourseKey, rows: Iterable[AuthoredBlock]) -> None:
    """Publish `rows` of one course and, once that is committed, let the package mirror the course."""
    changed = list(rows)
    with transaction.atomic():
        for row in changed:
            row.published = dict(row.draft)
        AuthoredBlock.objects.bulk_update(changed, ["published"])
        transaction.on_commit(lambda: mirror(course_key))


def mirror(course_key: CourseKey) -> None:
    """Start the task that reads the published branch, in Studio's process as on the platform."""
    from mentoring_xblock.host.demo import studio_mode
    from mentoring_xblock.tasks import mirror_course

    with studio_mode():
        mirror_course.delay(str(course_key))
