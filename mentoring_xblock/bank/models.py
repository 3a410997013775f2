"""Profiles that outlive a round, and invitations to mentor in one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Programme, Round


class Profile(PublicRow):
    """What somebody tells about themselves in the bank of a programme.

    `topics`, `languages` and `places` are lists of ids; the plan names topics and places. `capacity` is how many
    mentees they take in a round. `paused` keeps a profile out of searches; `left_at` is set when they leave, and the
    words are emptied then.

    .. pii: What a person tells about themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="profiles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    headline = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    topics = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    places = models.JSONField(default=list)
    remote = models.BooleanField(default=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    paused = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "user"], name="mentoring_profile_once")]


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Invitation(PublicRow):
    """Somebody of the bank is asked to mentor in a round; one at a time, by `open_round`.

    `message` is what the coordinator wrote with it. An answer is waited for until `expires_at`.

    .. pii: Links a person to a round, with what one person writes to another.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="invitations")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=InvitationState.choices, default=InvitationState.OPEN)
    expires_at = models.DateTimeField()
    open_round = models.PositiveBigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "open_round"], name="mentoring_invitation_once")]
