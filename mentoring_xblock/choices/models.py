"""What mentees ask mentors."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Participant


class RequestState(models.TextChoices):
    """Where a request stands. `TAKEN`: another mentor said yes first, or the last place went to somebody else."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


class MentorRequest(PublicRow):
    """A mentee asks a mentor, with a message.

    `slot` is 1..n for the n requests that a mentee may have open at once, None once it is not open any more; so is
    `open_mentor`, which holds the mentor while the request is open: one cannot ask the same person twice at once.

    .. pii: What one person writes to another.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    message = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=RequestState.choices, default=RequestState.OPEN)
    slot = models.PositiveSmallIntegerField(null=True)
    open_mentor = models.PositiveBigIntegerField(null=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    once_key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentee", "slot"], name="mentoring_request_slot"),
            models.UniqueConstraint(fields=["mentee", "open_mentor"], name="mentoring_request_once"),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="mentoring_request_expiry")]


class Pause(models.Model):
    """A mentor who takes nobody more for now: they stand in no list, and nobody can ask them.

    .. pii: Links a person to a round.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    mentor = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
