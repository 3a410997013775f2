"""The suite on MySQL or MariaDB, reached through a unix socket only.

MENTORING_MYSQL_SOCKET is the path of the socket; MENTORING_MYSQL_DATABASE (`mentoring`) and MENTORING_MYSQL_USER
(`root`) may be given too.
"""

import os

from demo.settings.test import *  # noqa: F403

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": os.environ.get("MENTORING_MYSQL_DATABASE", "mentoring"),
        "USER": os.environ.get("MENTORING_MYSQL_USER", "root"),
        "PASSWORD": os.environ.get("MENTORING_MYSQL_PASSWORD", ""),
        "HOST": os.environ["MENTORING_MYSQL_SOCKET"],
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {
            "charset": "utf8mb4",
            "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
            "isolation_level": "read committed",
        },
        "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"},
    }
}
