import uuid

import django.db.models.deletion
import django.utils.timezone
import opaque_keys.edx.django.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mentoring_xblock", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("course_key", opaque_keys.edx.django.models.CourseKeyField(max_length=255)),
                ("usage_key", opaque_keys.edx.django.models.UsageKeyField(max_length=255)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("answers", models.JSONField(default=dict)),
                ("theme", models.CharField(blank=True, max_length=64)),
                ("words", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("once_key", models.UUIDField(unique=True)),
                ("page_key", models.UUIDField(null=True)),
                ("page_step", models.PositiveIntegerField(default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring_xblock.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("course_key", opaque_keys.edx.django.models.CourseKeyField(max_length=255)),
                ("usage_key", opaque_keys.edx.django.models.UsageKeyField(max_length=255)),
                ("answers", models.JSONField(default=dict)),
                ("theme", models.CharField(blank=True, max_length=64)),
                ("target_on", models.DateField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "Active"),
                            ("achieved", "Achieved"),
                            ("partly", "Partly"),
                            ("changed", "Changed"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("once_key", models.UUIDField(unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring_xblock.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("course_key", opaque_keys.edx.django.models.CourseKeyField(max_length=255)),
                ("usage_key", opaque_keys.edx.django.models.UsageKeyField(max_length=255)),
                ("block_type", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(default=list)),
                ("maximum", models.PositiveIntegerField()),
                ("submission_uuid", models.CharField(blank=True, max_length=36)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("once_key", models.UUIDField(unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring_xblock.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("item_kind", models.CharField(max_length=16)),
                ("item_id", models.UUIDField()),
                ("audience", models.CharField(choices=[("leader", "Leader"), ("group", "Group")], max_length=16)),
                ("live", models.PositiveSmallIntegerField(default=1, null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="mentoring_xblock.group"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner_membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares_given",
                        to="mentoring_xblock.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("points", models.PositiveIntegerField()),
                ("feedback", models.TextField(blank=True)),
                ("scored_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "hand_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="mentoring_xblock.handin"
                    ),
                ),
                (
                    "scorer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened_version", models.PositiveIntegerField(null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="mentoring_xblock.membership",
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="mentoring_xblock.share"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GoalVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=16)),
                ("content", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="mentoring_xblock.goal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EntryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=16)),
                ("content", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="mentoring_xblock.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("body", models.TextField()),
                ("once_key", models.UUIDField(unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="mentoring_xblock.share",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="share",
            index=models.Index(fields=["item_kind", "item_id"], name="mentoring_share_item"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(
                fields=("item_kind", "item_id", "group", "audience", "live"), name="mentoring_share_once"
            ),
        ),
        migrations.AddIndex(
            model_name="reader",
            index=models.Index(fields=["user", "share"], name="mentoring_reader_user"),
        ),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.UniqueConstraint(fields=("share", "membership"), name="mentoring_reader_once"),
        ),
        migrations.AddIndex(
            model_name="handin",
            index=models.Index(fields=["owner", "course_key"], name="mentoring_handin_owner"),
        ),
        migrations.AddConstraint(
            model_name="handin",
            constraint=models.UniqueConstraint(fields=("usage_key", "owner", "number"), name="mentoring_handin_number"),
        ),
        migrations.AddIndex(
            model_name="goalversion",
            index=models.Index(fields=["goal", "created_at"], name="mentoring_goalversion_at"),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["owner", "round", "usage_key"], name="mentoring_goal_owner"),
        ),
        migrations.AddIndex(
            model_name="entryversion",
            index=models.Index(fields=["entry", "created_at"], name="mentoring_entryversion_at"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["owner", "round", "usage_key"], name="mentoring_entry_owner"),
        ),
    ]
