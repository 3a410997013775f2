"""Prompts that a group answers together, and who of it has handed an answer over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Reflection(PublicRow):
    """A prompt of a journal as one group answers it; the row comes to be with the first answer.

    `frame` is the prompt's id in the journal `usage_key`. `opened_at` is None until everybody reads.

    .. no_pii:
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("mentoring_xblock.Group", on_delete=models.CASCADE, related_name="+")
    usage_key = UsageKeyField(max_length=255)
    frame = models.CharField(max_length=40)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "usage_key", "frame"], name="mentoring_reflection_once"),
        ]


class ReflectionAnswer(models.Model):
    """That somebody handed an entry of theirs over to their group, to be read once the reflection opens.

    `text_id` is the public id of the entry's kept text that the others will see.

    .. pii: That a person answered.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="answers")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey("mentoring_xblock.Entry", on_delete=models.CASCADE, related_name="+")
    text_id = models.UUIDField()
    handed_over_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reflection", "owner"], name="mentoring_reflectionanswer_once"),
        ]
