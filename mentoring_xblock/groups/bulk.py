"""Making and publishing many groups at once, and giving back a place: the same promises as one by one, in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.data import GroupInfo, PublishReport
from mentoring_xblock.groups.models import CIRCLE_OF, Circle, CloseReason, Group, Kind, Membership, Participant
from mentoring_xblock.groups.places import LEADER_SEAT, hold, hold_keys, one_transaction
from mentoring_xblock.groups.publishing import publish_held
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.steps import end, leave
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import hold_open_round, open_programme
from mentoring_xblock.programme.data import ProgrammeInfo

#: Rows of one INSERT statement.
_BATCH = 500


@dataclass(frozen=True)
class NewGroup:
    """A group to be made: whom it puts together, by primary key of participants. `capacity` counts members' places.

    starts_on: its own first day, where it is not the one that publishing gives it.
    """

    kind: Kind
    leader: int | None
    members: tuple[int, ...]
    capacity: int
    name: str = ""
    starts_on: date | None = None


@one_transaction
def make_published(
    actor: Actor, place: Place, wanted: Sequence[NewGroup], *, answer_on: date | None = None
) -> PublishReport:
    """Make groups and publish them at once: all or none. Everybody in them is told in one mail.

    A number of queries that is constant for each batch of 500 groups or places.

    Args:
        answer_on: the last day on which people may decline, told in the mail; None tells of no such thing.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: somebody is no participant of its round.
        Over: the round has been closed.
        Invalid: nothing was made, for the reasons in `fields`, as `publish` says them.
        Full: the same, when the only reason is that people have no place left; `current` has the sentences.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    return publish_new(open_programme(place), wanted, answer_on=answer_on)


def publish_new(
    programme: ProgrammeInfo, wanted: Sequence[NewGroup], *, answer_on: date | None = None
) -> PublishReport:
    """Do the same for a job that a coordinator has asked for: ask policy then, and call it under `one_transaction`.

    Raises as `make_published` does, but for NotAllowed.
    """
    hold_open_round(programme.round.id)
    return publish_held(programme, hold(programme, _made(programme, wanted)), answer_on=answer_on)


def pair_up(
    programme: ProgrammeInfo,
    mentor: int,
    mentee: int,
    kind: Kind = Kind.PAIR,
    capacity: int = 1,
    *,
    starts_on: date | None = None,
) -> GroupInfo:
    """Make and publish one pair, by primary key of participants, and tell both; or a small group that begins with one.

    Ask policy before, and call it under `one_transaction`: two who agreed need no coordinator.

    Args:
        starts_on: its own first day, where it is not the one that publishing gives it.
    Raises:
        Full: one of the two has no place left.
        Invalid: one of them has left the course or the programme.
        Over: the round has been closed.
    """
    hold_open_round(programme.round.id)
    made = _made(programme, [NewGroup(kind, mentor, (mentee,), capacity, starts_on=starts_on)])
    return publish_held(programme, hold(programme, made)).groups[0]


def _made(programme: ProgrammeInfo, wanted: Sequence[NewGroup]) -> list[UUID]:
    """Make drafts, and return their public ids."""
    groups = [
        Group(
            public_id=uuid.uuid4(),
            round_id=programme.round.id,
            kind=one.kind,
            circle=CIRCLE_OF[one.kind],
            name=one.name,
            starts_on=one.starts_on,
            capacity=one.capacity,
        )
        for one in wanted
    ]
    _require_known(programme, wanted)
    Group.objects.bulk_create(groups, batch_size=_BATCH)
    ids = [group.public_id for group in groups]
    # Not every database tells which keys it gave to rows that came together.
    keys = dict(Group.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    rows = [
        row
        for group, one in zip(groups, wanted, strict=True)
        for row in _places(keys[group.public_id], group.circle, one)
    ]
    Membership.objects.bulk_create(rows, batch_size=_BATCH)
    return ids


def _require_known(programme: ProgrammeInfo, wanted: Sequence[NewGroup]) -> None:
    people = {pk for one in wanted for pk in (*((one.leader,) if one.leader else ()), *one.members)}
    if Participant.objects.filter(round_id=programme.round.id, pk__in=people).count() != len(people):
        raise NotFound(gettext("This person does not take part in this round."))


def _places(group_pk: int, circle: str, one: NewGroup) -> list[Membership]:
    people = [(LEADER_SEAT, one.leader)] if one.leader else []
    people += list(enumerate(one.members, start=1))
    return [
        Membership(group_id=group_pk, participant_id=pk, circle=circle, leads=seat == LEADER_SEAT, seat=seat)
        for seat, pk in people
    ]


def give_back(programme: ProgrammeInfo, membership_pk: int, now: datetime) -> GroupInfo | None:
    """End a person's own place in a published group, and tell those concerned.

    Ask policy before, and call it in a transaction under `one_transaction`: the group is locked first. The group closes
    when the person led it as a mentor, or nobody else is in it.

    Returns:
        The group as it is then; None when the place has ended already.
    """
    group_pk = Membership.objects.filter(pk=membership_pk).values_list("group_id", flat=True).first()
    held = hold_keys([group_pk])[0] if group_pk else None
    row = next((row for row in held.live if row.pk == membership_pk), None) if held else None
    if row is None or not held.published:
        return None
    ends = held.group.circle == Circle.MENTORING if row.leads else len(held.members) == 1
    if ends:
        end(programme, held, CloseReason.EARLY, now)
    else:
        leave(programme, held, row, CloseReason.LEFT, now)
    return info_of(held.group)


__all__ = ["NewGroup", "give_back", "make_published", "pair_up", "publish_new"]
