"""Groups that people sign up to themselves: there from the beginning, empty, and joined and left without a coordinator.

Ask policy before, and call all of it under `one_transaction`, with the group under lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.making import checked_capacity, checked_name
from mentoring_xblock.groups.models import CIRCLE_OF, CloseReason, Group, Kind, Participant, State
from mentoring_xblock.groups.places import Held, participant_of
from mentoring_xblock.groups.queries import info_of, infos_of
from mentoring_xblock.groups.steps import join, leave, new_place, seat
from mentoring_xblock.programme.data import ProgrammeInfo


def open_empty(
    programme: ProgrammeInfo, kind: Kind, name: str, capacity: int, leader: UUID | None, once_key: UUID, now: datetime
) -> Held:
    """Make a group of equals in which nobody is yet, published at once; `tell_leader` tells whoever leads it.

    Args:
        kind: a peer group or a supervision group.
        leader: the public id of a participant, or None.
    Raises:
        NotFound: there is no such participant in the round.
        Invalid: the name or capacity can't be used, or this person can't lead it.
        Full: they lead as many groups as they take.
    """
    group = Group.objects.create(
        round_id=programme.round.id,
        kind=kind,
        circle=CIRCLE_OF[kind],
        name=checked_name(name),
        capacity=checked_capacity(kind, capacity),
        state=State.PUBLISHED,
        published_at=now,
        once_key=once_key,
    )
    held = Held(group, [])
    if leader is not None:
        person = participant_of(programme.round.id, leader)
        seat(programme, held, new_place(held, person, leads=True), now)
    return held


def tell_leader(programme: ProgrammeInfo, opened: Iterable[Held]) -> int:
    """Tell whoever leads groups that were made at once of all of them in one mail."""
    return mails.tell_published(programme, infos_of([one.group for one in opened]))


def take_place(
    programme: ProgrammeInfo,
    held: Held,
    participant_pk: int,
    now: datetime,
    *,
    others: Collection[int] | None = None,
    waited: bool = False,
) -> GroupInfo:
    """Give somebody the lowest free place in a published group, and tell them.

    Args:
        others: which of those who are in it are told, by user id; None stands for all of them. waited: whether the
            place has become free for somebody who waited.
    Raises:
        Full: no place is free, or the person is in another group of the circle.
        Invalid: the person does not fit, or has left the round.
    """
    person = Participant.objects.get(pk=participant_pk)
    join(programme, held, new_place(held, person, leads=False), now, others=others, waited=waited)
    return info_of(held.group)


def give_up_place(
    programme: ProgrammeInfo,
    held: Held,
    participant_id: UUID,
    now: datetime,
    *,
    others: Collection[int] | None = None,
) -> bool:
    """End somebody's own place in a published group, which stays even if nobody is left in it; False without one.

    They are told, and of the others those with these user ids; None stands for all of them.
    """
    row = held.find(participant_id)
    if row is None or row.leads:
        return False
    leave(programme, held, row, CloseReason.LEFT, now, others=others)
    return True


__all__ = ["give_up_place", "open_empty", "take_place", "tell_leader"]
