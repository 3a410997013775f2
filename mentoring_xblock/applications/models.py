"""Applications, what was decided on them, and who wants to hear when a call opens."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Participant, Programme, Role, Round


class CallRole(models.TextChoices):
    """What people apply to be. Who is taken into a group of equals is a peer in the round."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    SUPERVISION_GROUP = "supervision_group"
    ROLE_GROUP = "role_group"


ROLE_OF = {
    CallRole.MENTEE: Role.MENTEE,
    CallRole.MENTOR: Role.MENTOR,
    CallRole.SUPERVISION_GROUP: Role.PEER,
    CallRole.ROLE_GROUP: Role.PEER,
}


class Status(models.TextChoices):
    """Where an application stands. A draft is known to its writer only."""

    DRAFT = "draft"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Application(PublicRow):
    """What one person answered to one call in one round.

    `answers` maps the call's stable question ids to values, whose shapes `answers.py` describes. `version` grows with
    each save, so that a proposal can tell what it was made from. `late_until` is set by a coordinator who lets this
    person write after the call has closed. `reserve_order` grows with each who comes into reserve: one's place is
    how many of the call's reserve have a smaller one, and nobody's row changes when somebody leaves. `participant` is
    the role that accepting gave.

    .. pii: What a person tells about themselves when they apply.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    course_key = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    role = models.CharField(max_length=24, choices=CallRole.choices)
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    answers = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    committed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    late_until = models.DateTimeField(null=True)
    reserve_order = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    once_key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "usage_key", "applicant"], name="mentoring_application_once"),
            models.UniqueConstraint(fields=["round", "usage_key", "reserve_order"], name="mentoring_reserve_once"),
        ]
        indexes = [models.Index(fields=["round", "role", "status"], name="mentoring_application_status")]


class Decision(models.Model):
    """One decision on an application, kept for good: what was told, and why.

    `told` is the reason that the applicant was given; `reason` is the matching group's own and sealed with its notes.
    `once_key` names the click that decided: a second one with the same key decides nothing.

    .. pii: Why somebody was taken or not.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    status = models.CharField(max_length=16, choices=Status.choices)
    told = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    once_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "once_key"], name="mentoring_decision_once"),
        ]


class Watcher(models.Model):
    """Somebody who wants to hear when an announced call opens; `told_at` once they have.

    .. pii: Links a person to a call.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    usage_key = UsageKeyField(max_length=255)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["usage_key", "user"], name="mentoring_watcher_once")]


class CallLetters(models.Model):
    """What the coordinators of a call send its applicants: `{status: {language: text}}`, without those left as we made
    them. They are the call's, so that the next round begins with them.

    .. no_pii:
    """

    usage_key = UsageKeyField(max_length=255, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    letters = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
