"""Meetings, the times that were proposed for them, and who comes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Kind(models.TextChoices):
    """A group's own meeting, or what kind a meeting of the programme is (`plan_relationship.Gathering`)."""

    OWN = "own"
    KICK_OFF = "kick_off"
    JOINT = "joint"
    TRAINING = "training"
    ROLE_GROUP = "role_group"
    SUPERVISION = "supervision"
    INFORMAL = "informal"


class State(models.TextChoices):
    """A meeting of the programme is a draft until it is announced; a group's own begins with times or is booked.

    Whether a booked meeting is over is the clock's to say; `held` that somebody said that it took place.
    """

    DRAFT = "draft"
    ASKING = "asking"
    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"


class Way(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


class Answer(models.TextChoices):
    """What somebody said to a meeting of the programme; `waiting` has no seat and waits for one."""

    COMING = "coming"
    NOT_COMING = "not_coming"
    WAITING = "waiting"


class Meeting(PublicRow):
    """One meeting. `group` is None for a meeting of the programme, which is for its `audience`.

    `starts_at` and `ends_at` are None while times are being proposed. `time_zone` is the IANA name of the clock by
    which it was arranged. `planned` is the id of the plan's meeting that it came from, `theme` and `agenda` are ids of
    the plan. `sequence` grows with each change that calendars must hear of, `version` with every change. `places` is
    how many people there is room for. `leader` holds a meeting of the programme.

    .. pii: Where and when people meet, as they wrote it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.OWN)
    state = models.CharField(max_length=16, choices=State.choices, default=State.BOOKED)
    title = models.JSONField(default=dict)
    planned = models.CharField(max_length=40, blank=True)
    theme = models.CharField(max_length=40, blank=True)
    agenda = models.CharField(max_length=40, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    time_zone = models.CharField(max_length=64)
    way = models.CharField(max_length=16, choices=Way.choices, default=Way.REMOTE)
    where = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=16, blank=True)
    places = models.PositiveSmallIntegerField(null=True)
    answer_until = models.DateTimeField(null=True)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    announced_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    #: The key that the browser made with the form, so that a double click makes one meeting.
    once_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["group", "starts_at"], name="mentoring_meeting_group"),
            models.Index(fields=["round", "state", "starts_at"], name="mentoring_meeting_round"),
        ]


class Option(PublicRow):
    """A time that is proposed for a meeting, with its own way and place.

    .. pii: Where and when people could meet, as they wrote it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    way = models.CharField(max_length=16, choices=Way.choices, default=Way.REMOTE)
    where = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="mentoring_option_once")]


class Suits(models.Model):
    """That a proposed time suits somebody.

    .. pii: When a person has time.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="suits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "user"], name="mentoring_suits_once")]


class Attendance(PublicRow):
    """Somebody and a meeting: whether they answered, whether they have a place, and whether they were there.

    `answered_at` is also set where somebody has said which proposed times suit them, none of them included. `seat` is
    1..places where there are only so many, None otherwise; NULL never collides. `queued_at` orders those who wait.

    .. pii: That a person said that they come, or was somewhere.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=16, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    seat = models.PositiveSmallIntegerField(null=True)
    queued_at = models.DateTimeField(null=True)
    attended = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="mentoring_attendance_once"),
            models.UniqueConstraint(fields=["meeting", "seat"], name="mentoring_attendance_seat"),
        ]
        indexes = [models.Index(fields=["user", "meeting"], name="mentoring_attendance_user")]
