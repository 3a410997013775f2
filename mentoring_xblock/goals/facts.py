"""Who may do what with goals: the facts for policy, and the queryset twin of its read rule."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.groups import api as groups
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing


def own_facts(row: Goal) -> Facts:
    """Return what the rules about an owner's own goal need; no query. Of a group's goal they know nobody."""
    return Facts(owner_id=row.owner_id, deleted=row.deleted_at is not None)


def facts_for(rows: Iterable[Goal]) -> dict[UUID, Facts]:
    """Return what policy needs to know of these goals, by public id; one query.

    A group's goal belongs to nobody here, and nobody reads it by a share: `together.act_on` asks its group's rules.
    """
    rows = list(rows)
    readers = sharing.readers_of(ItemKind.GOAL, [row.public_id for row in rows], timezone.now())
    return {
        row.public_id: Facts(
            owner_id=row.owner_id,
            reader_ids=readers.get(row.public_id, frozenset()),
            deleted=row.deleted_at is not None,
        )
        for row in rows
    }


def mentored_facts(row: Goal) -> Facts:
    """Return the same of one goal with who mentors its owner now; three queries."""
    facts = facts_for([row])[row.public_id]
    if row.owner_id is None:
        return facts
    mentors = groups.mentors_of([row.owner_id], row.round_id)[row.owner_id]
    return Facts(owner_id=facts.owner_id, reader_ids=facts.reader_ids, mentor_ids=mentors, deleted=facts.deleted)


def readable_goals(actor: Actor, course_key: CourseKey) -> QuerySet[Goal]:
    """Return the goals of a course that the actor owns or is given to read: the queryset twin of ITEM_READ.

    Goals of groups are no single person's; `together.group_rows` is their twin.
    """
    rows = Goal.objects.filter(course_key=course_key, deleted_at=None, owner__isnull=False)
    # Whether an actor may own or be given anything at all is policy's to say as well.
    own = policy.allowed(Action.ITEM_READ, actor, Facts(owner_id=actor.user_id))
    given = policy.allowed(Action.ITEM_READ, actor, Facts(reader_ids=frozenset({actor.user_id})))
    found = Q(owner_id=actor.user_id) if own else Q(pk__in=[])
    if given:
        found |= Q(public_id__in=sharing.readable_ids(actor.user_id, ItemKind.GOAL, timezone.now()))
    return rows.filter(found)


__all__ = ["facts_for", "mentored_facts", "own_facts", "readable_goals"]
