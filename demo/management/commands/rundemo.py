"""`manage.py rundemo`: everything between an empty folder and a demo in the browser."""

import socket

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from demo.models import Course
from demo.people import demo_people
from demo.worker import worker

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 50


class Command(BaseCommand):
    help = "Migrate, seed an empty database, and serve the demo on this machine, with a worker for background jobs."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try (default: %(default)s)")

    def handle(self, *args, **options):
        self.stdout.write("Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)
        if not Course.objects.exists():
            self.stdout.write("Filling the empty demo with people and courses")
            call_command("seed_demo", stdout=self.stdout)
        port = free_port(options["port"])
        self.stdout.write(who_is_who())
        self.stdout.write(self.style.SUCCESS(f"\nThe demo is on http://{HOST}:{port}/ (stop it with Ctrl-C)\n"))
        self.stdout.flush()
        with worker(f"http://{HOST}:{port}"):
            call_command("runserver", f"{HOST}:{port}", use_reloader=False, stdout=self.stdout, stderr=self.stderr)


def free_port(first: int) -> int:
    """Return the first port from `first` on that nobody listens on; CommandError when there is none near."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise CommandError(f"No free port between {first} and {first + PORTS_TRIED - 1}.")


def who_is_who() -> str:
    """Return a list of the people to begin with, by course, and how many others the switcher in the top bar offers."""
    lines = ["", "People to sign in as, with one click in the bar at the top of every page:"]
    for group in demo_people():
        lines += ["", f"  {group.title}"]
        lines += [f"    {person.name}: {person.note}" for part in group.first for person in part.people]
        lines += [f"    and {group.number_of_others} more"] if group.others else []
    return "\n".join(lines)
