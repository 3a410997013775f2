"""`scripts/prove_durability` calls this with a folder of its own."""

import os

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from demo.durability.proof import journal_of_a_pair, prove


class Command(BaseCommand):
    help = (
        "Type into the journal in a real browser while the server dies, fails and forgets, and the network drops; "
        "then count what is lost. Needs Chromium, and an empty database of its own."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--faults", type=int, default=102, help="how many (default: %(default)s)")
        parser.add_argument("--seconds", type=float, help="end after so many; then one of each kind is enough")
        parser.add_argument("--seed", type=int, default=6, help="what is drawn by (default: %(default)s)")

    def handle(self, *args, **options):
        # The browser's event loop lives in this thread, which Django takes for an asynchronous caller.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        call_command("migrate", interactive=False, verbosity=0)
        user, block = journal_of_a_pair()
        application = StaticFilesHandler(get_wsgi_application())
        Client(headers={"host": "127.0.0.1"}).get("/")  # loads what the first request loads
        connections.close_all()
        chosen = {name: options[name] for name in ("seed", "faults", "seconds")}
        self._say("seed", options["seed"])
        proof = prove(application, user, block, **chosen, tell=self._tell)
        for kind, count in proof.dealt.items():
            self._say(kind, count, f"{proof.met[kind]} met by a save")
        for name, count in [*proof.moments.items(), *proof.ways.items()]:
            self._say(name, count)
        self._say("letters typed", proof.typed)
        self._say("promised, after a pause", proof.promised)
        self._say("lost of those promised", proof.lost)
        self._say("lost of the others", proof.lost_at_once)
        self._say("texts in two entries", proof.twice)
        self._say("errors nobody planned", len(proof.errors))
        self._say("seconds", round(proof.seconds))
        for line in [*proof.losses, *proof.errors]:
            self._tell(line)
        if not proof.holds:
            raise CommandError(f"It does not hold. To see it again: --seed {proof.seed}")
        self.stdout.write("Nothing that was typed before a pause is lost.")

    def _say(self, name, count, beside=""):
        self._tell(f"{name:34} {count:>8}  {beside}".rstrip())

    def _tell(self, line):
        self.stdout.write(line)
        self.stdout.flush()
