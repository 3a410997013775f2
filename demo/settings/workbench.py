"""The plain workbench of xblock-sdk with our blocks in it: `manage.py migrate --run-syncdb`, then `runserver`.

A smoke test only. There are no Django users behind the workbench's students, so every handler must refuse politely.
"""

import os
from pathlib import Path

# The workbench's own settings write to `var/` under the working directory.
Path("var").mkdir(exist_ok=True)
os.environ.setdefault("EXCLUDE_SAMPLE_XBLOCKS", "yes")

from workbench.settings import *  # noqa: E402, F403
from workbench.settings import INSTALLED_APPS as WORKBENCH_APPS  # noqa: E402

MENTORING_HOST = "none"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
INSTALLED_APPS = [
    *WORKBENCH_APPS,
    "django.contrib.sites",
    "waffle",
    "submissions",
    "completion",
    "eventtracking.django.apps.EventTrackingConfig",
    "django_htmx",
    "mentoring_xblock",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("MENTORING_WORKBENCH_DATABASE", "var/workbench.sqlite3"),
    }
}
# Without a backend the completion package's tracker raises KeyError("default").
EVENT_TRACKING_ENABLED = True
EVENT_TRACKING_BACKENDS = {}
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
