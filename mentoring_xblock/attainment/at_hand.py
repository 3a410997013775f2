"""What a group has before it when it meets: its own active goals, and those that its people share with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.attainment.data import Standing
from mentoring_xblock.attainment.pictures import Mini, mini
from mentoring_xblock.attainment.reading import standings
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.actions import Becomes
from mentoring_xblock.goals.active import goals_among
from mentoring_xblock.goals.data import ActionInfo, GoalInfo
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.sharing import api as sharing

#: What was done in these days stays among what is open, so that one tap takes it back.
_JUST_DONE = dt.timedelta(days=14)


@dataclass(frozen=True)
class AtHand:
    """An active goal of a group, or shared with it.

    whose: the full name of its owner, empty for a group's goal. mine: it is the reader's. writes: whether the reader
    ticks off what is to be done for it. picture: None where it has no five levels. steps: open ones by day, then what
    was done lately.
    """

    goal: GoalInfo
    whose: str
    mine: bool
    writes: bool
    picture: Mini | None
    steps: tuple[ActionInfo, ...]

    @property
    def ours(self) -> bool:
        """Whether it belongs to the group."""
        return self.goal.owner_id is None


def at_hand(actor: Actor, place: Place, relation: Relation, now: dt.datetime) -> tuple[AtHand, ...]:
    """Return the goals that a group has before it, as far as the actor may read them; a constant number of queries."""
    if not policy.allowed(Action.RELATION_READ, actor, relation.facts(now)):
        return ()
    found = goals_among(actor, place, relation, now)
    ids = [one.goal_id for one in found]
    known = standings(ids) if ids else {}
    theirs = [one.goal_id for one in found if one.owner_id not in (None, actor.user_id)]
    shared = sharing.read_since(actor.user_id, ItemKind.GOAL, theirs, now) if theirs else {}
    steps = goals.actions_of(ids, relation.plan.today(now)) if ids else {}
    return tuple(
        AtHand(
            goal=one,
            whose=relation.name(one.owner_id),
            mine=one.owner_id == actor.user_id,
            writes=relation.open and one.owner_id in (None, actor.user_id),
            picture=mini(_as_read(known[one.goal_id], one, relation, shared.get(one.goal_id, now))),
            steps=tuple(step for step in steps.get(one.goal_id, ()) if _is_shown(step, one, relation, now)),
        )
        for one in found
    )


def _as_read(standing: Standing, goal: GoalInfo, relation: Relation, shared_since: dt.datetime) -> Standing:
    """Return it without what a group rated before the reader joined it, or its owner before they shared it."""
    if goal.owner_id is None:
        return standing.since(relation.since)
    return standing if goal.owner_id == relation.me.user_id else standing.shared_since(shared_since)


def _is_shown(step: ActionInfo, goal: GoalInfo, relation: Relation, now: dt.datetime) -> bool:
    if step.open:
        return True
    known = goal.owner_id is not None or step.known_since(relation.since)
    return known and step.done_at is not None and step.done_at > now - _JUST_DONE


def settle(
    actor: Actor, place: Place, group_id: UUID, goal_id: UUID, action_id: UUID, becomes: Becomes, now: dt.datetime
) -> Relation:
    """Tick off what is to be done for a goal that a group has before it, let it go, or take it up again.

    Args:
        place: any block of the programme.
    Returns: the group.
    Raises:
        NotFound: the actor is in no such group now, the goal is neither the group's nor shared with it, or not the
            actor's to write, or has no such step.
        Invalid: it was taken up again, and there are too many open ones.
    """
    relation = groups.working_relation(actor, place, group_id, now)
    ref = goals.goal_ref(actor, place, goal_id, Action.ITEM_WRITE)
    shared = sharing.shared_in(ItemKind.GOAL, relation.group.id, actor.user_id, now)
    if ref.group_pk != relation.group.id and goal_id not in shared:
        raise NotFound(gettext("There is nothing here for you to see."))
    there = Place(place.course_key, ref.usage_key, ref.usage_key.block_type, place.slug)
    goals.settle_action(actor, there, goal_id, action_id, becomes, now)
    return relation


__all__ = ["AtHand", "at_hand", "settle"]
