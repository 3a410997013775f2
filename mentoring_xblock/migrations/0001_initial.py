from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import django.utils.timezone
import opaque_keys.edx.django.models
import uuid


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
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("body", models.TextField()),
                ("once_key", models.UUIDField(unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Coordinator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField()),
            ],
        ),
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
            model_name="handin",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handin",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring_xblock.round"
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
            model_name="goalversion",
            name="goal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="mentoring_xblock.goal"
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring_xblock.round"
            ),
        ),
        migrations.AddField(
            model_name="entryversion",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="mentoring_xblock.entry"
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring_xblock.round"
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
        migrations.AddField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="share",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="mentoring_xblock.share"
            ),
        ),
        migrations.AddIndex(
            model_name="trailentry",
            index=models.Index(fields=["item_kind", "item_id", "at"], name="mentoring_trail_item"),
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
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="mentoring_round_once"),
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
            model_name="handin",
            index=models.Index(fields=["owner", "course_key"], name="mentoring_handin_owner"),
        ),
        migrations.AddConstraint(
            model_name="handin",
            constraint=models.UniqueConstraint(fields=("usage_key", "owner", "number"), name="mentoring_handin_number"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["round", "state", "kind"], name="mentoring_group_state"),
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
        migrations.AddConstraint(
            model_name="coordinator",
            constraint=models.UniqueConstraint(fields=("programme", "user"), name="mentoring_coordinator_once"),
        ),
    ]
