"""Hand-ins and the points given for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.kit.sealed import SealedJSONField, SealedTextField
from mentoring_xblock.programme.models import Round


class Kind(models.TextChoices):
    """What a hand-in is: things that its author chose, or that they take part, which holds no text."""

    CHOSEN = "chosen"
    PART = "part"


class HandIn(PublicRow):
    """What a person chose to hand in at one moment, frozen until they take it back.

    `number` counts a person's hand-ins of a block from 1; only the newest live one is scored. `content` is a list of
    `{"kind", "id", "title", "version", "parts": [{"label", "text"}]}`, of which kind, id and version are left once it
    is taken back; the submission in edx-submissions holds references and counts only. `title` is that of the first
    thing in it, for lists. `maximum` is the block's at that
    moment, and so is `rubric` (a list as authored, empty without one). `due_at` is the day that the course had set for
    this person. `asked_again_at` is when whoever mentors them asked, with `asked_again_words`, to revise it.
    `withdrawn_at` is when it ended: its author took it back, or staff deleted the learner's state.

    .. pii: Text that a person chose to hand in, and what a mentor wrote to them about it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    block_type = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHOSEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = SealedJSONField(default=list)
    title = SealedTextField(blank=True)
    maximum = models.PositiveIntegerField()
    rubric = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    asked_again_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_again_words = models.TextField(blank=True)
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

    They are a draft until `released_at`, and stand from then until `withdrawn_at`, when they were withdrawn or others
    took their place; a draft that was given up has `withdrawn_at` alone. A person and a block have at most one draft,
    and at most one row that stands: its points are the ones in the gradebook. `marks` maps criteria of the hand-in's
    rubric to the points of the level that was chosen. `scorer` is None for points by taking part.

    .. pii: Text that a mentor wrote to a mentee.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    points = models.PositiveIntegerField()
    marks = models.JSONField(default=dict)
    feedback = models.TextField(blank=True)
    scored_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class Extension(PublicRow):
    """More time, or more hand-ins, for one person in one block. `until` is None where only the number grows.

    .. pii: That a person was given more time.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["usage_key", "owner"], name="mentoring_extension_once")]
