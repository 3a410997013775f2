"""Writing and reading the trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from mentoring_xblock.privacy.models import TrailEntry


class ItemKind(StrEnum):
    """The kinds of things that have an owner, readers and a trail."""

    GOAL = "goal"
    ENTRY = "entry"
    HAND_IN = "hand_in"
    APPLICATION = "application"
    #: Of somebody in a round: at which of its meetings they were.
    ATTENDANCE = "attendance"


class Verb(StrEnum):
    """What can happen to a thing."""

    WROTE = "wrote"
    SHARED = "shared"
    OPENED = "opened"
    COMMENTED = "commented"
    WITHDREW = "withdrew"
    HANDED_IN = "handed_in"
    TOOK_BACK = "took_back"
    SCORED = "scored"
    SCORE_WITHDRAWN = "score_withdrawn"
    DELETED = "deleted"
    RESTORED = "restored"
    STATE_RESET = "state_reset"
    TAKEN_AWAY = "taken_away"
    RATED = "rated"
    AGREED = "agreed"
    LOOK_AGAIN = "look_again"
    TOOK_ALONG = "took_along"
    ASKED_AGAIN = "asked_again"
    MORE_TIME = "more_time"
    RELEASED = "released"
    READ = "read"
    PUT_BACK = "put_back"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True)
class Step:
    """One step of a trail; `actor_id` is None for somebody who has been retired.

    `share_ref` is the public id of the share that it is about; steps from before that was kept have none.
    """

    verb: Verb
    actor_id: int | None
    group_ref: UUID | None
    points: int | None
    at: datetime
    share_ref: UUID | None = None


def record(
    kind: ItemKind,
    item_id: UUID,
    *,
    owner_id: int,
    actor_id: int | None,
    verb: Verb,
    group_ref: UUID | None = None,
    share_ref: UUID | None = None,
    points: int | None = None,
) -> None:
    """Add a step; call it inside the transaction of what it records."""
    TrailEntry.objects.create(
        item_kind=kind,
        item_id=item_id,
        owner_id=owner_id,
        actor_id=actor_id,
        verb=verb,
        group_ref=group_ref,
        share_ref=share_ref,
        points=points,
        at=timezone.now(),
    )


def record_all(kind: ItemKind, owners: Mapping[UUID, int], *, actor_id: int | None, verb: Verb) -> None:
    """Add the same step to many things, `owners` by their ids; one query. Call it inside the transaction."""
    _add(kind, owners.items(), actor_id, verb)


def record_taken_away(kind: ItemKind, things: Iterable[tuple[UUID, int]], *, actor_id: int | None) -> None:
    """Note that somebody took a table away that tells of people: a step for each of them; one query.

    Args:
        things: (id of the thing, user id of whom it tells) of each row of the table.
    """
    _add(kind, things, actor_id, Verb.TAKEN_AWAY)


def _add(kind: ItemKind, things: Iterable[tuple[UUID, int]], actor_id: int | None, verb: Verb) -> None:
    now = timezone.now()
    TrailEntry.objects.bulk_create(
        TrailEntry(item_kind=kind, item_id=item_id, owner_id=owner_id, actor_id=actor_id, verb=verb, at=now)
        for item_id, owner_id in things
    )


def forget(kind: ItemKind, item_ids: Iterable[UUID]) -> None:
    """Erase the trails of things that are erased themselves; call it inside that transaction."""
    TrailEntry.objects.filter(item_kind=kind, item_id__in=list(item_ids)).delete()


def has_step(kind: ItemKind, item_id: UUID, *, actor_id: int, verb: Verb) -> bool:
    """Return whether somebody has ever done this to a thing, however long its trail is."""
    return TrailEntry.objects.filter(item_kind=kind, item_id=item_id, actor_id=actor_id, verb=verb).exists()


def trail_of(kind: ItemKind, item_id: UUID, limit: int = 50) -> list[Step]:
    """Return the newest `limit` steps of a thing, newest first. Ask policy for TRAIL_SEE before."""
    rows = TrailEntry.objects.filter(item_kind=kind, item_id=item_id).order_by("-at", "-id")[:limit]
    return [_step(row) for row in rows]


def trails_of(kind: ItemKind, item_ids: Iterable[UUID]) -> dict[UUID, list[Step]]:
    """Return every step of each of these things, oldest first; one query. Ask policy for TRAIL_SEE before."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    for row in TrailEntry.objects.filter(item_kind=kind, item_id__in=list(item_ids)).order_by("at", "id"):
        found[row.item_id].append(_step(row))
    return dict(found)


def _step(row: TrailEntry) -> Step:
    return Step(Verb(row.verb), row.actor_id, row.group_ref, row.points, row.at, row.share_ref)
