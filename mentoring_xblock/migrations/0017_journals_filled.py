"""What rows from before journals in depth lack; apart from tables, so that it can fail and run again."""

import uuid

from django.db import migrations
from django.utils import timezone

#: Rows that are changed by one statement.
BATCH = 200


def fill(apps, schema_editor):
    """Give kept texts ids, entries the day on which they were begun, and hand-ins the title that lists show."""

    def name(row):
        row.public_id = uuid.uuid4()

    def date(row):
        row.day = timezone.localdate(row.created_at)

    def call(row):
        first = row.content[0] if row.content else {}
        row.title = first.get("title", "") if isinstance(first, dict) else ""

    for model, column, give in (("EntryVersion", "public_id", name), ("Entry", "day", date), ("HandIn", "title", call)):
        rows = apps.get_model("mentoring_xblock", model)._default_manager
        last = 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
            for row in batch:
                give(row)
            rows.bulk_update(batch, [column])
            last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring_xblock", "0016_journals_in_depth"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
