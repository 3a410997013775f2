"""Defaults for every host; runs before the institution's own settings file."""

#: Where the learners' site answers what is in `urls.py`.
ADDRESSES = "api/mentoring/"


def plugin_settings(settings):
    """Add htmx's static files and our defaults, without touching what is already set."""
    if "django_htmx" not in settings.INSTALLED_APPS:
        settings.INSTALLED_APPS.append("django_htmx")
    if not hasattr(settings, "MENTORING_MAIL_FROM"):
        #: The sender of our mails; None stands for DEFAULT_FROM_EMAIL.
        settings.MENTORING_MAIL_FROM = None
    if not hasattr(settings, "MENTORING_FERNET_KEYS"):
        #: Keys by which journals are encrypted in the database, the newest first; none stores them as they are.
        settings.MENTORING_FERNET_KEYS = []
    keep_out_of_tracking(settings)


def keep_out_of_tracking(settings):
    """Let the host's tracking log pass over our addresses: each is a secret, and the log keeps every path."""
    ours, ignored = f"^/{ADDRESSES}", list(getattr(settings, "TRACKING_IGNORE_URL_PATTERNS", []))
    if ours not in ignored:
        settings.TRACKING_IGNORE_URL_PATTERNS = [*ignored, ours]
