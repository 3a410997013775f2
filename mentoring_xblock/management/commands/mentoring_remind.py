"""Remind people of meetings, and of agreements to sign; run it every hour, beside the background jobs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring_xblock.agreements import reminding as agreements
from mentoring_xblock.gatherings import newcomers
from mentoring_xblock.meetings import reminding as meetings
from mentoring_xblock.signups import telling as signups


class Command(BaseCommand):
    """Queue the reminders that are due. Two at once are safe, and so is running it often: nobody gets one twice."""

    help = (
        "Remind people of meetings tomorrow, of answers that are wanted, and where nothing has been booked for long; "
        "tell who came later of meetings ahead and of an agreement that waits for them, too, and who leads a "
        "group that people sign up to how many come."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue what is due, and print the counts; the outbox sends it."""
        now = timezone.now()
        report, to_sign, over = meetings.run(now), agreements.run(), signups.run(now)
        late = newcomers.run(now)
        self.stdout.write(
            f"{report.tomorrow} of meetings tomorrow, {report.answers} of answers wanted, "
            f"{report.quiet} where nothing is booked"
        )
        if to_sign:
            self.stdout.write(f"{to_sign} of agreements that wait for somebody who came later")
        if late:
            self.stdout.write(f"{late} of meetings that are ahead for somebody who came later")
        if over:
            self.stdout.write(f"{over} of groups for which signing up is over")
