"""The outbox: mails that are due, written in the transaction of what they tell."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField


class MessageState(models.TextChoices):
    """`unknown` is a mail whose sender died while sending: it may have gone out and is not sent again by itself."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Reason(models.TextChoices):
    """Why a mail was not sent, or is not known to be."""

    NOT_ENROLLED = "not_enrolled"
    NO_ADDRESS = "no_address"
    UNWANTED = "unwanted"
    NO_TEMPLATE = "no_template"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"


class Message(models.Model):
    """One mail to one person.

    `context` holds ids, names of programmes and groups, and dates (see `rendering.py`); it is emptied on sending.
    `reason` says why a mail that waits or failed was not sent; empty when nothing went wrong.

    .. pii: That a person got a mail of a certain kind.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course_key = CourseKeyField(max_length=255)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=64)
    context = models.JSONField(default=dict)
    #: One mail an event and person: the same key is never queued twice.
    event_key = models.CharField(max_length=191, unique=True)
    state = models.CharField(max_length=16, choices=MessageState.choices, default=MessageState.QUEUED)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="mentoring_message_due")]


class OptOut(models.Model):
    """That somebody wants no more mails of a kind from a course. `topic` is one of `data.Topic`.

    .. pii: Which mails a person does not want.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    topic = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "course_key", "topic"], name="mentoring_optout_once")]
