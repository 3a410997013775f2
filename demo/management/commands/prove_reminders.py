"""`scripts/prove_reminders` calls this with a Redis at hand."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from demo.benchmarks.database import let_submissions_migrate
from demo.proving import HANDS, WORKERS, prove


class Command(BaseCommand):
    help = "Send reminders by two workers from many runs at once, and count the mails. Needs an empty database."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=1_000, help="how many are reminded (default: %(default)s)")
        parser.add_argument("--times", type=int, default=60, help="how often the job is started (default: %(default)s)")

    def handle(self, *args, **options):
        let_submissions_migrate()
        call_command("migrate", interactive=False, verbosity=0)
        proof = prove(options["people"], options["times"])
        rows = [
            ("database", connection.vendor),
            ("workers, with jobs at once", f"{len(WORKERS)} × {HANDS}"),
            *((f"runs by worker {name}", count) for name, count in proof.runs.items()),
            ("mails expected", proof.expected),
            ("in the outbox", proof.queued),
            ("sent", proof.sent),
            ("sent twice", proof.twice),
            ("not sent", proof.unsent),
        ]
        for name, value in rows:
            self.stdout.write(f"{name:28} {value:>10}")
        if not proof.holds:
            raise CommandError("Not everybody got each mail once from two workers.")
        self.stdout.write("Everybody got each mail once.")
