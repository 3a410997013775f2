"""The reserve of a call: one queue a call and round, numbered by the database.

A place in the reserve is how many of the call have a smaller `reserve_order`, and one. Whoever gives out or changes
these numbers holds the call first (`hold_calls`), and its rows after that, so that two at once wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes


def hold_calls(usage_keys: Iterable[UsageKey]) -> None:
    """Make everybody else who does the same wait until this transaction ends; one query. Take this lock first.

    A call has no row in this room's tables: the mirror of its block stands for it. Where that is gone, the unique key
    of the number decides.
    """
    programmes.hold_blocks(usage_keys)


def last_orders(round_id: int, usage_keys: Iterable[UsageKey]) -> dict[UsageKey, int]:
    """Return the highest number given in each call; calls without a reserve are left out. One query."""
    rows = Application.objects.filter(round_id=round_id, usage_key__in=set(usage_keys), reserve_order__isnull=False)
    return {
        row["usage_key"]: row["last"] for row in rows.order_by().values("usage_key").annotate(last=Max("reserve_order"))
    }


def queue_of(round_id: int, usage_key: UsageKey) -> QuerySet[Application]:
    """Return who is in the reserve of a call, the next one first."""
    return Application.objects.filter(
        round_id=round_id, usage_key=usage_key, status=Status.RESERVE, reserve_order__isnull=False
    ).order_by("reserve_order")


def with_rank(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Add `rank`, the place in the reserve from 1, to rows that are in one; for the others it means nothing."""
    before = (
        Application.objects.filter(
            round_id=OuterRef("round_id"),
            usage_key=OuterRef("usage_key"),
            status=Status.RESERVE,
            reserve_order__lt=OuterRef("reserve_order"),
        )
        .order_by()
        .values("usage_key")
        .annotate(people=Count("pk"))
        .values("people")
    )
    return rows.annotate(rank=Coalesce(Subquery(before, output_field=IntegerField()), 0) + 1)


def move_in_reserve(actor: Actor, place: Place, application_id: UUID, *, up: bool) -> None:
    """Let somebody in the reserve change places with whoever is before them, or after; at an end nothing changes.

    Nobody is told: a place in the reserve is shown on the applicant's own page only.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such application in its round.
        Over: the round has been closed.
        Conflict: the application is not in the reserve any more.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    round_id = programmes.open_programme(place).round.id
    sent = Application.objects.filter(round_id=round_id).exclude(status=Status.DRAFT)
    known = sent.filter(public_id=application_id).first()
    if known is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    with transaction.atomic():
        hold_calls([known.usage_key])
        row = Application.objects.select_for_update().get(pk=known.pk)
        if row.status != Status.RESERVE or row.reserve_order is None:
            raise Conflict(gettext("They are not in the reserve any more. Look at the list again."))
        queue = queue_of(round_id, row.usage_key).select_for_update()
        if up:
            other = queue.filter(reserve_order__lt=row.reserve_order).order_by(F("reserve_order").desc()).first()
        else:
            other = queue.filter(reserve_order__gt=row.reserve_order).first()
        if other is None:
            return
        mine, theirs = row.reserve_order, other.reserve_order
        # The number is unique: one of the two lets go of theirs first.
        Application.objects.filter(pk=other.pk).update(reserve_order=None)
        Application.objects.filter(pk=row.pk).update(reserve_order=theirs)
        Application.objects.filter(pk=other.pk).update(reserve_order=mine)
