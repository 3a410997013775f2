"""Making groups, and changing who is in them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.fitting import misfit, names_of, placed_already
from mentoring_xblock.groups.models import CIRCLE_OF, Circle, CloseReason, Group, Kind, Membership, Participant, State
from mentoring_xblock.groups.places import (
    LEADER_SEAT,
    Held,
    assign_slots,
    give_up,
    group_capacity,
    hold_one,
    one_transaction,
    participant_of,
    participants_of,
    programme_of,
)
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.kit.errors import Conflict, Full, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import CAPACITY_LIMITS

#: Characters of a group's name; stated beside its field.
NAME_LIMIT = 120


@one_transaction
def create_group(
    actor: Actor,
    place: Place,
    kind: Kind,
    name: str = "",
    capacity: int | None = None,
    leader: UUID | None = None,
    members: Sequence[UUID] = (),
    *,
    once_key: UUID | None = None,
) -> GroupInfo:
    """Make a draft in the programme's round.

    Args:
        kind: what it is; a pair has one member.
        name: plain text, at most `NAME_LIMIT` characters; may be empty.
        capacity: places for members, without the leader; the plan's number by default.
        leader, members: public ids of participants of the round.
        once_key: the form's key; the same key again returns the group that it made.
    Returns:
        The group. Its people hold seats but no slots yet, so they can be in several drafts.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such programme or participant.
        Invalid: the name or capacity can't be used, or somebody does not fit.
        Full: there are more members than places.
        Conflict: the key made another group meanwhile.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programme_of(place)
    if once_key is not None and (made := Group.objects.filter(once_key=once_key).first()):
        if made.round_id != programme.round.id:
            raise Conflict(gettext("This form has been used already. Open it again to make another group."))
        return info_of(made)
    kind = Kind(kind)
    group = Group(
        round_id=programme.round.id,
        kind=kind,
        circle=CIRCLE_OF[kind],
        name=_checked_name(name),
        capacity=_checked_capacity(kind, programme.plan.capacity.get(kind, 1) if capacity is None else capacity),
    )
    if once_key is not None:
        group.once_key = once_key
    group.save()
    held = Held(group, [])
    wanted = [leader, *members] if leader else list(members)
    if len(set(wanted)) != len(wanted):
        raise Invalid(gettext("Somebody is named twice for this group. Choose each person once."))
    people = participants_of(group.round_id, wanted)
    names = names_of(people.values())
    for participant_id, person in people.items():
        row = _place(held, person, leads=participant_id == leader)
        _require_fit(row, held, names[person.user_id], programme)
        held.live.append(row)
    # One by one would be a query each; nothing else can be in a group that nobody knows yet.
    Membership.objects.bulk_create(held.live)
    return info_of(group)


@one_transaction
def add_member(
    actor: Actor, place: Place, group_id: UUID, participant_id: UUID, *, version: int | None = None
) -> GroupInfo:
    """Give somebody a member's place. In a published group they join at once, and everybody in it is told.

    Asking again for somebody who is a member already changes nothing.

    Args:
        version: of the group as the caller saw it; None takes it as it is.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group or participant.
        Invalid: they do not fit, or the group is closed.
        Full: no seat is left, or they are in another published group of the circle.
        Conflict: the group has changed meanwhile.
    """
    programme, held = _open(actor, place, group_id)
    present = held.find(participant_id)
    if present is not None and not present.leads:
        return info_of(held.group)
    held.expect(version)
    person = participant_of(held.group.round_id, participant_id)
    _join(programme, held, _place(held, person, leads=False), timezone.now())
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
    programme, held = _open(actor, place, group_id)
    before = held.leader
    if (before.participant.public_id if before else None) == participant_id:
        return info_of(held.group)
    held.expect(version)
    if participant_id is None and held.published and held.group.circle == Circle.MENTORING:
        raise Invalid(gettext("This group needs somebody who leads it. Choose somebody else, or close the group."))
    now = timezone.now()
    person = None if participant_id is None else participant_of(held.group.round_id, participant_id)
    if before is not None:
        _take_out(programme, held, before, CloseReason.LEFT, now, tell_others=person is None)
    if person is not None:
        _join(programme, held, _place(held, person, leads=True), now)
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
    programme, held = _open(actor, place, group_id)
    row = held.find(participant_id)
    if row is None:
        return info_of(held.group)
    held.expect(version)
    if row.leads:
        raise Invalid(gettext("This person leads the group. Choose somebody else to lead it instead."))
    if held.published and len(held.members) == 1:
        raise Invalid(gettext("Nobody else would be left in this group. Close it instead."))
    _take_out(programme, held, row, CloseReason(reason), timezone.now(), tell_others=True)
    return info_of(held.group)


@one_transaction
def rename(actor: Actor, place: Place, group_id: UUID, name: str, *, version: int | None = None) -> GroupInfo:
    """Give a group another name; an empty one takes it away.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Invalid: the name is too long, or the group is closed.
        Conflict: the group has changed meanwhile.
    """
    _, held = _open(actor, place, group_id)
    name = _checked_name(name)
    if name != held.group.name:
        held.expect(version)
        held.changed(name=name)
    return info_of(held.group)


@one_transaction
def resize(actor: Actor, place: Place, group_id: UUID, capacity: int, *, version: int | None = None) -> GroupInfo:
    """Change how many members a group has room for.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Invalid: the number can't be used for this kind, more people are in the group, or it is closed.
        Conflict: the group has changed meanwhile.
    """
    _, held = _open(actor, place, group_id)
    capacity = _checked_capacity(Kind(held.group.kind), capacity)
    if capacity == held.group.capacity:
        return info_of(held.group)
    held.expect(version)
    count = len(held.members)
    if count > capacity:
        sentence = ngettext(
            "%(count)s person is in this group, so it can’t have fewer places than that.",
            "%(count)s people are in this group, so it can’t have fewer places than that.",
            count,
        ) % {"count": count}
        raise Invalid(sentence, {"capacity": [sentence]})
    held.changed(capacity=capacity)
    return info_of(held.group)


@one_transaction
def delete_draft(actor: Actor, place: Place, group_id: UUID, *, version: int | None = None) -> None:
    """Undo a draft; nobody has heard of it.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group (any more).
        Invalid: it is published; close it instead.
        Conflict: the group has changed meanwhile.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    held = hold_one(programme_of(place), group_id)
    if held.group.state != State.DRAFT:
        raise Invalid(gettext("This group has been published. Close it instead; what happened in it stays."))
    held.expect(version)
    held.group.delete()


# ---- the steps of a change ----


def _open(actor: Actor, place: Place, group_id: UUID) -> tuple[ProgrammeInfo, Held]:
    """Ask policy, and lock a group that can still change."""
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programme_of(place)
    held = hold_one(programme, group_id)
    if held.group.state == State.CLOSED:
        raise Invalid(gettext("This group is closed and can’t be changed any more."))
    return programme, held


def _place(held: Held, person: Participant, *, leads: bool) -> Membership:
    """Return an unsaved place in the group: its leader's, or the lowest that is free."""
    return Membership(
        group=held.group,
        participant=person,
        circle=held.group.circle,
        leads=leads,
        seat=LEADER_SEAT if leads else held.free_seat(),
    )


def _require_fit(row: Membership, held: Held, name: str, programme: ProgrammeInfo) -> None:
    if problem := misfit(row, held.live, name, programme.plan):
        raise Invalid(problem)


def _join(programme: ProgrammeInfo, held: Held, row: Membership, now: datetime) -> None:
    """Store a new place; in a published group with a slot, and tell people."""
    refused = assign_slots([row], programme.plan.capacity) if held.published else []
    name = names_of([row.participant])[row.participant.user_id]
    _require_fit(row, held, name, programme)
    if refused:
        raise Full(placed_already(row, name, group_capacity(row.participant, programme.plan.capacity)))
    if held.published:
        row.joined_at = now
    row.save()
    held.live.append(row)
    held.changed()
    if held.published:
        mails.tell_joined(programme, info_of(held.group), row.participant.user_id)


def _take_out(
    programme: ProgrammeInfo, held: Held, row: Membership, reason: CloseReason, now: datetime, *, tell_others: bool
) -> None:
    """End a place; in a draft the row goes, in a published group it stays as what happened."""
    held.live.remove(row)
    held.changed()
    if not held.published:
        row.delete()
        return
    readable_until = give_up([row], reason, now, programme.plan.share_days_after_close)
    left = info_of(held.group)
    user_id = row.participant.user_id
    mails.tell_ended(programme, left, [user_id], closed=False, readable_until=readable_until)
    if tell_others:
        mails.tell_changed(programme, [left], besides={user_id})


def _checked_name(name: str) -> str:
    name = " ".join(clean(name).split())
    if len(name) > NAME_LIMIT:
        sentence = gettext("A group’s name can have %(limit)s characters; this one has %(count)s.") % {
            "limit": NAME_LIMIT,
            "count": len(name),
        }
        raise Invalid(sentence, {"name": [sentence]})
    return name


def _checked_capacity(kind: Kind, capacity: int) -> int:
    lowest, highest = (1, 1) if kind == Kind.PAIR else CAPACITY_LIMITS[kind][:2]
    if lowest <= capacity <= highest:
        return capacity
    if kind == Kind.PAIR:
        sentence = gettext("A pair has one place beside the one who leads it.")
    else:
        sentence = gettext("A group has places for %(lowest)s to %(highest)s people.") % {
            "lowest": lowest,
            "highest": highest,
        }
    raise Invalid(sentence, {"capacity": [sentence]})


__all__ = [
    "NAME_LIMIT",
    "add_member",
    "create_group",
    "delete_draft",
    "remove_member",
    "rename",
    "resize",
    "set_leader",
]
