import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring_xblock", "0017_journals_filled"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entryversion",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
