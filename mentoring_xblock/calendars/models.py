"""The private calendar feeds that people subscribe to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Feed(models.Model):
    """One person's feed of the meetings of all their programmes. `digest` is the SHA-256 of the address's secret.

    .. pii: That a person subscribes to their meetings.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
