"""Groups that are open to sign up to, and who waits for a place."""

from __future__ import annotations

import uuid

from django.db import models

from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Participant


class OpenGroup(PublicRow):
    """That people may sign up to a group, until a moment or until it is ended. `where` is its town or house.

    `role` is who may, `text` what a coordinator says of it. Groups with one `once_key` stem were opened together, for
    instance in two towns.

    .. no_pii:
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="+")
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=16)
    where = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    closes_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Waiting(PublicRow):
    """Somebody waits for a place. `waits` is 1 while they do and NULL after, so that nobody waits twice at once.

    .. pii: That a person would like to be in a group.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    open_group = models.ForeignKey(OpenGroup, on_delete=models.CASCADE, related_name="waiting")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    waits = models.PositiveSmallIntegerField(null=True, default=1)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["open_group", "participant", "waits"], name="mentoring_waiting_once")
        ]
