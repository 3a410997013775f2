"""What somebody asks the coordinators, and what is said about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Topic(models.TextChoices):
    """A word with the coordinators, or something that must not stay as it is."""

    TALK = "talk"
    CONCERN = "concern"


class State(models.TextChoices):
    """Waits for the coordinators, has their answer, or was settled."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"


class HelpRequest(PublicRow):
    """What somebody asks. `group` is where they asked from, if it was from one.

    .. pii: That a person asked for help.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=16, choices=Topic.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    #: Until when its asker has read.
    read_at = models.DateTimeField(null=True)
    once_key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["round", "state"], name="mentoring_help_round")]


class HelpMessage(PublicRow):
    """One thing that was said about it; empty where only the state changed, to the one in `state`.

    .. pii: Text that a person wrote.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=State.choices, blank=True)
    once_key = models.UUIDField(unique=True)
