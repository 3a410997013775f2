"""A proposal that is being published by a job, and what was chosen for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring_xblock", "0005_invitations_say_more")]

    operations = [
        migrations.AddField("proposal", "publishing", models.JSONField(default=dict)),
        migrations.AlterField(
            "proposal",
            "stage",
            models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("running", "Running"),
                    ("ready", "Ready"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                    ("publishing", "Publishing"),
                    ("published", "Published"),
                    ("discarded", "Discarded"),
                ],
                default="queued",
                max_length=16,
            ),
        ),
    ]
