"""Proposals, who sits where in them, how they were changed, and what people say to their published places."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.groups.models import Kind, Membership
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Participant, Round

#: What proposals are of; people find their way to supervision themselves.
_KINDS = [(kind.value, kind.label) for kind in (Kind.PAIR, Kind.SMALL_GROUP, Kind.PEER_GROUP)]


class Stage(models.TextChoices):
    """Where a proposal stands: a job first, then a draft to work on, then published by another job, or put aside."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Proposal(PublicRow):
    """A run of the engine and what became of it.

    brief: JSON, what the run was asked (see `brief.py`). inputs: whom it was made from and with which version of what
    they answered; input_hash: of the arrays and the seed. step: a code of what the job is doing, with `progress` in
    percent; `beat_at` is when it last said so, by which a job that was killed is found. inputs and report: JSON that
    `running.py` describes; primary keys and numbers only.
    version: grows with every change, so that two coordinators see each other's. parent: what it was re-run from.
    publishing: JSON, what was chosen when it was to be published, and then what that did (see `publishing.py`).

    .. pii: Who made it; whom it seats is in `Seat`.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=16, choices=_KINDS)
    letter = models.CharField(max_length=4)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.QUEUED)
    brief = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=32, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=64, blank=True)
    inputs = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    publishing = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    once_key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "letter"], name="mentoring_proposal_letter")]


class Seat(models.Model):
    """Where a proposal puts somebody.

    For pairs and small groups `member` is a mentee and `leader` their mentor. For peer groups `number` is the group,
    counted from 1, and `leads` marks its coach. Without `leader` and `number` they are left without a place. `score` is
    0..100000 and `parts` a list of `[criterion, points, most]` whose points add up to it. `rank` is the leader's place
    in the list of the member's scores, and `leader_rank` the member's in the leader's, both from 1.

    .. pii: Links a person to others.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    leader = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveIntegerField(null=True)
    leads = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    score = models.PositiveIntegerField(null=True)
    parts = models.JSONField(default=list)
    rank = models.PositiveIntegerField(null=True)
    leader_rank = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["proposal", "leader"], name="mentoring_seat_leader")]


class Answered(models.Model):
    """What somebody had answered when a proposal was made, as numbers: changing by hand compares by it (`keeping.py`).

    version: of what they had applied with. named: JSON, whom they named, null for nobody.

    .. pii: What a person answered when they applied, in numbers, and whom they named.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answered")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    application_id = models.PositiveBigIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    coded = models.BinaryField()
    named = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "participant"], name="mentoring_answered_once")]


class Change(models.Model):
    """One change by hand: `before` and `after` map members to where they sat, so that it can be undone and done again.

    `version` is the proposal's since this was last done or undone, so that a page can tell what it has not seen.

    .. pii: Links people to others.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    what = models.CharField(max_length=16)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="mentoring_change_once")]


class Answer(models.TextChoices):
    """What somebody says to a published place. Saying nothing in time is keeping it."""

    OPEN = "open"
    KEPT = "kept"
    DECLINED = "declined"


class Offer(PublicRow):
    """A published place that its holder may decline until `answer_by`. `proposal` is what it was published from.

    .. pii: What a person says to a place.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.SET_NULL, related_name="offers")
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="offer")
    answer = models.CharField(max_length=16, choices=Answer.choices, default=Answer.OPEN)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    #: For the coordinators; may be empty.
    reason = models.TextField(blank=True)
