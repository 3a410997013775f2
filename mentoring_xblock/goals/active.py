"""What somebody, or a group, works on now, wherever in the programme it was written down."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.goals.data import GoalInfo, Status
from mentoring_xblock.goals.facts import readable_goals
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.ours import group_goals
from mentoring_xblock.goals.queries import info_of
from mentoring_xblock.goals.shared import sheets_of
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import api as sharing


def active_goals(actor: Actor, place: Place, programme: ProgrammeInfo) -> tuple[GoalInfo, ...]:
    """Return the actor's own active goals of a round, on all worksheets of the programme, oldest first.

    One query without a goal, else two.
    """
    if not policy.allowed(Action.ITEM_READ, actor, Facts(owner_id=actor.user_id)):
        return ()
    mine = Goal.objects.filter(owner_id=actor.user_id, round_id=programme.round.id, deleted_at=None)
    rows = list(mine.filter(status=Status.ACTIVE).order_by("created_at", "pk"))
    sheets = sheets_of(place, rows, programme) if rows else {}
    return tuple(info_of(row, sheets[row.usage_key]) for row in rows)


def goals_among(actor: Actor, place: Place, relation: Relation, now: dt.datetime) -> tuple[GoalInfo, ...]:
    """Return the active goals that a group has before it: its own, then those that its people share with it, the
    actor's first.

    Ask policy for RELATION_READ before. Of what others share only what the actor is given to read is among them. Five
    queries.
    """
    ours = (one for one in group_goals(relation, now) if one.status is Status.ACTIVE)
    given = sharing.shared_in(ItemKind.GOAL, relation.group.id, actor.user_id, now)
    rows = readable_goals(actor, place.course_key).filter(public_id__in=given, status=Status.ACTIVE)
    rows = list(rows.order_by("created_at", "pk"))
    rows.sort(key=lambda row: row.owner_id != actor.user_id)
    sheets = sheets_of(place, rows, relation.programme) if rows else {}
    return (*ours, *(info_of(row, sheets[row.usage_key]) for row in rows))


__all__ = ["active_goals", "goals_among"]
