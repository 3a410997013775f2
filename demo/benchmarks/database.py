"""A database that lives as long as a benchmark."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from django.db import connection


@contextlib.contextmanager
def own_database() -> Iterator[None]:
    """Point the default connection at a new, migrated database, and remove it afterwards.

    A temporary file where the settings say SQLite, else a database beside the configured one, on the same server.
    """
    before = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    name_before = test["NAME"]
    with tempfile.TemporaryDirectory(prefix="mentoring-benchmark-") as folder:
        sqlite = connection.vendor == "sqlite"
        test["NAME"] = str(Path(folder) / "benchmark.sqlite3") if sqlite else f"mentoring_benchmark_{uuid4().hex[:12]}"
        if not sqlite:
            let_submissions_migrate()
        try:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            try:
                yield
            finally:
                connection.creation.destroy_test_db(before, verbosity=0)
        finally:
            test["NAME"] = name_before


def let_submissions_migrate() -> None:
    """Leave out a migration of edx-submissions that turns columns of old databases, and fails on every MariaDB.

    A new database has nothing to turn.
    """
    with contextlib.suppress(ModuleNotFoundError):
        import_module("submissions.migrations.0006_mariadb_uuid_conversion").Migration.operations = []
