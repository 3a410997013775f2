"""The abstract row that all of our tables build on."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class PublicRow(models.Model):
    """A row that a browser may name: by a random id, so that gaps in a sequence tell nothing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
