"""Making drafts, and the name and size of groups."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.fitting import names_of
from mentoring_xblock.groups.models import CIRCLE_OF, Group, Kind, Membership, State
from mentoring_xblock.groups.places import Held, hold_one, one_transaction, participants_of, tell_freed
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.steps import new_place, open_group, require_fit
from mentoring_xblock.kit.errors import FormUsed, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import open_programme
from mentoring_xblock.programme.plan import CAPACITY_LIMITS, Plan

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
    programme = open_programme(place)
    if once_key is not None and (made := Group.objects.filter(once_key=once_key).first()):
        if made.round_id != programme.round.id:
            raise FormUsed()
        return info_of(made)
    kind = Kind(kind)
    group = Group(
        round_id=programme.round.id,
        kind=kind,
        circle=CIRCLE_OF[kind],
        name=checked_name(name),
        capacity=checked_capacity(kind, usual_places(kind, programme.plan) if capacity is None else capacity),
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
        row = new_place(held, person, leads=participant_id == leader)
        require_fit(row, held, names[person.user_id], programme)
        held.live.append(row)
    # One by one would be a query each; nothing else can be in a group that nobody knows yet.
    Membership.objects.bulk_create(held.live)
    return info_of(group)


@one_transaction
def rename(actor: Actor, place: Place, group_id: UUID, name: str, *, version: int | None = None) -> GroupInfo:
    """Give a group another name; an empty one takes it away.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group.
        Invalid: the name is too long, or the group is closed.
        Conflict: the group has changed meanwhile.
    """
    _, held = open_group(actor, place, group_id)
    name = checked_name(name)
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
    _, held = open_group(actor, place, group_id)
    capacity = checked_capacity(Kind(held.group.kind), capacity)
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
    held.resized(capacity)
    if held.published:
        tell_freed([held.group.pk])
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
    held = hold_one(open_programme(place), group_id)
    if held.group.state != State.DRAFT:
        raise Invalid(gettext("This group has been published. Close it instead; what happened in it stays."))
    held.expect(version)
    held.group.delete()


def checked_name(name: str) -> str:
    """Return a group's name without what people type around it.

    Raises:
        Invalid: it is too long (`fields`).
    """
    name = " ".join(clean(name).split())
    if len(name) > NAME_LIMIT:
        sentence = gettext("A group’s name can have %(limit)s characters; this one has %(count)s.") % {
            "limit": NAME_LIMIT,
            "count": len(name),
        }
        raise Invalid(sentence, {"name": [sentence]})
    return name


def usual_places(kind: Kind, plan: Plan) -> int:
    """Return how many members' places a new group of this kind has."""
    return plan.capacity.get(_sized_as(kind), 1)


def _sized_as(kind: Kind) -> str:
    """Return under which name a plan knows the size of such groups."""
    return Kind.PEER_GROUP.value if kind == Kind.SUPERVISION else Kind(kind).value


def checked_capacity(kind: Kind, capacity: int) -> int:
    """Return a number of members' places that a group of this kind can have.

    Raises:
        Invalid: it can't (`fields`).
    """
    lowest, highest = (1, 1) if kind == Kind.PAIR else CAPACITY_LIMITS[_sized_as(kind)][:2]
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
    "checked_capacity",
    "checked_name",
    "create_group",
    "delete_draft",
    "rename",
    "resize",
    "usual_places",
]
