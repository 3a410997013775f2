"""What the goals room lends to hand-ins: what can be chosen, and what it looks like frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from mentoring_xblock.goals.data import GoalInfo
from mentoring_xblock.goals.facts import own_facts
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.queries import info_of, published_sheet
from mentoring_xblock.goals.saving import keep
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.paging import CHOICES
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def candidates(actor: Actor, place: Place) -> tuple[GoalInfo, ...]:
    """Return the actor's newest `CHOICES` goals of this block, newest first, to choose from when handing in.

    A goal that was taken along to a later round is chosen there, where it goes on.
    """
    if not policy.allowed(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id)):
        return ()
    along = Goal.objects.filter(taken_from=OuterRef("pk"), usage_key=place.usage_key, deleted_at=None)
    rows = Goal.objects.filter(~Exists(along), owner_id=actor.user_id, usage_key=place.usage_key, deleted_at=None)
    sheet = published_sheet(place)
    return tuple(info_of(row, sheet) for row in rows.order_by("-created_at", "-pk")[:CHOICES])


def freeze(actor: Actor, place: Place, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return the actor's own goals of this block as a hand-in keeps them, in the order of `ids`.

    Each is `{"kind", "id", "title", "version", "parts": [{"label", "text"}]}` in plain JSON values, with the questions
    in the language that the actor reads. Call it inside the transaction of the hand-in, because it keeps each text.

    Raises:
        NotFound: one of them is no goal of the actor's own in this block.
    """
    # Locked in the order of their keys, like everywhere: two pages of one person never wait for each other.
    locked = Goal.objects.select_for_update().order_by("pk")
    found = locked.filter(public_id__in=list(ids), usage_key=place.usage_key, course_key=place.course_key)
    rows = {row.public_id: row for row in found}
    for goal_id in ids:
        if goal_id not in rows or not policy.allowed(Action.HAND_IN_MAKE, actor, own_facts(rows[goal_id])):
            raise NotFound(gettext("One of these is not here any more. Choose again."))
    sheet = published_sheet(place)
    frozen = [_frozen(info_of(rows[goal_id], sheet)) for goal_id in ids]
    keep([rows[goal_id] for goal_id in ids], Reason.HANDED_IN)
    return frozen


def _frozen(goal: GoalInfo) -> Mapping[str, Any]:
    parts = [{"label": part.heading, "text": part.text} for part in goal.parts]
    if goal.theme_name:
        parts.append({"label": gettext("Theme"), "text": goal.theme_name})
    if goal.target_on:
        parts.append({"label": gettext("By when?"), "text": long_day(goal.target_on)})
    return {
        "kind": ItemKind.GOAL.value,
        "id": str(goal.goal_id),
        "title": goal.title,
        "version": goal.version,
        "parts": parts,
    }
