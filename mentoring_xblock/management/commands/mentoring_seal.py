"""Bring what people wrote to the newest key, or out of encryption."""

from __future__ import annotations

import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from mentoring_xblock.kit import sealed, sealing


class Command(BaseCommand):
    """`mentoring_seal` after a key was added, `mentoring_seal --open` before all of them are taken away."""

    help = (
        "Encrypt what people wrote with the newest of MENTORING_FERNET_KEYS, whatever it was encrypted with before. "
        "Safe to repeat, and beside people who write."
    )

    def add_arguments(self, parser):
        """Take which way to go, and how to tell."""
        parser.add_argument("--open", action="store_true", help="store everything unencrypted; leave the keys set")
        parser.add_argument("--json", action="store_true", help="print the rows of each table as JSON and nothing else")

    def handle(self, *args, **options):
        """Go over all rows, and print how many each table has."""
        if not sealed.keys():
            raise CommandError("MENTORING_FERNET_KEYS is empty: there is nothing to encrypt with, and nothing to open.")
        try:
            stored = sealing.go_over(plainly=options["open"])
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(stored))
            return
        for table, rows in stored.items():
            self.stdout.write(f"{table}: {rows} rows {'opened' if options['open'] else 'sealed'}")
