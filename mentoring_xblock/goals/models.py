"""Goals that a mentee writes on an authored worksheet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Status(models.TextChoices):
    """Where a goal stands, in its owner's own words."""

    DRAFT = "draft"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    PARTLY = "partly"
    CHANGED = "changed"
    DROPPED = "dropped"


class Goal(PublicRow):
    """One goal. `answers` maps the worksheet's stable question ids to text; `version` grows with each save.

    .. pii: Text that a person wrote for themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    theme = models.CharField(max_length=64, blank=True)
    target_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    #: The key that the browser made for the first save, so that a double click makes one goal.
    once_key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "round", "usage_key"], name="mentoring_goal_owner")]


class GoalVersion(models.Model):
    """A checkpoint of a goal: what stood when it was shared or handed in, or the text that lost a conflict.

    .. pii: Text that a person wrote for themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=16)
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["goal", "created_at"], name="mentoring_goalversion_at")]
