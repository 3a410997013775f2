"""Shares, who reads by them, and what they say to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.kit.sealed import SealedTextField


class Audience(models.TextChoices):
    """Who of the group may read: its leader (my mentor), everybody in it, or one person."""

    LEADER = "leader"
    GROUP = "group"
    PERSON = "person"


class Reaction(models.TextChoices):
    """What a reader can say without a word, to the author alone."""

    THANKS = "thanks"
    WITH_YOU = "with_you"
    THINKING = "thinking"


class Share(PublicRow):
    """One goal or entry given to one group, until its author withdraws it.

    `item_kind` and `item_id` name the thing by kind and public id. `live` is 1 until the share is withdrawn and NULL
    after, so that one thing is shared once with an audience at a time. `seat_key` is the primary key of the membership
    of the one person it is for, and 0 for the others, since a database takes NULLs for different.

    `text_id` is the public id of the kept text that the readers see; without one they see the thing as it stands, also
    what is changed later. `whole` is false for passages of it. `talk`: whether readers may comment. `with_mood`:
    whether they see the mood that its author gave it.

    .. pii: That a person shared something with a group.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    item_kind = models.CharField(max_length=16)
    item_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="shares")
    owner_membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="shares_given")
    audience = models.CharField(max_length=16, choices=Audience.choices)
    seat_key = models.PositiveBigIntegerField(default=0)
    text_id = models.UUIDField(null=True)
    whole = models.BooleanField(default=True)
    talk = models.BooleanField(default=True)
    with_mood = models.BooleanField(default=False)
    live = models.PositiveSmallIntegerField(null=True, default=1)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_kind", "item_id", "group", "audience", "seat_key", "live"],
                name="mentoring_share_one_live",
            ),
        ]
        indexes = [models.Index(fields=["item_kind", "item_id"], name="mentoring_share_item")]


class Reader(models.Model):
    """One person to whom a share gave the thing, by the membership that they held at that moment.

    Whoever joins the group later has no row here, so nobody inherits what was shared before they came. `read_at` is
    when they said that they have read it; `reaction` is for the author's eyes.

    .. pii: That a person may read, and opened, what another shared.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="readers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_version = models.PositiveIntegerField(null=True)
    read_at = models.DateTimeField(null=True)
    reaction = models.CharField(max_length=8, choices=Reaction.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "membership"], name="mentoring_reader_once")]
        indexes = [models.Index(fields=["user", "share"], name="mentoring_reader_user")]


class Stance(models.TextChoices):
    """What a comment says beside its words: have another look at it, or I agree."""

    LOOK = "look"
    AGREED = "agreed"


class Comment(PublicRow):
    """What the author or a reader says below a shared thing, seen by its author and the readers of that share.

    A reader may say it with a `stance`, and then without words. `version` is the thing's at that moment. `about` is the
    public id of something in it, as of a rating, that this is about.

    .. pii: Text that a person wrote.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = SealedTextField(blank=True)
    stance = models.CharField(max_length=8, choices=Stance.choices, blank=True)
    version = models.PositiveIntegerField(null=True)
    about = models.UUIDField(null=True)
    #: A browser sends the same key again after a double click or a lost answer; the second one is the first.
    once_key = models.UUIDField(unique=True)
