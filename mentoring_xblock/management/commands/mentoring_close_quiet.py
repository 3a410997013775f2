"""Warn and close relationships in which nothing happens any more; run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring_xblock.closing import quiet


class Command(BaseCommand):
    """Look at every relationship by the clock, where its plan says that a quiet one is closed."""

    help = "Warn relationships in which nothing happens, and close those that stay so. Two at once are safe."

    def handle(self, *args: Any, **options: Any) -> None:
        """Warn and close what is due, and print the counts; the outbox sends the mails."""
        report = quiet.run(timezone.now())
        self.stdout.write(f"{report.warned} warned, {report.lifted} alive again, {report.closed} closed")
