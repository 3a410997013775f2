"""Groups, and who is in them. The promises about capacity are kept by this file's unique constraints."""

from __future__ import annotations

import uuid

from django.db import models

from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import LEADERS, Participant, Role, Round


class Kind(models.TextChoices):
    """What a coordinator makes."""

    PAIR = "pair"
    SMALL_GROUP = "small_group"
    PEER_GROUP = "peer_group"
    SUPERVISION = "supervision"


class Circle(models.TextChoices):
    """What a person can be in once: a mentoring relation (a pair or a small group), a peer group, and supervision.

    Those of the last two are groups of equals, whoever leads them.
    """

    MENTORING = "mentoring"
    PEER = "peer"
    SUPERVISION = "supervision"


class State(models.TextChoices):
    """A group is a draft until it is published, and closed at its end."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class CloseReason(models.TextChoices):
    """Why a group closed, or a person left it. None of them names a fault."""

    COMPLETED = "completed"
    EARLY = "early"
    MOVED = "moved"
    LEFT = "left"
    MISTAKE = "mistake"
    QUIET = "quiet"
    TIME = "time"
    CHANGED = "changed"
    ANOTHER = "another"


CIRCLE_OF = {
    Kind.PAIR: Circle.MENTORING,
    Kind.SMALL_GROUP: Circle.MENTORING,
    Kind.PEER_GROUP: Circle.PEER,
    Kind.SUPERVISION: Circle.SUPERVISION,
}

#: Which roles lead a circle's groups, and which are in them; the members of one group of equals share one role.
LEADING_ROLES = {
    Circle.MENTORING: frozenset({Role.MENTOR}),
    Circle.PEER: LEADERS,
    Circle.SUPERVISION: frozenset({Role.COACH, Role.SUPERVISOR}),
}
MEMBER_ROLES = {
    Circle.MENTORING: frozenset({Role.MENTEE}),
    Circle.PEER: frozenset({Role.MENTEE, Role.MENTOR, Role.PEER}),
    Circle.SUPERVISION: frozenset({Role.MENTEE, Role.MENTOR, Role.PEER}),
}


class Group(PublicRow):
    """A pair, a small mentoring group, a peer group or a supervision group of a round.

    `capacity` counts the members' places; the leader's place comes on top. `once_key` is made with the form that makes
    the group, so that a double click makes one. `starts_on` and `ends_on` are its own first and last day where they are
    not the round's: a relationship that began when it was ready, or was extended. `warned_at` is when its people were
    told that it closes unless something happens; `kept_at` when somebody in it last said that they go on. `phase_days`
    are first days of its phases, as ISO dates by the phase's id, where a coordinator moved them.

    .. no_pii: The name is written by a coordinator and names no person unless they choose to.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    circle = models.CharField(max_length=16, choices=Circle.choices)
    name = models.CharField(max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=16, choices=CloseReason.choices, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    phase_days = models.JSONField(default=dict)
    once_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["round", "state", "kind"], name="mentoring_group_state")]


class Membership(PublicRow):
    """A participant's place in a group.

    `seat` is 0 for the leader and 1..capacity for the members, None once the place is given up. `slot` is 1 for a
    member and 1..capacity for a leader; in groups of equals a leader's begin at 2, because a mentor who leads one may
    be a member of another. None in a draft and once the place is given up. Because NULL never collides, the two unique
    constraints hold exactly while a place is taken, on SQLite and MySQL alike.
    `readable_until` is when what was shared in this group closes for this person; None while they are in it.

    .. pii: Links a person to their group.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="memberships")
    circle = models.CharField(max_length=16, choices=Circle.choices)
    leads = models.BooleanField(default=False)
    seat = models.PositiveSmallIntegerField(null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    left_reason = models.CharField(max_length=16, choices=CloseReason.choices, blank=True)
    readable_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "seat"], name="mentoring_seat_once"),
            models.UniqueConstraint(fields=["participant", "circle", "slot"], name="mentoring_slot_once"),
        ]
