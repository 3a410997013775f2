"""What is to be done for a goal: written down, changed, done, let go, and taken up again.

Whoever reads the goal reads it; its owner writes it, and of a group's goal everybody in the group.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals import rules
from mentoring_xblock.goals.data import ActionDraft, ActionInfo
from mentoring_xblock.goals.models import GoalAction
from mentoring_xblock.goals.queries import row_on
from mentoring_xblock.goals.refs import goal_ref
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid, NotFound
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean, says_something, too_long
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy.policy import Action, Actor

#: Characters of one action; stated beside its field.
ACTION_LIMIT = 500
#: Actions of one goal that are open: more than anybody does, and few enough to stand beside it.
OPEN_LIMIT = 60
#: Actions of one goal shown of those that are over, the newest.
SHOWN = 20


class Becomes(StrEnum):
    """What becomes of an action. Values travel from the browser."""

    DONE = "done"
    DROPPED = "dropped"
    OPEN = "open"


def actions_of(
    goal_ids: Iterable[UUID], today: dt.date | None = None, *, everything: bool = False
) -> dict[UUID, tuple[ActionInfo, ...]]:
    """Return what is to be done for these goals, open ones first and by day, and the newest of those that are over.

    For eyes that policy has let read the goals. One query, whatever their number; goals without any are left out.

    Args:
        today: the reader's day, by which an action is overdue; None for that of the clock that the page shows.
        everything: also those that were over long ago.
    """
    today = today or timezone.localdate()
    over = Window(RowNumber(), partition_by="goal_id", order_by=F("settled_at").desc(nulls_last=True))
    rows = (
        GoalAction.objects.filter(goal__public_id__in=list(goal_ids))
        .annotate(settled_at=Coalesce("done_at", "dropped_at"))
        .annotate(place=over)
        .annotate(goal_ref=F("goal__public_id"))
    )
    if not everything:
        rows = rows.filter(Q(settled_at=None) | Q(place__lte=SHOWN))
    found: dict[UUID, list[GoalAction]] = defaultdict(list)
    for row in rows:
        found[row.goal_ref].append(row)
    return {goal_id: tuple(info_of(row, goal_id, today) for row in _in_order(mine)) for goal_id, mine in found.items()}


def _in_order(rows: list[GoalAction]) -> list[GoalAction]:
    waiting = [row for row in rows if row.settled_at is None]
    over = [row for row in rows if row.settled_at is not None]
    return [
        *sorted(waiting, key=lambda row: (row.due_on is None, row.due_on or dt.date.min, row.pk)),
        *sorted(over, key=lambda row: (row.settled_at, row.pk), reverse=True),
    ]


def info_of(row: GoalAction, goal_id: UUID, today: dt.date) -> ActionInfo:
    """Return what may be told of an action to whoever may read its goal."""
    waiting = row.done_at is None and row.dropped_at is None
    return ActionInfo(
        action_id=row.public_id,
        goal_id=goal_id,
        body=row.body,
        due_on=row.due_on,
        done_at=row.done_at,
        dropped_at=row.dropped_at,
        version=row.version,
        overdue=waiting and row.due_on is not None and row.due_on < today,
    )


@one_change
def add_action(
    actor: Actor, sheet: Sheet, goal_id: UUID, draft: ActionDraft, once_key: UUID, now: dt.datetime
) -> ActionInfo:
    """Write down what is to be done for a goal; the same key adds nothing more.

    Args:
        sheet: the goal's, for the days in which it can be done.
    Raises:
        NotFound: there is no such goal that the actor may write on.
        Invalid: not a word, too many words, a day that has passed or is outside the sheet's, or too many actions.
    """
    goal = row_on(actor, sheet, goal_id, Action.ITEM_WRITE, locked=True)
    today = timezone.localdate(now)
    made = GoalAction.objects.filter(once_key=once_key).first()
    if made is not None:
        if made.goal_id != goal.pk:
            raise FormUsed()
        return info_of(made, goal_id, today)
    draft = _accepted(draft, sheet, today)
    _leave_room(goal.pk)
    row = GoalAction.objects.create(
        goal_id=goal.pk,
        body=draft.body,
        due_on=draft.due_on,
        made_by_id=actor.user_id,
        once_key=once_key,
        created_at=now,
    )
    return info_of(row, goal_id, today)


def _leave_room(goal_pk: int) -> None:
    if GoalAction.objects.filter(goal=goal_pk, done_at=None, dropped_at=None).count() >= OPEN_LIMIT:
        raise Invalid(
            gettext("There are %(limit)s open steps already, and no more fit. Tick off what is done, or let some go.")
            % {"limit": grouped(OPEN_LIMIT)}
        )


def _accepted(draft: ActionDraft, sheet: Sheet, today: dt.date, stored: GoalAction | None = None) -> ActionDraft:
    """Return the draft as it is kept; the day that stands already is not questioned again."""
    body = clean(draft.body).strip()
    if not says_something(body):
        sentence = gettext("Write something first.")
        raise Invalid(sentence, {"body": [sentence]})
    if len(body) > ACTION_LIMIT:
        sentence = too_long(len(body) - ACTION_LIMIT)
        raise Invalid(sentence, {"body": [sentence]})
    if draft.due_on is not None and not (stored and stored.due_on == draft.due_on):
        wrong = rules.outside(draft.due_on, sheet)
        if draft.due_on < today:
            wrong = [gettext("This day has passed. Choose another one, or none.")]
        if wrong:
            raise Invalid(wrong[0], {"due_on": wrong})
    return ActionDraft(body, draft.due_on)


@one_change
def change_action(
    actor: Actor, sheet: Sheet, goal_id: UUID, action_id: UUID, draft: ActionDraft, version: int, now: dt.datetime
) -> ActionInfo:
    """Say an action in other words, or put it on another day.

    Args:
        version: the one that was typed upon.
    Raises:
        NotFound: there is no such goal that the actor may write on, or it has no such action.
        Invalid: as for `add_action`.
        Conflict: it was changed elsewhere; `current` is what stands.
    """
    row = _of(row_on(actor, sheet, goal_id, Action.ITEM_WRITE, locked=True).pk, action_id)
    today = timezone.localdate(now)
    draft = _accepted(draft, sheet, today, row)
    if (row.body, row.due_on) == (draft.body, draft.due_on):
        return info_of(row, goal_id, today)
    if version != row.version:
        raise Conflict(
            gettext("This was also changed elsewhere. What you typed is still here; save again to put it there."),
            current=info_of(row, goal_id, today),
        )
    row.body, row.due_on = draft.body, draft.due_on
    row.version += 1
    row.save(update_fields=["body", "due_on", "version"])
    return info_of(row, goal_id, today)


@one_change
def settle_action(
    actor: Actor, place: Place, goal_id: UUID, action_id: UUID, becomes: Becomes, now: dt.datetime
) -> ActionInfo:
    """Tick an action off, let it go, or take it up again. Twice is once.

    Args:
        place: the worksheet, or another block of the programme from which its goals are reached.
    Raises:
        NotFound: there is no such goal that the actor may write on, or it has no such action.
        Invalid: it was taken up again, and there are too many open ones.
    """
    row = _of(goal_ref(actor, place, goal_id, Action.ITEM_WRITE, locked=True).pk, action_id)
    settled = row.done_at is not None or row.dropped_at is not None
    if becomes is Becomes.OPEN and settled:
        _leave_room(row.goal_id)
    row.done_at = (row.done_at or now) if becomes is Becomes.DONE else None
    row.dropped_at = (row.dropped_at or now) if becomes is Becomes.DROPPED else None
    row.save(update_fields=["done_at", "dropped_at"])
    return info_of(row, goal_id, timezone.localdate(now))


def _of(goal_pk: int, action_id: UUID) -> GoalAction:
    row = GoalAction.objects.filter(goal_id=goal_pk, public_id=action_id).first()
    if row is None:
        raise NotFound(gettext("This step is not here any more."))
    return row


__all__ = [
    "ACTION_LIMIT",
    "OPEN_LIMIT",
    "Becomes",
    "actions_of",
    "add_action",
    "change_action",
    "info_of",
    "settle_action",
]
