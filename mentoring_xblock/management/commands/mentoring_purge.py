"""Erase what people deleted long enough ago; run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentoring_xblock.goals import api as goals
from mentoring_xblock.journal import api as journal


class Command(BaseCommand):
    """Empty the bins of what has been in them for longer than its author can bring it back."""

    help = "Erase for ever the goals and journal entries that were deleted more than 30 days ago. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and print the counts."""
        now = timezone.now()
        self.stdout.write(f"{goals.purge_deleted(now)} goals, {journal.purge_deleted(now)} entries erased")
