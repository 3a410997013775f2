"""Remind people of meetings, agreements to sign and reviews, and do what else an hour brings; run it every hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring_xblock.agreements import reminding as agreements
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment import reminding as reviews
from mentoring_xblock.gatherings import newcomers
from mentoring_xblock.meetings import reminding as meetings
from mentoring_xblock.reflections import api as reflections
from mentoring_xblock.signups import telling as signups


class Command(BaseCommand):
    """Queue the reminders that are due. Two at once are safe, and so is running it often: nobody gets one twice."""

    help = (
        "Remind people of meetings tomorrow, of answers that are wanted, and where nothing has been booked for long; "
        "tell who came later of meetings ahead and of an agreement that waits for them, too, who leads a "
        "group that people sign up to how many come, and who has active goals that a review of them has begun; "
        "fix the means of goals whose reviews are over; open the reflections of groups whose day has come."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue what is due, and print the counts; the outbox sends it."""
        now = timezone.now()
        # First, so that no mail can hold them up: a closed round is looked at for some weeks only.
        fixed, opened = attainment.fix_due(now), reflections.open_due(now)
        report, to_sign, over = meetings.run(now), agreements.run(), signups.run(now)
        late, begun = newcomers.run(now), reviews.run(now)
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
        if begun:
            self.stdout.write(f"{begun} of reviews of goals that have begun")
        if fixed:
            self.stdout.write(f"{fixed} means of goals fixed for coordinators")
        if opened:
            self.stdout.write(f"{opened} of reflections of groups opened")
