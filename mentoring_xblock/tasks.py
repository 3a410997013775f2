"""Background jobs. The platform's workers find them by this module's name; arguments are plain JSON values."""

from __future__ import annotations

from celery import shared_task
from django.db import DatabaseError
from opaque_keys.edx.keys import CourseKey


@shared_task(ignore_result=True, autoretry_for=(DatabaseError,), retry_backoff=5, max_retries=5)
def mirror_course(course_key: str) -> None:
    """Store what a course has published of ours; queued in Studio's process after each publishing.

    Tried again when the database fails or breaks a deadlock: nobody publishes twice because a job was unlucky.
    """
    from mentoring_xblock.programme import api

    api.mirror_course(CourseKey.from_string(course_key))


@shared_task(ignore_result=True)
def send_due_mail() -> None:
    """Send what is due, and come back for mails that have to wait; queued when mails are."""
    from mentoring_xblock.notifications import api

    report = api.send_due()
    if report.more:
        send_due_mail.delay()
    elif report.retry_at is not None:
        send_due_mail.apply_async(eta=report.retry_at)
