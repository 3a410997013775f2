"""Giving a goal to others, taking it back, and what readers do with it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals import mails
from mentoring_xblock.goals.data import SharedGoal
from mentoring_xblock.goals.facts import facts_for, own_facts
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.queries import own_row
from mentoring_xblock.goals.saving import keep
from mentoring_xblock.goals.shared import read_shared
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Audience, ShareInfo
from mentoring_xblock.sharing.models import Stance


def share_goal(actor: Actor, place: Place, goal_id: UUID, group_id: UUID, audience: Audience) -> ShareInfo:
    """Give a goal to the leader of one of the actor's groups, or to everybody in it; keeps the text as it is now.

    Raises:
        NotFound: there is no such goal of the actor's own, or the actor is in no such group.
        Invalid: nobody in the group could read it.
    """
    with transaction.atomic():
        row = own_row(actor, place, goal_id, Action.ITEM_SHARE, locked=True)
        shared = sharing.share(actor, place, ItemKind.GOAL, row.public_id, own_facts(row), group_id, audience)
        keep([row], Reason.SHARED)
    return shared


def withdraw_goal(actor: Actor, place: Place, goal_id: UUID, share_id: UUID) -> None:
    """Take a share back at once. Withdrawing twice is withdrawing once.

    Raises:
        NotFound: there is no such goal of the actor's own, or no such share of it.
    """
    row = own_row(actor, place, goal_id, Action.ITEM_SHARE)
    sharing.withdraw(actor, place, ItemKind.GOAL, row.public_id, own_facts(row), share_id)


def _readable(actor: Actor, place: Place, goal_id: UUID, action: Action) -> tuple[Goal, Facts]:
    """Return a goal of the course, whichever block it was written in, on which the actor may do this."""
    row = Goal.objects.filter(public_id=goal_id, course_key=place.course_key).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    facts = facts_for([row])[goal_id]
    policy.require(action, actor, facts)
    return row, facts


def open_shared(actor: Actor, place: Place, goal_id: UUID) -> SharedGoal:
    """Open a goal that somebody shares with the actor, and let its owner's trail know.

    `place` may be any block of the programme: a mentor reads on a page of their own.

    Raises:
        NotFound: there is no such goal, or it is not shared with the actor now.
    """
    with transaction.atomic():
        row, facts = _readable(actor, place, goal_id, Action.ITEM_READ)
        found = read_shared(actor, place, goal_id)
        sharing.mark_opened(actor, ItemKind.GOAL, row.public_id, facts, row.version)
    return found


def comment(
    actor: Actor,
    place: Place,
    goal_id: UUID,
    share_id: UUID,
    body: str,
    once_key: UUID,
    stance: Stance | None = None,
) -> None:
    """Say something in the thread of one share of a goal. The same `once_key` again changes nothing.

    Args:
        stance: what a reader says of the goal as it stands, beside their words or without any; its owner gets a mail.
    Raises:
        NotFound: the actor may not read the goal, or not by this share.
        Invalid: nothing was written, or too much; or the goal is the actor's own, and they take a stance on it.
        Conflict: the share has ended meanwhile.
    """
    row, facts = _readable(actor, place, goal_id, Action.ITEM_COMMENT)
    version = row.version if stance else None
    with transaction.atomic():
        sharing.add_comment(
            actor,
            place,
            ItemKind.GOAL,
            row.public_id,
            facts,
            share_id,
            body,
            once_key,
            stance=stance,
            version=version,
        )
        if stance is not None:
            mails.tell_answered(row, actor.user_id, stance, timezone.now())
