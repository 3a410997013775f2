"""Journal entries and their checkpoints."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Entry(PublicRow):
    """One entry. `answers` maps the journal's stable prompt ids to Markdown; `version` grows with each save.

    .. pii: Text that a person wrote for themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)
    theme = models.CharField(max_length=64, blank=True)
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
        indexes = [models.Index(fields=["owner", "round", "usage_key"], name="mentoring_entry_owner")]


class EntryVersion(models.Model):
    """A checkpoint of an entry: what stood when it was shared or handed in, or the text that lost a conflict.

    .. pii: Text that a person wrote for themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=16)
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["entry", "created_at"], name="mentoring_entryversion_at")]
