"""Changing who is in a group, one person at a time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import Circle, CloseReason
from mentoring_xblock.groups.places import one_transaction, participant_of
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.steps import join, leave, new_place, open_group
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor


@one_transaction
def add_member(
    actor: Actor,
    place: Place,
    group_id: UUID,
    participant_id: UUID,
    *,
    version: int | None = None,
    answer_on: date | None = None,
) -> GroupInfo:
    """Give somebody a member's place. In a published group they join at once, and everybody in it is told.

    Asking again for somebody who is a member already changes nothing.

    Args:
        version: of the group as the caller saw it; None takes it as it is.
        answer_on: the last day on which they may decline, told in their mail; None tells of no such thing.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group or participant.
        Invalid: they do not fit, or the group is closed.
        Full: no seat is left, or they are in another published group of the circle.
        Conflict: the group has changed meanwhile.
    """
    programme, held = open_group(actor, place, group_id)
    present = held.find(participant_id)
    if present is not None and not present.leads:
        return info_of(held.group)
    held.expect(version)
    person = participant_of(held.group.round_id, participant_id)
    join(programme, held, new_place(held, person, leads=False), timezone.now(), answer_on)
    return info_of(held.group)


@one_transaction
def set_leader(
    actor: Actor, place: Place, group_id: UUID, participant_id: UUID | None, *, version: int | None = None
) -> GroupInfo:
    """Let somebody lead a group instead of whoever did; None leaves it without.

    In a published group whoever led it leaves it, and everybody concerned is told.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group or participant.
        Invalid: they do not fit, the group is closed, or a published pair or small group would be without a leader.
        Full: they lead as many groups as they take.
        Conflict: the group has changed meanwhile.
    """
    programme, held = open_group(actor, place, group_id)
    before = held.leader
    if (before.participant.public_id if before else None) == participant_id:
        return info_of(held.group)
    held.expect(version)
    if participant_id is None and held.published and held.group.circle == Circle.MENTORING:
        raise Invalid(gettext("This group needs somebody who leads it. Choose somebody else, or close the group."))
    now = timezone.now()
    person = None if participant_id is None else participant_of(held.group.round_id, participant_id)
    if before is not None:
        leave(programme, held, before, CloseReason.LEFT, now, others=None if person is None else ())
    if person is not None:
        join(programme, held, new_place(held, person, leads=True), now)
    return info_of(held.group)


@one_transaction
def remove_member(
    actor: Actor,
    place: Place,
    group_id: UUID,
    participant_id: UUID,
    reason: CloseReason = CloseReason.LEFT,
    *,
    version: int | None = None,
) -> GroupInfo:
    """Take a member out. Out of a draft without a trace; out of a published group they leave, and people are told.

    Asking again for somebody who is not in the group changes nothing.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Invalid: the group is closed, is published and has no other member, or this person leads it.
        Conflict: the group has changed meanwhile.
    """
    programme, held = open_group(actor, place, group_id)
    row = held.find(participant_id)
    if row is None:
        return info_of(held.group)
    held.expect(version)
    if row.leads:
        raise Invalid(gettext("This person leads the group. Choose somebody else to lead it instead."))
    if held.published and len(held.members) == 1:
        raise Invalid(gettext("Nobody else would be left in this group. Close it instead."))
    leave(programme, held, row, CloseReason(reason), timezone.now())
    return info_of(held.group)


__all__ = ["add_member", "remove_member", "set_leader"]
