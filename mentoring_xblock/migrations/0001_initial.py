import uuid

import django.db.models.deletion
import django.utils.timezone
import opaque_keys.edx.django.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockMirror",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("usage_key", opaque_keys.edx.django.models.UsageKeyField(max_length=255, unique=True)),
                ("course_key", opaque_keys.edx.django.models.CourseKeyField(db_index=True, max_length=255)),
                ("block_type", models.CharField(max_length=64)),
                ("slug", models.CharField(max_length=64)),
                ("title", models.JSONField(default=dict)),
                ("questions", models.JSONField(default=list)),
                ("graded", models.BooleanField(default=False)),
                ("points", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Coordinator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pair", "Pair"), ("small_group", "Small Group"), ("peer_group", "Peer Group")],
                        max_length=16,
                    ),
                ),
                ("circle", models.CharField(choices=[("mentoring", "Mentoring"), ("peer", "Peer")], max_length=16)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("capacity", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("closed", "Closed")],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("published_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("early", "Early"),
                            ("moved", "Moved"),
                            ("left", "Left"),
                            ("mistake", "Mistake"),
                        ],
                        max_length=16,
                    ),
                ),
                ("once_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("circle", models.CharField(choices=[("mentoring", "Mentoring"), ("peer", "Peer")], max_length=16)),
                ("leads", models.BooleanField(default=False)),
                ("seat", models.PositiveSmallIntegerField(null=True)),
                ("slot", models.PositiveSmallIntegerField(null=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "left_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("early", "Early"),
                            ("moved", "Moved"),
                            ("left", "Left"),
                            ("mistake", "Mistake"),
                        ],
                        max_length=16,
                    ),
                ),
                ("readable_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("course_key", opaque_keys.edx.django.models.CourseKeyField(max_length=255)),
                ("template", models.CharField(max_length=64)),
                ("context", models.JSONField(default=dict)),
                ("event_key", models.CharField(max_length=191, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                        ],
                        default="queued",
                        max_length=16,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_enrolled", "Not Enrolled"),
                            ("no_address", "No Address"),
                            ("no_template", "No Template"),
                            ("unreachable", "Unreachable"),
                            ("refused", "Refused"),
                            ("interrupted", "Interrupted"),
                        ],
                        max_length=16,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("mentee", "Mentee"),
                            ("mentor", "Mentor"),
                            ("coach", "Coach"),
                            ("supervisor", "Supervisor"),
                        ],
                        max_length=16,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(null=True)),
                ("headline", models.CharField(blank=True, max_length=200)),
                ("contact", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                ("left_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("course_key", opaque_keys.edx.django.models.CourseKeyField(max_length=255)),
                ("slug", models.CharField(max_length=64)),
                ("usage_key", opaque_keys.edx.django.models.UsageKeyField(max_length=255)),
                ("plan", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField()),
                ("active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_kind", models.CharField(max_length=16)),
                ("item_id", models.UUIDField()),
                ("verb", models.CharField(max_length=24)),
                ("group_ref", models.UUIDField(null=True)),
                ("points", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("starts_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="mentoring_xblock.programme",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(fields=("course_key", "slug"), name="mentoring_programme_once"),
        ),
        migrations.AddField(
            model_name="participant",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="mentoring_xblock.round"
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="mentoring_xblock.group"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="mentoring_xblock.participant",
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="mentoring_xblock.round"
            ),
        ),
        migrations.AddField(
            model_name="coordinator",
            name="named_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="coordinator",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="coordinators",
                to="mentoring_xblock.programme",
            ),
        ),
        migrations.AddField(
            model_name="coordinator",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="trailentry",
            index=models.Index(fields=["item_kind", "item_id", "at"], name="mentoring_trail_item"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="mentoring_round_once"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(fields=["user", "round"], name="mentoring_participant_user"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("round", "user", "role"), name="mentoring_participant_once"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["state", "due_at"], name="mentoring_message_due"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("group", "seat"), name="mentoring_seat_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("participant", "circle", "slot"), name="mentoring_slot_once"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["round", "state", "kind"], name="mentoring_group_state"),
        ),
        migrations.AddConstraint(
            model_name="coordinator",
            constraint=models.UniqueConstraint(fields=("programme", "user"), name="mentoring_coordinator_once"),
        ),
    ]
