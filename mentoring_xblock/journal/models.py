"""Journal entries and their checkpoints."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.kit.sealed import SealedJSONField, SealedTextField
from mentoring_xblock.programme.models import Round


class Entry(PublicRow):
    """One entry. `answers` maps the journal's stable prompt ids to Markdown; `version` grows with each save.

    `asked` keeps, by the same ids, what each question said when it was answered. `frame` is the id of the prompt that
    the entry was written on; entries from before there were several have none, which stands for "main". `day` is the
    day that it is about, by its writer, and `mood` one of five, if they said. `insights` counts the passages that they
    marked as such.

    .. pii: Text that a person wrote for themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = SealedTextField(blank=True)
    answers = SealedJSONField(default=dict)
    asked = models.JSONField(default=dict)
    frame = models.CharField(max_length=40, blank=True)
    theme = models.CharField(max_length=64, blank=True)
    day = models.DateField(default=timezone.localdate)
    mood = models.PositiveSmallIntegerField(null=True)
    goal = models.ForeignKey("mentoring_xblock.Goal", null=True, on_delete=models.SET_NULL, related_name="+")
    meeting = models.ForeignKey("mentoring_xblock.Meeting", null=True, on_delete=models.SET_NULL, related_name="+")
    insights = models.PositiveSmallIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    #: The key that the browser made for the first save, so that a retried autosave makes one entry.
    once_key = models.UUIDField(unique=True)
    #: The page that saved last, by the key it was rendered with, and the number of its save: a page that missed the
    #: answer to a save is no other device, and of two saves of one page that cross on the way the later one stands.
    page_key = models.UUIDField(null=True)
    page_step = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "round", "usage_key"], name="mentoring_entry_owner"),
            models.Index(fields=["owner", "usage_key", "day"], name="mentoring_entry_day"),
        ]


class EntryVersion(models.Model):
    """A checkpoint of an entry: what stood before a sitting, when it was shared or handed in, or lost a conflict.

    With the reason "excerpt" it holds the passages that its author chose to share, under their questions' ids.

    .. pii: Text that a person wrote for themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=16)
    content = SealedJSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["entry", "created_at"], name="mentoring_entryversion_at")]
