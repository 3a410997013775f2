"""Defaults for every host; runs before the institution's own settings file."""


def plugin_settings(settings):
    """Add htmx's static files and our defaults, without touching what is already set."""
    if "django_htmx" not in settings.INSTALLED_APPS:
        settings.INSTALLED_APPS.append("django_htmx")
    if not hasattr(settings, "MENTORING_MAIL_FROM"):
        #: The sender of our mails; None stands for DEFAULT_FROM_EMAIL.
        settings.MENTORING_MAIL_FROM = None
