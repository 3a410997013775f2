"""The private address of somebody's calendar: made, replaced and ended by its owner alone.

The address is told once, when it is made. What is kept is a digest, by which a secret that is shown can be found, and
from which none can be made; a secret has 256 random bits, so there is nothing to guess and nothing to compare slowly.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.addresses import address_of
from mentoring_xblock.calendars.data import FeedInfo
from mentoring_xblock.calendars.models import Feed
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def my_feed(actor: Actor) -> FeedInfo | None:
    """Return what there is to say of the actor's feed; None without one. One query."""
    _require(actor)
    row = Feed.objects.filter(user_id=actor.user_id).first()
    return FeedInfo(row.created_at) if row else None


@transaction.atomic
def make_feed(actor: Actor, course_key: CourseKey) -> str:
    """Make the actor a new address and return it; the one before leads nowhere from now on.

    It is on the site of the course in which it was asked for, and is about all of the actor's programmes.
    """
    _require(actor)
    secret = secrets.token_urlsafe(32)
    values = {"digest": _digest(secret), "created_at": timezone.now()}
    Feed.objects.update_or_create(user_id=actor.user_id, defaults=values)
    return address_of(course_key, "feed", secret)


def end_feed(actor: Actor) -> None:
    """Let the actor's address lead nowhere. Ending what is not there is fine."""
    _require(actor)
    Feed.objects.filter(user_id=actor.user_id).delete()


def owner_of(secret: str) -> int | None:
    """Return whose address carries this secret; None for an ended one and for any other text alike. One query."""
    return Feed.objects.filter(digest=_digest(secret)).values_list("user_id", flat=True).first()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _require(actor: Actor) -> None:
    policy.require(Action.FEED_KEEP, actor, Facts(owner_id=actor.user_id))
