"""Goals as other rooms take hold of them, to keep something of their own beside one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals.data import GoalRef, Status
from mentoring_xblock.goals.facts import own_facts
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.queries import own_rows, title_on
from mentoring_xblock.goals.saving import keep_rows
from mentoring_xblock.goals.together import act_on
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import remembered
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.worksheets import api as worksheets

_BLOCK_TYPE = "mentoring_goals"
#: What somebody does to a goal that they are given to read, wherever it was written.
_OF_READERS = frozenset({Action.ITEM_READ, Action.ITEM_COMMENT, Action.RATING_AGREE})


def goal_ref(actor: Actor, place: Place, goal_id: UUID, action: Action, *, locked: bool = False) -> GoalRef:
    """Return a goal of the actor's programme on which they may do this.

    Args:
        place: on a worksheet only its own goals are written on; any other block of the programme reaches all of them.
        locked: nobody else changes the goal until the transaction ends.
    Raises:
        NotFound: there is none, or policy refuses.
    """
    # Found first and locked by its key then, so that no row of the round or the programme is locked with it.
    known = _rows(place, action).filter(public_id=goal_id).values_list("pk", flat=True).first()
    rows = Goal.objects.select_for_update() if locked else Goal.objects
    row = rows.filter(pk=known).first()
    if row is None:
        raise NotFound(gettext("This goal is not here any more."))
    facts = act_on(action, actor, place, row, timezone.now())
    worksheet = worksheets.from_mirror(programmes.block_info(row.usage_key))
    return _ref(row, facts, title_on(worksheet.questions, row))


def _rows(place: Place, action: Action) -> QuerySet[Goal]:
    rows = Goal.objects.filter(course_key=place.course_key, round__programme__slug=place.slug)
    if place.block_type == _BLOCK_TYPE and action not in _OF_READERS:
        rows = rows.filter(usage_key=place.usage_key)
    return rows


def own_refs(actor: Actor, sheet: Sheet, *, locked: bool = False) -> tuple[GoalRef, ...]:
    """Return the goals on a worksheet that the actor writes on, oldest first; one query, and without locks once a call.

    Args:
        locked: nobody else changes any of them until the transaction ends; they are locked in the order of their keys.
    """
    if sheet.owner_id is None or not policy.allowed(Action.ITEM_WRITE, actor, Facts(owner_id=sheet.owner_id)):
        return ()
    if locked:
        return _refs_on(sheet, own_rows(sheet).order_by("pk").select_for_update())
    # Whatever writes a goal asks for these afterwards, if at all.
    key = ("goals of", sheet.owner_id, sheet.round_id, sheet.place.usage_key)
    return remembered(key, lambda: _refs_on(sheet, own_rows(sheet)))


def _refs_on(sheet: Sheet, rows: Iterable[Goal]) -> tuple[GoalRef, ...]:
    return tuple(_ref(row, own_facts(row), title_on(sheet.questions, row)) for row in rows)


def refs_before(
    actor: Actor,
    programme: ProgrammeInfo,
    relations: Iterable[Relation],
    now: dt.datetime,
    goal_ids: Iterable[UUID] | None = None,
) -> tuple[GoalRef, ...]:
    """Return the goals that lie before the actor, on all worksheets: their own, and those of groups of theirs.

    Oldest first, none from the bin. Two queries.

    Args:
        relations: the actor's groups; those that they may not read any more are passed over.
        goal_ids: only these, the actor's own of any round of the programme; else their own of this round.
    """
    facts = {one.group.id: one.facts(now) for one in relations}
    groups = [pk for pk, known in facts.items() if policy.allowed(Action.RELATION_READ, actor, known)]
    mine = Q(pk__in=())
    if policy.allowed(Action.ITEM_READ, actor, Facts(owner_id=actor.user_id)):
        mine = Q(owner_id=actor.user_id, round__programme_id=programme.id)
    which = Q(round_id=programme.round.id) | Q(group__isnull=False) if goal_ids is None else Q(public_id__in=goal_ids)
    rows = Goal.objects.filter(mine | Q(group_id__in=groups), which, deleted_at=None).order_by("created_at", "pk")
    rows = list(rows)
    blocks = programmes.block_infos(list({row.usage_key for row in rows}))
    sheets = {row.usage_key: worksheets.from_mirror(blocks.get(row.usage_key)) for row in rows}
    return tuple(
        _ref(row, facts.get(row.group_id) or own_facts(row), title_on(sheets[row.usage_key].questions, row))
        for row in rows
    )


def refs_of_round(round_id: int, owner_ids: Collection[int] | None = None) -> tuple[GoalRef, ...]:
    """Return everybody's own goals of a round that are in no bin, oldest first, without titles; one query.

    It asks no policy: it is for jobs. `owner_ids` narrows it to these people.
    """
    which: Mapping[str, Any] = {} if owner_ids is None else {"owner_id__in": list(owner_ids)}
    rows = Goal.objects.filter(round_id=round_id, owner__isnull=False, deleted_at=None, **which)
    return tuple(_ref(row, own_facts(row), "") for row in rows.defer("answers", "asked").order_by("created_at", "pk"))


def _ref(row: Goal, facts: Facts, title: str) -> GoalRef:
    return GoalRef(
        pk=row.pk,
        goal_id=row.public_id,
        owner_id=row.owner_id,
        group_pk=row.group_id,
        round_id=row.round_id,
        usage_key=row.usage_key,
        status=Status(row.status),
        title=title,
        facts=facts,
        changed_at=row.updated_at,
    )


def keep(ref: GoalRef, number: int, reason: Reason, content: Mapping[str, Any], author_id: int | None) -> None:
    """Keep a text of another room's beside a goal, once. Call it inside the transaction of the change; two queries.

    Args:
        number: the text's own version, or the version that it was written upon.
        content: as JSON values.
    """
    keep_rows([(ref.pk, number, content, author_id)], reason)


__all__ = ["goal_ref", "keep", "own_refs", "refs_before", "refs_of_round"]
