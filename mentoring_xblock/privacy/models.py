"""The trail: who did what with a thing that somebody wrote, readable by its owner."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class TrailEntry(models.Model):
    """One step in the life of a goal, an entry or a hand-in. Never holds text that a person wrote.

    Also that a table was taken away: a step for each person of whom it tells, with their application or their round.
    `group_ref` is the public id of the group that a share named, when there was one, and `share_ref` that of the share.

    .. pii: Links two people: the owner of a thing and who acted on it.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    item_kind = models.CharField(max_length=16)
    item_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=24)
    group_ref = models.UUIDField(null=True)
    share_ref = models.UUIDField(null=True)
    points = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["item_kind", "item_id", "at"], name="mentoring_trail_item")]
