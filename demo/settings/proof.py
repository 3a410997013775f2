"""For `scripts/prove_reminders`: jobs go through a Redis, to workers that are processes of their own.

MENTORING_BROKER is the address of the Redis. The database is the server behind MENTORING_MYSQL_SOCKET, where that is
set, else a file.
"""

import os

from demo.settings.base import *  # noqa: F403

DEBUG = False
CELERY_BROKER_URL = os.environ["MENTORING_BROKER"]
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

if "MENTORING_MYSQL_SOCKET" in os.environ:
    from demo.settings.test_mysql import DATABASES  # noqa: F401
