"""The letters that a call's coordinators write once, to be sent from then on."""

import django.db.models.deletion
import opaque_keys.edx.django.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring_xblock", "0006_publishing_by_a_job")]

    operations = [
        migrations.CreateModel(
            name="CallLetters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("usage_key", opaque_keys.edx.django.models.UsageKeyField(max_length=255, unique=True)),
                ("letters", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mentoring_xblock.programme",
                    ),
                ),
            ],
        ),
    ]
