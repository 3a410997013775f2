"""`manage.py benchmark dashboard --people 100 10000 --json`: what our pages cost, in queries and milliseconds."""

import contextlib
import json
import sys

from django.core.management.base import BaseCommand

from demo.benchmarks import dashboard
from demo.benchmarks.database import own_database

#: What can be measured: a function that takes the sizes and yields rows.
BENCHMARKS = {"dashboard": dashboard.run}


class Command(BaseCommand):
    help = "Measure pages on data of their own, in a database that is made for it and removed afterwards."
    # The measured database is not the configured one, which need not even exist.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("name", choices=sorted(BENCHMARKS), help="what to measure")
        parser.add_argument(
            "--people", type=int, nargs="+", default=[100, 10_000], help="sizes of programmes (default: %(default)s)"
        )
        parser.add_argument("--json", action="store_true", help="print a list of rows as JSON and nothing else")

    def handle(self, *args, **options):
        # Whatever a library prints while the database is made must not stand among the rows.
        with contextlib.redirect_stdout(sys.stderr), own_database():
            rows = list(BENCHMARKS[options["name"]](options["people"]))
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=2))
            return
        for row in rows:
            self.stdout.write("{page:12} {size:>6} {queries:>4} queries {milliseconds:>8} ms".format(**row))
