"""Erase what people deleted long enough ago, and journals whose programme keeps them no longer; run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.goals import api as goals
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal import retention

#: What was handed in from a journal is kept by another room than the journal.
_HANDED_IN = retention.HandedIn(writers=assessment.writers_of, let_go=assessment.let_go_of_texts)


class Command(BaseCommand):
    """Empty the bins of what can't be brought back any more, and keep journals no longer than their plans say."""

    help = (
        "Erase for ever the goals and journal entries that were deleted more than 30 days ago, and the journals of "
        "rounds that ended as many days ago as their plan says; tell their writers 30 days before. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and print the counts; the outbox sends the mails."""
        now = timezone.now()
        self.stdout.write(f"{goals.purge_deleted(now)} goals, {journal.purge_deleted(now)} entries erased")
        report = retention.run(now, _HANDED_IN)
        if report != retention.RetentionReport():
            self.stdout.write(
                f"{report.told} people told that their journal ends; {report.entries} entries and the texts of "
                f"{report.hand_ins} hand-ins erased, because they are kept no longer; {report.waiting} people keep "
                "theirs past its day, because the mail about it has not gone out"
            )
