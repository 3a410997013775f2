"""Points for an agenda, notes and actions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.meetings.models import Meeting


class Point(PublicRow):
    """Something that somebody wants to talk about: at a meeting, or where `meeting` is None at the group's next one.

    `group` is None for a point of a meeting of the programme. `goal_id` is the public id of a goal that it is about.

    .. pii: Text that a person wrote.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    goal_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    once_key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["group", "done_at"], name="mentoring_point_group")]


class Vote(models.Model):
    """That somebody would like to talk about a point too.

    .. pii: What a person would like to talk about.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "user"], name="mentoring_vote_once")]


class Note(PublicRow):
    """What was written about a meeting: one note that the group shares, and one of each person's own.

    `keeper` is 0 for the shared one, else its owner's user id: MySQL would let a NULL stand beside a NULL. `owner` is
    None for the shared one. `version` grows with each save.

    .. pii: Text that a person wrote for themselves, or people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    keeper = models.PositiveBigIntegerField(default=0)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "keeper"], name="mentoring_note_once")]


class NoteVersion(models.Model):
    """What a note would have been: the text that lost a conflict, kept beside the one that stands.

    .. pii: Text that a person wrote for themselves, or people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    body = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)


class Action(PublicRow):
    """What somebody of the group promised to do. `meeting` is where it was agreed, if it was at one.

    .. pii: Text that a person wrote.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField()
    due_on = models.DateField(null=True)
    goal_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    once_key = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["group", "done_at"], name="mentoring_action_group")]
