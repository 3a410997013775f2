"""Pairs that two people declare themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class DeclarationState(models.TextChoices):
    """Waits for the other person, then for a coordinator; then it is a group, or will not be one."""

    ASKED = "asked"
    AGREED = "agreed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Declaration(PublicRow):
    """That two people want to work together. `asked_by` is one of the two.

    `named` is what they typed for the other one. Nobody learns by it who is in the course: where it is nobody there,
    the other one's column stays empty, and nothing else is different. `open` is 1 while it waits for somebody and NULL
    after, so that one pair is declared once at a time.

    .. pii: That two people want to work together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named = models.CharField(max_length=255)
    starts_on = models.DateField(null=True)
    state = models.CharField(max_length=16, choices=DeclarationState.choices, default=DeclarationState.ASKED)
    open = models.PositiveSmallIntegerField(null=True, default=1)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "mentor", "mentee", "open"], name="mentoring_declaration_once")
        ]
