"""What `make run` starts with.

The names and values follow the platform's own settings wherever a block could notice them. MENTORING_DEMO_VAR moves
the folder with the database and the tracking log.
"""

import os
import sys
from pathlib import Path

from mentoring_xblock.settings import common as plugin_common
from mentoring_xblock.settings import production as plugin_production

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("MENTORING_DEMO_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = True
SECRET_KEY = "demo-only-never-a-secret"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
SITE_ID = 1
ROOT_URLCONF = "demo.urls"

LOGIN_URL = "home"
# What mails link to.
LMS_ROOT_URL = os.environ.get("MENTORING_DEMO_ADDRESS", "http://127.0.0.1:8000")

MENTORING_HOST = "demo"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "waffle",
    "submissions",
    "completion",
    "eventtracking.django.apps.EventTrackingConfig",
    "django_htmx",
    # Before the demo, so that its translations win where both translate the same words.
    "mentoring_xblock",
    "demo",
]

MIDDLEWARE = [
    # Waffle switches, among others, are cached for one request.
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "crum.CurrentRequestUserMiddleware",
    "demo.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "demo.middleware.TrackMiddleware",
    "demo.middleware.PersonLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
X_FRAME_OPTIONS = "SAMEORIGIN"  # the course page shows each unit in an iframe of the same site

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "demo.context.bar",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "demo.sqlite",
        "NAME": VAR / "demo.sqlite3",
        "OPTIONS": {"timeout": 20},
        # As on the platform: one transaction a request, except in the XBlock handler view.
        "ATOMIC_REQUESTS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# Each under its own name, as whoever looks for it reads it.
LANGUAGES = [("en", "English"), ("fi", "suomi")]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"

EMAIL_BACKEND = "demo.mail.DatabaseBackend"
DEFAULT_FROM_EMAIL = "mentoring@example.org"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "demo"}}

# Background jobs wait as files in a folder, for a worker process that `rundemo` starts and names by this variable.
# Every other command, and every test, runs its jobs at once.
QUEUE = VAR / "queue"
CELERY_TASK_ALWAYS_EAGER = "MENTORING_DEMO_ADDRESS" not in os.environ
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(QUEUE),
    "data_folder_out": str(QUEUE),
    "control_folder": str(QUEUE / "control"),
    "polling_interval": 0.2,
}
CELERY_TASK_IGNORE_RESULT = True

# Without a backend the completion package's tracker raises KeyError("default").
EVENT_TRACKING_ENABLED = True
EVENT_TRACKING_BACKENDS = {
    "tracking_logs": {
        "ENGINE": "eventtracking.backends.logger.LoggerBackend",
        "OPTIONS": {"name": "tracking", "max_event_size": 50_000},
    }
}
EVENT_TRACKING_PROCESSORS = []
TRACKING_IGNORE_URL_PATTERNS = [r"^/static/"]

# Open edX sites run with completion tracking on; a row in waffle's table turns it off.
WAFFLE_SWITCH_DEFAULT = True
XBLOCK_SETTINGS = {}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "tracking": {
            "class": "logging.FileHandler",
            "filename": VAR / "tracking.log",
            "formatter": "plain",
            "delay": True,
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"tracking": {"handlers": ["tracking"], "level": "INFO", "propagate": False}},
}

# The platform's plugin loader hands our settings modules its own module, in this order.
plugin_common.plugin_settings(sys.modules[__name__])
plugin_production.plugin_settings(sys.modules[__name__])
