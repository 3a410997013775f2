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
    announce_open_calls.delay()


@shared_task(ignore_result=True)
def announce_open_calls() -> None:
    """Tell those who wanted to hear it that a call has opened; queued after each publishing.

    Calls open by the clock too: `mentoring_send_mail`, which runs every few minutes, does the same.
    """
    from django.utils import timezone

    from mentoring_xblock.applications import api

    api.announce_open_calls(timezone.now())


@shared_task(ignore_result=True)
def run_proposal(public_id: str) -> None:
    """Make a proposal; queued when a coordinator asks for one.

    Not tried again by itself: a run that was killed is found by its silence, and a coordinator starts it again.
    """
    from uuid import UUID

    from mentoring_xblock.proposals import running

    running.run(UUID(public_id))


@shared_task(ignore_result=True)
def publish_proposal(public_id: str) -> None:
    """Publish a proposal; queued when a coordinator asks for it. Done twice it is done once.

    Not tried again by itself: it is one transaction, and a coordinator asks for it again when nothing came of it.
    """
    from uuid import UUID

    from mentoring_xblock.bank import api as bank
    from mentoring_xblock.proposals import publishing

    publishing.run(UUID(public_id), bank.tell_of_bank)


@shared_task(ignore_result=True)
def send_due_mail() -> None:
    """Send what is due, and come back for mails that have to wait; queued when mails are."""
    from mentoring_xblock.notifications import api

    broken = None
    try:
        report = api.send_due()
    except api.MailsBroke as error:
        broken, report = error, error.report
    if report.more:
        send_due_mail.delay()
    elif report.retry_at is not None:
        send_due_mail.apply_async(eta=report.retry_at)
    if broken is not None:
        raise broken


@shared_task(ignore_result=True, autoretry_for=(DatabaseError,), retry_backoff=5, max_retries=5)
def send_reminders() -> None:
    """Do what the clock brings about, as `mentoring_remind` does: mails, means, and reflections; for every hour.

    Done twice, or by two workers at once, everybody is reminded once.
    """
    from django.utils import timezone

    from mentoring_xblock.agreements import reminding as agreements
    from mentoring_xblock.attainment import api as attainment
    from mentoring_xblock.attainment import reminding as reviews
    from mentoring_xblock.gatherings import newcomers
    from mentoring_xblock.meetings import reminding as meetings
    from mentoring_xblock.reflections import api as reflections
    from mentoring_xblock.signups import telling as signups

    now = timezone.now()
    # First, so that no mail can hold them up: a closed round is looked at for some weeks only.
    attainment.fix_due(now)
    reflections.open_due(now)
    meetings.run(now)
    agreements.run()
    signups.run(now)
    newcomers.run(now)
    reviews.run(now)


@shared_task(ignore_result=True, autoretry_for=(DatabaseError,), retry_backoff=5, max_retries=5)
def close_quiet() -> None:
    """Warn and close relationships in which nothing happens, as `mentoring_close_quiet` does; for a daily schedule.

    Done twice, or by two workers at once, everybody is warned once and each relationship closed once.
    """
    from django.utils import timezone

    from mentoring_xblock.closing import quiet

    quiet.run(timezone.now())
