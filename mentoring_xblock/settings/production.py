"""What the institution's settings file may override."""

from mentoring_xblock.settings.common import keep_out_of_tracking


def plugin_settings(settings):
    """Read our settings from the host's settings file, where it has one."""
    tokens = getattr(settings, "ENV_TOKENS", {})
    secrets = getattr(settings, "AUTH_TOKENS", {})
    keys = getattr(settings, "MENTORING_FERNET_KEYS", [])
    settings.MENTORING_FERNET_KEYS = secrets.get("MENTORING_FERNET_KEYS", tokens.get("MENTORING_FERNET_KEYS", keys))
    settings.MENTORING_MAIL_FROM = tokens.get("MENTORING_MAIL_FROM", getattr(settings, "MENTORING_MAIL_FROM", None))
    # The file may have a list of its own.
    keep_out_of_tracking(settings)
