"""Goals that people and groups write on an authored worksheet, their versions, and what is to be done for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.groups.models import Group
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
    """One goal, of a person or of a group: either `owner` or `group` is set.

    `answers` maps the worksheet's stable question ids to text, and `asked` the same ids to the question's words, by
    language, as they were when that was written. `version` grows with each save. `taken_from` is the goal of an earlier
    round that it was taken along from.

    .. pii: Text that a person wrote for themselves, or people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    theme = models.CharField(max_length=64, blank=True)
    target_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    #: The key that the browser made for the first save, so that a double click makes one goal.
    once_key = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "owner", "taken_from"], name="mentoring_goal_along"),
        ]
        indexes = [
            models.Index(fields=["owner", "round", "usage_key"], name="mentoring_goal_owner"),
            models.Index(fields=["group", "deleted_at"], name="mentoring_goal_group"),
        ]


class GoalVersion(models.Model):
    """A checkpoint of a goal: what stood when it was shared, handed in or written anew, or what lost a conflict.

    `author` is who wrote it. `created_at` is when it was put aside.

    .. pii: Text that a person wrote for themselves, or people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=16)
    content = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["goal", "created_at"], name="mentoring_goalversion_at")]


class GoalAction(PublicRow):
    """What is to be done for a goal, for the eyes of whoever reads the goal.

    What somebody promises to their group is another thing (`notes.models.Action`).

    .. pii: Text that a person wrote.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    once_key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["goal", "done_at"], name="mentoring_goalaction_goal")]
