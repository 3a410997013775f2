"""What somebody works on now, wherever in the programme they wrote it down."""

from __future__ import annotations

from mentoring_xblock.goals.data import GoalInfo, Status
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.queries import info_of
from mentoring_xblock.goals.shared import sheets_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.data import ProgrammeInfo


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


__all__ = ["active_goals"]
