"""Django's SQLite backend, with transactions that wait for one another.

A transaction that reads first and writes later can't wait for somebody who wrote meanwhile: SQLite answers "database is
locked" at once. The demo has two processes, so its transactions ask for the right to write when they begin. Django 5.1
has a setting for it; this serves 4.2 as well.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins each transaction with the right to write."""

    def _start_transaction_under_autocommit(self):
        self.cursor().execute("BEGIN IMMEDIATE")
