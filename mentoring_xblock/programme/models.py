"""The mirror of what authors published, the rounds of a programme, and the people in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow


class Programme(PublicRow):
    """A programme of a course, as its author last published it. Written on publishing only.

    `plan` is the plan as data (see `plan.py`).

    .. no_pii:
    """

    course_key = CourseKeyField(max_length=255)
    slug = models.CharField(max_length=64)
    usage_key = UsageKeyField(max_length=255)
    plan = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course_key", "slug"], name="mentoring_programme_once")]


class BlockMirror(models.Model):
    """One published block of ours: title, questions and maximum, so that other pages read an indexed row.

    `settings` holds what else other pages need of a block, for instance when a call opens and closes; `mirror.py` says
    which fields those are.

    .. no_pii:
    """

    usage_key = UsageKeyField(max_length=255, unique=True)
    course_key = CourseKeyField(max_length=255, db_index=True)
    block_type = models.CharField(max_length=64)
    slug = models.CharField(max_length=64)
    title = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    graded = models.BooleanField(default=False)
    points = models.PositiveIntegerField(default=0)
    settings = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    active = models.BooleanField(default=True)


class Round(PublicRow):
    """One run of a plan with its own people; `number` counts from 1.

    `phase_days` are first days of phases, as ISO dates by the phase's id, where a coordinator moved them.

    .. no_pii:
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    phase_days = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="mentoring_round_once")]


class PhaseStep(PublicRow):
    """One time that a coordinator moved the days of phases: of the round, or of the group with this public id.

    `phase` is the id of the phase that they moved. `before` and `after` are first days by the phase's id, as they were
    chosen; `made_at` is when.

    .. pii: That a coordinator did something.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="phase_steps")
    group_ref = models.UUIDField(null=True)
    phase = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["round", "group_ref", "made_at"], name="mentoring_phasestep_round")]


class Role(models.TextChoices):
    """What somebody is in a round. One person may hold several. A peer is in a group of equals and nothing else."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    COACH = "coach"
    SUPERVISOR = "supervisor"
    PEER = "peer"


#: Roles that lead groups, in as many as their capacity; the others are in one group of a circle.
LEADERS = frozenset({Role.MENTOR, Role.COACH, Role.SUPERVISOR})


class Participant(PublicRow):
    """A person in a role in a round, with the card that they wrote for their partners.

    `contact` is what the person entered for their partners and never the account's address. `capacity` is how many
    groups of a circle a leader takes; None stands for the plan's.

    .. pii: What a person tells their partners about themselves.
    .. pii_types: name, email_address, phone_number, other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    capacity = models.PositiveSmallIntegerField(null=True)
    headline = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "user", "role"], name="mentoring_participant_once")]
        indexes = [models.Index(fields=["user", "round"], name="mentoring_participant_user")]


class Coordinator(models.Model):
    """A member of the course's staff whom an administrator of the course named coordinator.

    .. pii: Links a person to a programme.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="coordinators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "user"], name="mentoring_coordinator_once")]


class Post(models.TextChoices):
    """What a coordinator can name somebody of the course, beside the roles of a round."""

    MATCHER = "matcher"
    LINE_MANAGER = "line_manager"


class Appointment(models.Model):
    """Somebody whom a coordinator named: a reader in the matching group, or a line manager who searches the bank.

    .. pii: Links a person to a programme.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="appointments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.CharField(max_length=16, choices=Post.choices)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "user", "post"], name="mentoring_appointment_once")]
