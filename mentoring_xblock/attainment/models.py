"""Scales of goals, ratings on them, and means over many people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Scale(models.Model):
    """The five levels of a goal. `levels` maps "-2" to "2" to what the person wrote; missing ones are not written yet.

    `baseline` is the level at which the person began, by their own account. `weight` says how much the goal counts
    beside the others, from 0. `version` grows with each save; `means_from` is the version since which the levels mean
    what they mean now, so that ratings on earlier ones do not count.

    .. pii: Text that a person wrote for themselves, or people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="+")
    levels = models.JSONField(default=dict)
    baseline = models.SmallIntegerField(null=True)
    weight = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    means_from = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)


class GoalRating(PublicRow):
    """Where somebody was with a goal at one time. Only agreement is added to it later.

    `level` is None for a line about a goal that has no whole scale. `stage` is one of `programme.plan_goals.Stage`;
    `milestone` is the id of the plan's review that it was given in, if it was in one. `agreed_by` is the mentor who
    agreed.

    .. pii: How a person rates their own goal, in their own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    stage = models.CharField(max_length=8)
    milestone = models.CharField(max_length=40, blank=True)
    level = models.SmallIntegerField(null=True)
    words = models.TextField(blank=True)
    scale_version = models.PositiveIntegerField(default=0)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    once_key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["goal", "created_at"], name="mentoring_goalrating_goal")]


class Figure(models.Model):
    """A mean T-score of a round at one stage, over `people`, fixed once and never worked out again.

    .. no_pii:
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=8)
    people = models.PositiveIntegerField()
    mean = models.PositiveSmallIntegerField()
    fixed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "stage"], name="mentoring_figure_once")]
