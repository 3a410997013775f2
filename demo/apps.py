"""The demo's Django application."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


def _use_write_ahead_log(sender, connection, **kwargs):
    """Let readers and the one writer of the SQLite file work side by side, as an autosave and a page load do."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")


class DemoConfig(AppConfig):
    """Connects the gradebook to edx-submissions' signals, as the platform's grades application does."""

    name = "demo"
    verbose_name = "Demo host"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from submissions.models import score_reset, score_set

        from demo import scores

        score_set.connect(scores.submissions_score_set, dispatch_uid="demo_submissions_score_set")
        score_reset.connect(scores.submissions_score_reset, dispatch_uid="demo_submissions_score_reset")
        connection_created.connect(_use_write_ahead_log, dispatch_uid="demo_write_ahead_log")
