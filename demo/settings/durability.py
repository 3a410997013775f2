"""For `scripts/prove_durability`: a database in a file, as `make run` has it, behind a server that dies now and then.

MENTORING_DEMO_VAR is the folder of the proof. What goes wrong on purpose is no setting; see `demo.durability.faults`.
"""

from demo.settings.base import *  # noqa: F403
from demo.settings.base import LOGGING, VAR

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# What goes wrong by itself is looked for in this file when the proof is done.
LOGGING = {
    **LOGGING,
    "handlers": {
        **LOGGING["handlers"],
        "console": {"class": "logging.FileHandler", "filename": VAR / "server.log", "formatter": "plain"},
    },
}
