"""Send the mails that are due; run it every few minutes beside the background jobs, which may miss some.

It also announces the calls that have opened since, and closes questions to mentors and invitations from the mentor bank
that were not answered in time, or that coordinators have overtaken, because nothing else runs by the clock.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from mentoring_xblock.applications.api import announce_open_calls
from mentoring_xblock.bank.api import expire_due as expire_invitations
from mentoring_xblock.choices.api import end_overtaken, expire_due
from mentoring_xblock.notifications import api


class Command(BaseCommand):
    """Tell of calls that have opened, and empty the outbox as far as mails are due."""

    help = "Send the mentoring mails that are due. Two at once are safe."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size of a batch, and whether to try again what was given up."""
        parser.add_argument("--batch", type=int, default=200, help="how many mails one connection sends at most")
        parser.add_argument(
            "--again",
            action="store_true",
            help="also send what has failed or may not have been sent; some people may get a mail twice",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send batch after batch until nothing more is due, and print the counts."""
        if options["again"]:
            api.queue_again()
        announce_open_calls(timezone.now())
        end_overtaken(timezone.now())
        expire_due(timezone.now())
        expire_invitations(timezone.now())
        total, more, broken = api.SendReport(), True, None
        while more:
            try:
                report = api.send_due(options["batch"])
            except api.MailsBroke as error:
                broken, report = error, error.report
            total += report
            more = report.more
        self.stdout.write(
            f"{total.sent} sent, {total.dropped} dropped, {total.postponed} postponed, {total.failed} failed, "
            f"{total.unknown} unknown"
        )
        if broken is not None:
            raise broken
