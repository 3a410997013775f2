"""The tables as MariaDB sees them."""

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db]


def test_mariadb_has_no_warning_about_our_models():
    """Conditional unique constraints, for one, do nothing there; Django warns of them."""
    call_command("check", databases=["default"], fail_level="WARNING")


def test_text_of_every_script_survives():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["äö 👩‍🏫 עברית"])
        assert cursor.fetchone() == ("äö 👩‍🏫 עברית",)
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_collation NOT LIKE 'utf8mb4%%'"
        )
        assert cursor.fetchall() == ()
