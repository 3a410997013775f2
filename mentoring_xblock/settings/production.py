"""What the institution's settings file may override."""

from mentoring_xblock.settings.common import keep_out_of_tracking


def plugin_settings(settings):
    """Read our settings from the host's settings file, where it has one."""
    tokens = getattr(settings, "ENV_TOKENS", {})
    settings.MENTORING_MAIL_FROM = tokens.get("MENTORING_MAIL_FROM", getattr(settings, "MENTORING_MAIL_FROM", None))
    # The file may have a list of its own.
    keep_out_of_tracking(settings)
