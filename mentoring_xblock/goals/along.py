"""Goals of earlier rounds: read as they were left, and taken along into the round that their owner is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals.data import Earlier, GoalInfo, Status
from mentoring_xblock.goals.facts import own_facts
from mentoring_xblock.goals.models import Goal, GoalAction
from mentoring_xblock.goals.queries import info_of
from mentoring_xblock.goals.saving import require_room
from mentoring_xblock.goals.shared import sheets_of
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import FormUsed, NotFound
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def earlier_goals(actor: Actor, sheet: Sheet) -> tuple[Earlier, ...]:
    """Return the actor's goals of the programme's other rounds, on whichever worksheet, newest first; to be read only.

    Whatever the actor is now: what they wrote stays theirs. At most two queries.
    """
    if not policy.allowed(Action.ITEM_READ, actor, Facts(owner_id=actor.user_id)):
        return ()
    along = Goal.objects.filter(taken_from=OuterRef("pk"), round_id=sheet.round_id, deleted_at=None)
    rows = list(
        _earlier(actor, sheet)
        .annotate(number=F("round__number"), along=Exists(along))
        .order_by("-round__number", "-created_at", "-pk")
    )
    here = sheet.place.usage_key
    others = [row for row in rows if row.usage_key != here]
    sheets = sheets_of(sheet.place, others, None) | {here: replace(sheet, relation=None)}
    return tuple(Earlier(info_of(row, sheets[row.usage_key]), row.number, row.along) for row in rows)


def _earlier(actor: Actor, sheet: Sheet) -> QuerySet[Goal]:
    place = sheet.place
    rows = Goal.objects.filter(owner_id=actor.user_id, course_key=place.course_key, deleted_at=None)
    return rows.filter(round__programme__slug=place.slug).exclude(round_id=sheet.round_id)


@one_change
def take_along(
    actor: Actor, sheet: Sheet, goal_id: UUID, once_key: UUID, beside: Callable[[int, int], object]
) -> GoalInfo:
    """Begin anew with a goal of an earlier round: its text and what is still to be done for it, for its owner alone.

    The earlier goal stays as it is. Taking it along twice, from whichever worksheet, is taking it along once.

    Args:
        sheet: the actor's own, of the round that they are in.
        beside: copies what another room keeps beside a goal, in the same transaction; it is given the primary keys of
            the earlier goal and of the new one.
    Raises:
        NotFound: there is no such goal of the actor's own in an earlier round, or they write no goals here.
        Invalid: there are as many goals on the worksheet as fit.
    """
    policy.require(Action.ITEM_WRITE, actor, Facts(owner_id=sheet.owner_id))
    known = _earlier(actor, sheet).filter(public_id=goal_id).values_list("pk", flat=True).first()
    source = Goal.objects.select_for_update().filter(pk=known).first()
    if source is None:
        raise NotFound(gettext("This goal is not here any more."))
    policy.require(Action.ITEM_WRITE, actor, own_facts(source))
    standing = Goal.objects.filter(round_id=sheet.round_id, owner_id=sheet.owner_id, taken_from=source).first()
    if standing is not None and standing.deleted_at is None:
        return info_of(standing, sheet, (), source.public_id)
    if standing is not None:
        # It was put away. Whoever takes it along again begins anew; what is in the bin can still be brought back.
        Goal.objects.filter(pk=standing.pk).update(taken_from=None)
    if Goal.objects.filter(once_key=once_key).exists():
        raise FormUsed()
    require_room(sheet)
    row = _copy(source, sheet, once_key)
    GoalAction.objects.bulk_create(_open_actions(source, row, sheet, actor.user_id))
    beside(source.pk, row.pk)
    audit.record(ItemKind.GOAL, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.TOOK_ALONG)
    return info_of(row, sheet, (), source.public_id)


def _copy(source: Goal, sheet: Sheet, once_key: UUID) -> Goal:
    status = Status(source.status)
    return Goal.objects.create(
        round_id=sheet.round_id,
        course_key=sheet.place.course_key,
        usage_key=sheet.place.usage_key,
        owner_id=sheet.owner_id,
        updated_by_id=sheet.owner_id,
        answers=source.answers,
        asked=source.asked,
        theme=source.theme if source.theme in {theme.id for theme in sheet.themes} else "",
        target_on=_day_inside(source.target_on, sheet),
        status=status if status is Status.ACTIVE else Status.DRAFT,
        taken_from=source,
        once_key=once_key,
    )


def _open_actions(source: Goal, row: Goal, sheet: Sheet, maker_id: int | None) -> Iterator[GoalAction]:
    for one in source.actions.filter(done_at=None, dropped_at=None).order_by("pk"):
        yield GoalAction(
            goal=row,
            body=one.body,
            due_on=_day_inside(one.due_on, sheet),
            made_by_id=maker_id,
            once_key=uuid4(),
            created_at=timezone.now(),
        )


def _day_inside(day: dt.date | None, sheet: Sheet) -> dt.date | None:
    """Return a day of the earlier round where the new one has it as well."""
    if day is None or sheet.first_day is None or sheet.last_day is None:
        return None
    return day if sheet.first_day <= day <= sheet.last_day else None


__all__ = ["earlier_goals", "take_along"]
