"""`manage.py seed_demo`."""

from django.core.management.base import BaseCommand

from demo.models import Profile, Unit
from demo.seed.run import seed


class Command(BaseCommand):
    help = "Put the demo's people, course and published blocks into the database; safe to run again."

    def handle(self, *args, **options):
        seed()
        self.stdout.write(f"The demo has {Profile.objects.count()} people and {Unit.objects.count()} units.")
