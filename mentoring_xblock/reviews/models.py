"""How a round's applications are read, and what each matcher thinks of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.applications.models import Application
from mentoring_xblock.kit.rows import PublicRow
from mentoring_xblock.programme.models import Round


class Reading(models.Model):
    """How the matching group reads in a round.

    `criteria` is a list of `{"id", "name": Text}`; an empty one stands for the default criteria (values, reflection,
    fit). `version` grows with each change of the two. `sealed_at` is when its notes were put away.

    .. no_pii:
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="reading")
    blind = models.BooleanField(default=True)
    criteria = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    sealed_at = models.DateTimeField(null=True)


class Verdict(models.TextChoices):
    """What a matcher would do."""

    TAKE = "take"
    UNSURE = "unsure"
    LEAVE = "leave"


class Rating(PublicRow):
    """What one matcher thinks of one application: `scores` maps criterion ids to 1..5.

    .. pii: What one person thinks of another.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="ratings")
    matcher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scores = models.JSONField(default=dict)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "matcher"], name="mentoring_rating_once")]


class Suggestion(PublicRow):
    """A pair that a matcher would make, and why.

    .. pii: What one person thinks of two others.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    matcher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentee", "mentor", "matcher"], name="mentoring_suggestion_once")
        ]
