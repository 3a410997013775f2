"""Hand-ins and the points given for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class HandIn(PublicRow):
    """What a person chose to hand in at one moment, frozen until they take it back.

    `number` counts a person's hand-ins of a block from 1; only the newest live one is scored. `content` is a list of
    `{"kind", "id", "title", "version", "parts": [{"label", "text"}]}`, of which kind, id and version are left once it
    is taken back; the submission in edx-submissions holds references and counts only. `maximum` is the block's at that
    moment. `withdrawn_at` is when it ended: its author took it back, or staff deleted the learner's state.

    .. pii: Text that a person chose to hand in.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    block_type = models.CharField(max_length=64)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=list)
    maximum = models.PositiveIntegerField()
    submission_uuid = models.CharField(max_length=36, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    once_key = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["usage_key", "owner", "number"], name="mentoring_handin_number"),
        ]
        indexes = [models.Index(fields=["owner", "course_key"], name="mentoring_handin_owner")]


class Score(PublicRow):
    """Points for a hand-in, with feedback. Rows are kept.

    `withdrawn_at` is when they ceased to stand, because they were withdrawn or others took their place. For a person
    and a block at most one row has none: its points are the ones in the gradebook.

    .. pii: Text that a mentor wrote to a mentee.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    points = models.PositiveIntegerField()
    feedback = models.TextField(blank=True)
    scored_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
