"""Goals that people of a group write together: its members write them, whoever may still read the group reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext

from mentoring_xblock.goals.facts import facts_for, mentored_facts, own_facts
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes

#: What is asked of a group in place of what is asked of an owner. Whatever is not here nobody does to a group's goal.
_OF_A_GROUP = {
    Action.ITEM_WRITE: Action.RELATION_WORK,
    Action.ITEM_RESTORE: Action.RELATION_WORK,
    Action.ITEM_READ: Action.RELATION_READ,
}
#: What readers of somebody's goal may do as well; everything else is its owner's.
_OF_READERS = frozenset({Action.ITEM_READ, Action.ITEM_COMMENT})


def act_on(
    action: Action, actor: Actor, place: Place, row: Goal, now: dt.datetime, relation: Relation | None = None
) -> Facts:
    """Let the actor do this to a goal of theirs, of their group, or one that is shared with them.

    Args:
        relation: the group of the goal as the actor sees it; looked up where it is not given.
    Returns: what policy was asked with.
    Raises:
        NotFound: policy refuses, or a group's goal is in the bin.
    """
    if row.group_id is None:
        facts = _facts_for(action, row)
        policy.require(action, actor, facts)
        return facts
    if relation is None or relation.group.id != row.group_id:
        relation = _relation(actor, place, row.group_id, now)
    binned = row.deleted_at is not None
    as_group = _OF_A_GROUP.get(action)
    if relation is None or as_group is None or binned != (action is Action.ITEM_RESTORE):
        raise NotFound(gettext("There is nothing here for you to see."))
    facts = relation.facts(now)
    policy.require(as_group, actor, facts)
    return facts


def _relation(actor: Actor, place: Place, group_pk: int, now: dt.datetime) -> Relation | None:
    """Return a group of the actor's, of the round that they are in or of an earlier one that they may still read."""
    programme, _ = programmes.my_round(actor.user_id, place)
    if programme is None:
        return None
    found = next((one for one in groups.relations(actor, place, programme) if one.group.id == group_pk), None)
    earlier = () if found else groups.earlier_relations(actor, programme, now)
    return found or next((one for one in earlier if one.group.id == group_pk), None)


def _facts_for(action: Action, row: Goal) -> Facts:
    if action is Action.RATING_AGREE:
        return mentored_facts(row)
    return facts_for([row])[row.public_id] if action in _OF_READERS else own_facts(row)


def readable(actor: Actor, relation: Relation, now: dt.datetime) -> bool:
    """Return whether the actor may read what belongs to a group of theirs."""
    return policy.allowed(Action.RELATION_READ, actor, relation.facts(now))


def group_rows(relations: Iterable[Relation]) -> QuerySet[Goal]:
    """Return the goals of these groups that are in no bin, oldest first. Ask policy for RELATION_READ before."""
    pks = [relation.group.id for relation in relations]
    return Goal.objects.filter(group_id__in=pks, deleted_at=None).order_by("created_at", "pk")


__all__ = ["act_on", "group_rows", "readable"]
