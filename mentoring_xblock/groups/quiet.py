"""Groups in which nothing happens: who is warned, who goes on, and what ends. When that is, `closing` decides.

Every change is asked of rows under lock, so that two runs at once warn once and close once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.ending import end_held, key_of, one_each
from mentoring_xblock.groups.models import CloseReason, Group, State
from mentoring_xblock.groups.places import hold_one
from mentoring_xblock.groups.queries import facts_of, info_of, infos_of
from mentoring_xblock.kit.errors import Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import open_programme
from mentoring_xblock.programme.data import ProgrammeInfo

#: Says when something last happened in groups, by primary key.
Signs = Callable[[Iterable[GroupInfo]], Mapping[int, datetime]]


def begun(group: GroupInfo) -> datetime:
    """Return when a published group last gave a sign of life of its own: it began, somebody joined, or said that they
    go on."""
    joined = [person.joined_at for person in group.people]
    return max(moment for moment in (group.published_at, group.kept_at, *joined) if moment)


def _held(since: Mapping[int, datetime], signs: Signs) -> list[Group]:
    """Lock those of these groups that still run, and return those in which nothing has happened since they were looked
    at: who books a meeting holds the group too, and may have been faster."""
    rows = list(Group.objects.select_for_update().filter(pk__in=list(since), state=State.PUBLISHED).order_by("pk"))
    latest = signs(infos_of(rows)) if rows else {}
    return [row for row in rows if latest[row.pk] <= since[row.pk]]


def closing_day(programme: ProgrammeInfo, warned_at: datetime) -> date:
    """Return the last day on which something can happen in a group before it closes."""
    return programme.plan.today(warned_at) + timedelta(days=programme.plan.relations.warn_days)


@transaction.atomic
def warn(programme: ProgrammeInfo, since: Mapping[int, datetime], signs: Signs, now: datetime) -> int:
    """Warn the people of groups that these close unless something happens; returns how many groups.

    A group that was warned meanwhile, or in which something has happened meanwhile, is passed over.

    Args:
        since: when something last happened in each, by primary key. signs: asked for the same under the lock.
    """
    held = [row for row in _held(since, signs) if row.warned_at is None]
    if not held:
        return 0
    Group.objects.filter(pk__in=[row.pk for row in held]).update(warned_at=now)
    warned = infos_of(held)
    closes_on = closing_day(programme, now)
    key = f"closing_warned:{key_of(warned)}:{int(now.timestamp())}"
    for number, theirs in enumerate(one_each(warned), start=1):
        mails.tell_warned(programme, theirs, closes_on, f"{key}:{number}")
    return len(held)


@transaction.atomic
def end_quiet(programme: ProgrammeInfo, since: Mapping[int, datetime], signs: Signs, now: datetime) -> int:
    """Close groups that were warned and in which nothing has happened since; returns how many.

    Args:
        since: when something last happened in each, by primary key. signs: asked for the same under the lock.
    """
    held = [row for row in _held(since, signs) if row.warned_at is not None and since[row.pk] <= row.warned_at]
    key = f"quiet_closed:{key_of(infos_of(held))}" if held else ""
    return end_held(programme, held, CloseReason.QUIET, now, key)


def lift(keys: Collection[int]) -> int:
    """Take a warning back, because something has happened; returns of how many groups. One query."""
    return Group.objects.filter(pk__in=keys, warned_at__isnull=False, state=State.PUBLISHED).update(warned_at=None)


@one_change
def keep_on(actor: Actor, place: Place, group_id: UUID, now: datetime) -> GroupInfo:
    """Say that a group goes on, by anybody in it: a warning is taken back, and the quiet time begins anew.

    Raises:
        NotFound: the actor is in no such group now.
        Over: its round has been closed, or it ended a moment ago.
    """
    policy.require(Action.RELATION_WORK, actor, facts_of([group_id])[group_id])
    held = hold_one(open_programme(place), group_id)
    # Under the lock: it may have been closed, or they may have left, a moment ago.
    if not held.published or actor.user_id not in {row.participant.user_id for row in held.live}:
        raise Over(gettext("This group has ended meanwhile. Nothing was changed."))
    # Not another version: nothing that a coordinator looks at has changed.
    held.group.kept_at, held.group.warned_at = now, None
    held.group.save(update_fields=["kept_at", "warned_at"])
    return info_of(held.group)


__all__ = ["begun", "closing_day", "end_quiet", "keep_on", "lift", "warn"]
