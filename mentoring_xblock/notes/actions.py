"""What people promise one another: agreed, changed, done, let go, and taken up again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid, NotFound
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings import standing
from mentoring_xblock.notes.data import ACTION_LIMIT, OPEN_LIMIT, ActionInfo
from mentoring_xblock.notes.models import Action
from mentoring_xblock.notes.points import accepted, linked
from mentoring_xblock.notes.queries import action_info
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Actor

#: How far ahead somebody promises something.
_FARTHEST = dt.timedelta(days=2 * 366)


class Becomes(StrEnum):
    """What becomes of an action. Values travel from the browser."""

    DONE = "done"
    DROPPED = "dropped"
    OPEN = "open"


@dataclass(frozen=True)
class ActionDraft:
    """What was typed: what, the public id of who promises it (`MemberInfo.participant_id`), by when, for which goal."""

    body: str
    whose: UUID
    due_on: dt.date | None = None
    goal_id: UUID | None = None


@one_change
def add_action(
    actor: Actor, place: Place, group_id: UUID, draft: ActionDraft, once_key: UUID, now: dt.datetime
) -> None:
    """Note what somebody of the group promises, at their last meeting if there was one; the same key adds nothing.

    Raises:
        NotFound: the actor is in no such group now. Over: it has just ended.
        Invalid: not a word, too many words, nobody of the group, a day far away, or too many actions.
    """
    relation = standing.hold(actor, place, group_id, now)
    values = _values(actor, place, relation, draft, now, standing=None)
    made = Action.objects.filter(once_key=once_key).values_list("group_id", flat=True).first()
    if made is not None:
        if made != relation.group.id:
            raise FormUsed()
        return
    if Action.objects.filter(group_id=relation.group.id, done_at=None, dropped_at=None).count() >= OPEN_LIMIT:
        raise Invalid(
            gettext("There are %(limit)s open actions already, and no more fit. Tick off what is done, or let some go.")
            % {"limit": grouped(OPEN_LIMIT)}
        )
    last = meetings.last_meeting(relation, now)
    Action.objects.create(
        group_id=relation.group.id,
        meeting_id=last.id if last else None,
        made_by_id=actor.user_id,
        once_key=once_key,
        created_at=now,
        **values,
    )


def _values(
    actor: Actor, place: Place, relation: Relation, draft: ActionDraft, now: dt.datetime, standing: Action | None
) -> dict[str, object]:
    """Return the columns of a draft; what stands already is not questioned again."""
    body = accepted(draft.body, ACTION_LIMIT, "body")
    owner = next((one.user_id for one in relation.group.people if one.participant_id == draft.whose), None)
    if owner is None:
        sentence = gettext("Choose somebody who is in the group now.")
        raise Invalid(sentence, {"whose": [sentence]})
    today = relation.plan.today(now)
    if draft.due_on is not None and not (standing and standing.due_on == draft.due_on):
        if draft.due_on < today:
            sentence = gettext("This day has passed. Choose another one, or none.")
            raise Invalid(sentence, {"due_on": [sentence]})
        if draft.due_on > today + _FARTHEST:
            sentence = gettext("This day is more than two years away. Choose an earlier one, or none.")
            raise Invalid(sentence, {"due_on": [sentence]})
    keeps = standing is not None and standing.goal_id == draft.goal_id
    goal_id = draft.goal_id if keeps else linked(actor, place, relation, draft.goal_id, now)
    return {"body": body, "owner_id": owner, "due_on": draft.due_on, "goal_id": goal_id}


@one_change
def change_action(
    actor: Actor, place: Place, group_id: UUID, action_id: UUID, draft: ActionDraft, version: int, now: dt.datetime
) -> None:
    """Say an action in other words, or give it to somebody else or another day.

    Args:
        version: the one that was typed upon.
    Raises:
        NotFound: the actor is in no such group now, or it has no such action. Over: it has just ended.
        Invalid: as for `add_action`.
        Conflict: somebody else has changed it meanwhile; `current` is what stands.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = _of_group(actor, relation, action_id, now)
    values = _values(actor, place, relation, draft, now, standing=row)
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    if version != row.version:
        raise Conflict(
            gettext("Somebody has changed this meanwhile. What you typed is still here; save again to put it there."),
            current=action_info(row, actor.user_id, relation.plan.today(now), {}),
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


@one_change
def settle_action(
    actor: Actor, place: Place, group_id: UUID, action_id: UUID, becomes: Becomes, now: dt.datetime
) -> ActionInfo:
    """Tick an action off, let it go, or take it up again. Twice is once.

    Raises:
        NotFound: the actor is in no such group now, or it has no such action. Over: it has just ended.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = _of_group(actor, relation, action_id, now)
    row.done_at = (row.done_at or now) if becomes is Becomes.DONE else None
    row.dropped_at = (row.dropped_at or now) if becomes is Becomes.DROPPED else None
    row.save(update_fields=["done_at", "dropped_at"])
    return action_info(row, actor.user_id, relation.plan.today(now), {})


def get_action(actor: Actor, relation: Relation, action_id: UUID, now: dt.datetime) -> ActionInfo:
    """Return one of a group's actions to somebody who works in it.

    Raises:
        NotFound: it has no such action that the actor knows of.
    """
    return action_info(_of_group(actor, relation, action_id, now), actor.user_id, relation.plan.today(now), {})


def _of_group(actor: Actor, relation: Relation, action_id: UUID, now: dt.datetime) -> Action:
    row = Action.objects.filter(group_id=relation.group.id, public_id=action_id).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    facts = relation.facts(now, at=row.created_at, about={row.owner_id})
    policy.require(policy.Action.RELATION_WORK, actor, facts)
    return row
