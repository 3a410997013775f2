"""What the platform's signals start here; `apps.py` says which signal calls what."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import tasks


def mirror_published_course(sender: Any, course_key: CourseKey, **kwargs: Any) -> None:
    """Queue the mirroring of a course that has just been published; in Studio's process.

    After the commit, so that the job reads what was published. A library has no programme.
    """
    if course_key.is_course:
        transaction.on_commit(partial(tasks.mirror_course.delay, str(course_key)))


def send_queued_mail(sender: Any, **kwargs: Any) -> None:
    """Queue the sending of mails that a transaction has just left in the outbox."""
    tasks.send_due_mail.delay()
