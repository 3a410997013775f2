"""Somebody in a group ends it, or their own part in it: without a coordinator, and without anybody's fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.clocks import clock_of
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import Circle, CloseReason, Membership
from mentoring_xblock.groups.places import Held, hold_one, one_transaction
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.steps import end, leave
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes

#: What somebody in a group can say about why it ends; only coordinators see it.
OWN_REASONS = (CloseReason.COMPLETED, CloseReason.TIME, CloseReason.CHANGED, CloseReason.ANOTHER, CloseReason.EARLY)


@dataclass(frozen=True)
class Parted:
    """What became of a group when somebody ended their part in it. early: it was before its last day."""

    group: GroupInfo
    closed: bool
    early: bool


def closes_without(group: GroupInfo, user_id: int) -> bool:
    """Return whether a group ends when this person ends their part in it, or goes on without them."""
    if group.leader is not None and group.leader.user_id == user_id:
        return group.circle is Circle.MENTORING or not group.members
    return len(group.members) == 1


@one_transaction
def part(
    actor: Actor, place: Place, group_id: UUID, reason: CloseReason, now: datetime, *, version: int | None = None
) -> Parted:
    """End the actor's part in a published group. A pair ends by it, as does a small group whose mentor goes.

    The others are told that it has ended, or that the people have changed, and nobody why. Coordinators are told when
    it is before its last day. Doing it twice is doing it once.

    Raises:
        NotFound: the actor is, and was, in no such group.
        Over: its round has been closed.
        Invalid: the reason is none that somebody can give for themselves.
        Conflict: the group has changed meanwhile.
    """
    known = Membership.objects.filter(group__public_id=group_id, participant__user_id=actor.user_id)
    mine = known.filter(joined_at__isnull=False).exists()
    policy.require(Action.GROUP_END, actor, Facts(member_ids=frozenset({actor.user_id} if mine else ())))
    if not mine:
        # A coordinator, who closes groups and has no part in them to end.
        raise NotFound(gettext("There is nothing here for you to see."))
    programme = programmes.open_programme(place)
    held = hold_one(programme, group_id)
    row = _own_place(held, actor)
    before = info_of(held.group)
    if row is None:
        return Parted(before, closed=before.closed_at is not None, early=False)
    if reason not in OWN_REASONS:
        raise Invalid(gettext("Choose one of the reasons."), {"reason": [gettext("Choose one of the reasons.")]})
    held.expect(version)
    early = programme.plan.today(now) <= clock_of(programme, before).ends_on
    closed = closes_without(before, actor.user_id)
    if closed:
        end(programme, held, CloseReason(reason), now)
    else:
        leave(programme, held, row, CloseReason(reason), now)
    after = info_of(held.group)
    if early:
        gone = [person.user_id for person in before.people] if closed else [actor.user_id]
        coordinators = [person.id for person in programmes.coordinators(programme.id)]
        mails.tell_parted(programme, after, gone, coordinators, closed=closed)
    return Parted(after, closed=closed, early=early)


def _own_place(held: Held, actor: Actor) -> Membership | None:
    return next((row for row in held.live if held.published and row.participant.user_id == actor.user_id), None)


__all__ = ["OWN_REASONS", "Parted", "closes_without", "part"]
