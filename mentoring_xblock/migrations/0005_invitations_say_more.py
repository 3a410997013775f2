"""What a coordinator writes with an invitation, and until when an answer is waited for."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("mentoring_xblock", "0004_proposals_and_choices")]

    operations = [
        migrations.AddField("invitation", "message", models.TextField(blank=True)),
        migrations.AddField(
            "invitation", "expires_at", models.DateTimeField(default=timezone.now), preserve_default=False
        ),
        migrations.AlterField(
            "invitation",
            "state",
            models.CharField(
                choices=[
                    ("open", "Open"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("expired", "Expired"),
                ],
                default="open",
                max_length=16,
            ),
        ),
    ]
