"""The bin: putting goals away, bringing them back, and what becomes of them after its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.goals.data import GoalInfo
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.queries import info_of
from mentoring_xblock.goals.together import act_on
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import bin_ends
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.sharing import api as sharing


def delete_goal(actor: Actor, sheet: Sheet, goal_id: UUID) -> GoalInfo:
    """Put a goal into the bin, its owner's or the group's, and end its shares. Deleting twice is deleting once.

    Raises:
        NotFound: there is none on this worksheet, or it is somebody else's.
    """
    with transaction.atomic():
        row = _binned_or_not(actor, sheet, goal_id)
        if row.deleted_at is None:
            _bin([row], actor.user_id, Verb.DELETED)
    return info_of(row, sheet)


def restore_goal(actor: Actor, sheet: Sheet, goal_id: UUID) -> GoalInfo:
    """Take a goal out of the bin. Its shares stay ended. Bringing back twice is bringing back once.

    Raises:
        NotFound: there is none on this worksheet, it is somebody else's, or its days in the bin are over.
    """
    with transaction.atomic():
        row = _binned_or_not(actor, sheet, goal_id)
        if row.deleted_at is not None:
            if row.deleted_at < bin_ends(timezone.now()):
                raise NotFound(gettext("This goal is not here any more."))
            row.deleted_at = None
            row.save(update_fields=["deleted_at"])
            _record([row], actor.user_id, Verb.RESTORED)
    return info_of(row, sheet)


def _binned_or_not(actor: Actor, sheet: Sheet, goal_id: UUID) -> Goal:
    place = sheet.place
    row = (
        Goal.objects.select_for_update()
        .filter(public_id=goal_id, usage_key=place.usage_key, course_key=place.course_key, group_id=sheet.group_pk)
        .first()
    )
    if row is None:
        raise NotFound(gettext("This goal is not here any more."))
    action = Action.ITEM_WRITE if row.deleted_at is None else Action.ITEM_RESTORE
    act_on(action, actor, place, row, timezone.now(), sheet.relation)
    return row


def _bin(rows: Sequence[Goal], actor_id: int | None, verb: Verb) -> None:
    """Put goals into the bin; call it inside a transaction that holds their locks."""
    sharing.withdraw_all(ItemKind.GOAL, [row.public_id for row in rows])
    now = timezone.now()
    for row in rows:
        row.deleted_at = now
    Goal.objects.bulk_update(rows, ["deleted_at"])
    _record(rows, actor_id, verb)


def _record(rows: Sequence[Goal], actor_id: int | None, verb: Verb) -> None:
    """Add a step to the trails of goals; those of groups have none."""
    owners = {row.public_id: row.owner_id for row in rows if row.owner_id is not None}
    audit.record_all(ItemKind.GOAL, owners, actor_id=actor_id, verb=verb)


def reset(owner_id: int, usage_key: UsageKey, requester_id: int | None) -> None:
    """Move a person's goals of a block to their bin and end their shares, because staff deleted the learner's state.

    Safe to repeat. Who may ask for this is the host's decision; the texts stay their owner's for the days of the bin.
    Call it inside the transaction of the reset.
    """
    rows = list(
        Goal.objects.select_for_update().filter(owner_id=owner_id, usage_key=usage_key, deleted_at=None).order_by("pk")
    )
    _bin(rows, requester_id, Verb.STATE_RESET)


def purge_deleted(now: dt.datetime) -> int:
    """Erase for ever what has been in a bin longer than its days; returns how many goals. Safe to repeat."""
    with transaction.atomic():
        rows = Goal.objects.select_for_update().filter(deleted_at__lt=bin_ends(now)).order_by("pk")
        gone = list(rows.values_list("pk", "public_id"))
        goal_ids = [public_id for _, public_id in gone]
        sharing.forget(ItemKind.GOAL, goal_ids)
        audit.forget(ItemKind.GOAL, goal_ids)
        Goal.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    return len(gone)
