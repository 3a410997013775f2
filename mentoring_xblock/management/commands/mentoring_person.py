"""Give out or erase everything that is held about one person."""

from __future__ import annotations

import json

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from mentoring_xblock.lifecycle import api


class Command(BaseCommand):
    """`mentoring_person export NAME` prints JSON; `mentoring_person erase NAME --yes` erases for good."""

    help = "Export (as JSON, to standard output) or erase everything that the mentoring programme holds about a person."

    def add_arguments(self, parser):
        """Take what to do, and with whom."""
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="Erase without asking; it can't be undone.")

    def handle(self, *args, **options):
        """Do it, or say what is missing."""
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("There is no account of this name.")
        if options["what"] == "export":
            self.stdout.write(json.dumps(api.export_person(user.pk), ensure_ascii=False, indent=2))
            return
        if not options["yes"]:
            raise CommandError("Erasing can't be undone. Repeat the command with --yes.")
        for table, count in api.erase_person(user.pk).items():
            self.stdout.write(f"{table}: {count}")
