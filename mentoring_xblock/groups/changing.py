"""What happens to groups after publishing: somebody moves, a group closes, a person leaves the programme."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.ahead import booked, to_mover
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.fitting import misfit, names_of, placed_already
from mentoring_xblock.groups.models import Circle, CloseReason, Group, Membership, State
from mentoring_xblock.groups.places import (
    Held,
    assign_slots,
    give_up,
    hold_keys,
    hold_one,
    one_transaction,
    participant_of,
)
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.steps import end, leave, was_in
from mentoring_xblock.kit.errors import Full, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import open_programme
from mentoring_xblock.programme.data import ProgrammeInfo


@one_transaction
def move(
    actor: Actor, place: Place, membership_id: UUID, to_group_id: UUID, *, version: int | None = None
) -> GroupInfo:
    """Move a member to another group of the same circle: between two drafts, or between two published groups.

    A published group that nobody is left in closes by it. Who moves, and who is in either group, is told. Asking again
    for a move that has happened changes nothing.

    Args:
        membership_id: public id of the place that is given up.
        version: of the group that they move to, as the caller saw it.
    Returns:
        The group that they moved to.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such place or group.
        Invalid: they lead the group, do not fit into the other, or the two groups can't exchange people.
        Full: no seat is left there.
        Conflict: the other group has changed meanwhile.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = open_programme(place)
    membership = (
        Membership.objects.filter(public_id=membership_id, group__round__programme_id=programme.id)
        .select_related("participant")
        .first()
    )
    target = Group.objects.filter(public_id=to_group_id, round__programme_id=programme.id).first()
    if membership is None or target is None:
        raise NotFound(gettext("This place in a group is not there any more."))
    keys = {membership.group_id, target.pk}
    held = {one.group.pk: one for one in hold_keys(list(keys), expected=len(keys))}
    there = held[target.pk]
    if there.find(membership.participant.public_id) in there.members:
        return info_of(there.group)
    here = held[membership.group_id]
    row = next((row for row in here.live if row.pk == membership.pk), None)
    if row is None:
        raise NotFound(gettext("This place in a group is not there any more."))
    there.expect(version)
    _require_exchange(here, there, row)
    _move(programme, here, there, row)
    return info_of(there.group)


@one_transaction
def close(actor: Actor, place: Place, group_id: UUID, reason: CloseReason, *, version: int | None = None) -> GroupInfo:
    """End a published group. Everybody in it is told that it has ended, and nobody why.

    What was shared in it stays readable for the plan's days. Closing a closed group changes nothing.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Invalid: it is a draft.
        Conflict: the group has changed meanwhile.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = open_programme(place)
    held = hold_one(programme, group_id)
    if held.group.state == State.DRAFT:
        raise Invalid(gettext("Nobody knows of this draft, so there is nothing to close. Delete it instead."))
    if held.group.state == State.PUBLISHED:
        held.expect(version)
        end(programme, held, CloseReason(reason), timezone.now())
    return info_of(held.group)


@one_transaction
def release(
    actor: Actor, place: Place, participant_id: UUID, reason: CloseReason = CloseReason.LEFT
) -> tuple[GroupInfo, ...]:
    """Take somebody who leaves the programme out of all of their groups, drafts included.

    Published pairs and small groups that they led, and groups in which nobody else is left, close by it.

    Returns:
        The published groups that this changed.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such participant in the programme's round.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = open_programme(place)
    person = participant_of(programme.round.id, participant_id)
    keys = Membership.objects.filter(participant=person, seat__isnull=False).values_list("group_id", flat=True)
    changed, now = [], timezone.now()
    # A person is in few groups at a time, and each of them needs its own mails.
    for held in hold_keys(list(keys)):
        row = held.find(participant_id)
        if row is None:
            continue
        if held.published and _ends_without(held, row):
            end(programme, held, CloseReason(reason), now)
        else:
            leave(programme, held, row, CloseReason(reason), now)
        if held.group.state != State.DRAFT:
            changed.append(info_of(held.group))
    return tuple(changed)


def _require_exchange(here: Held, there: Held, row: Membership) -> None:
    if row.leads:
        raise Invalid(gettext("This person leads the group. Choose somebody else to lead it instead."))
    if here.group.circle != there.group.circle or here.group.round_id != there.group.round_id:
        raise Invalid(gettext("The two groups are of different kinds, so nobody can move between them."))
    if there.group.state == State.CLOSED:
        raise Invalid(gettext("This group is closed and can’t be changed any more."))
    if here.group.state != there.group.state:
        raise Invalid(gettext("One of the two groups is still a draft. Publish it first, then move people."))


def _move(programme: ProgrammeInfo, here: Held, there: Held, row: Membership) -> None:
    now = timezone.now()
    person = row.participant
    seat = there.free_seat()
    new = Membership(group=there.group, participant=person, circle=there.group.circle, seat=seat)
    name = names_of([person])[person.user_id]
    if problem := misfit(new, there.live, name, programme.plan):
        raise Invalid(problem)
    here.live.remove(row)
    if not here.published:
        row.delete()
        new.save()
        here.changed()
        there.changed()
        return
    give_up([row], CloseReason.MOVED, now, programme.plan.share_days_after_close)
    if assign_slots([new], programme.plan.capacity):
        raise Full(placed_already(new, name, 1))
    new.joined_at = now
    new.save()
    there.changed()
    ahead = booked(programme, [here.group.pk, there.group.pk], now)
    new_there = ahead.get(there.group.pk)
    moves = to_mover(ahead.get(here.group.pk), new_there, back=new_there is not None and was_in(new))
    mails.tell_moved(programme, info_of(there.group), person.user_id, moves)
    mails.tell_changed(programme, [info_of(there.group)], besides={person.user_id})
    if here.members:
        here.changed()
        mails.tell_changed(programme, [info_of(here.group)], besides={person.user_id})
    else:
        end(programme, here, CloseReason.MOVED, now)


def _ends_without(held: Held, row: Membership) -> bool:
    """Whether a published group has to close when this person leaves it."""
    if row.leads:
        return held.group.circle == Circle.MENTORING
    return len(held.members) == 1


__all__ = ["close", "move", "release"]
