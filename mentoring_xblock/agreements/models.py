"""A group's agreement: the draft that is being written, the versions that were put to be signed, and who signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.rows import PublicRow


class Agreement(PublicRow):
    """What a group agrees on. `draft` maps ids of the plan's agreement items to text; `version` counts its saves.

    .. pii: Text that people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="agreement")
    draft = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)


class AgreementVersion(PublicRow):
    """What was put to be signed: the words, and the headings under which they stood.

    `number` counts from 1. `holds_from` is when the last of the group signed it. `ended_at` is when another version
    took its place, or it was overtaken before everybody had signed.

    .. pii: Text that people wrote together.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    holds_from = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="mentoring_agreement_number")]


class KeptText(models.Model):
    """A text that lost a conflict over the draft, for whoever wrote it; `number` is the save that it was, or followed.

    .. pii: Text that a person wrote.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="kept_texts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["agreement", "author"], name="mentoring_kepttext_author")]


class Signature(models.Model):
    """That somebody signed a version.

    .. pii: That a person agreed to something.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="mentoring_signature_once")]
