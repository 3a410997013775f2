"""The steps that changes are made of. Each expects its group under lock, and tells people where they know of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.ahead import booked, to_newcomer
from mentoring_xblock.groups.fitting import misfit, names_of, placed_already
from mentoring_xblock.groups.models import CloseReason, Membership, Participant, State
from mentoring_xblock.groups.places import LEADER_SEAT, Held, assign_slots, give_up, group_capacity, hold_one
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.kit.errors import Full, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import open_programme
from mentoring_xblock.programme.data import ProgrammeInfo


def open_group(actor: Actor, place: Place, group_id: UUID) -> tuple[ProgrammeInfo, Held]:
    """Ask policy, and lock a group that can still change.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such group in it.
        Over: so is its round.
        Invalid: the group is closed.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = open_programme(place)
    held = hold_one(programme, group_id)
    if held.group.state == State.CLOSED:
        raise Invalid(gettext("This group is closed and can’t be changed any more."))
    return programme, held


def new_place(held: Held, person: Participant, *, leads: bool) -> Membership:
    """Return an unsaved place in the group: its leader's, or the lowest that is free.

    Raises:
        Full: no member's place is free.
    """
    return Membership(
        group=held.group,
        participant=person,
        circle=held.group.circle,
        leads=leads,
        seat=LEADER_SEAT if leads else held.free_seat(),
    )


def require_fit(row: Membership, held: Held, name: str, programme: ProgrammeInfo) -> None:
    """Go on only if the place fits beside the others.

    Raises:
        Invalid: it does not; the sentence names the person.
    """
    if problem := misfit(row, held.live, name, programme.plan):
        raise Invalid(problem)


def seat(programme: ProgrammeInfo, held: Held, row: Membership, now: datetime) -> None:
    """Store a new place; in a published group with a slot. Nobody is told.

    Raises:
        Invalid: the person does not fit.
        Full: the person has no slot left.
    """
    refused = assign_slots([row], programme.plan.capacity) if held.published else []
    name = names_of([row.participant])[row.participant.user_id]
    require_fit(row, held, name, programme)
    if refused:
        raise Full(placed_already(row, name, group_capacity(row.participant, row.circle, programme.plan.capacity)))
    if held.published:
        row.joined_at = now
    row.save()
    held.live.append(row)
    held.changed()


def join(
    programme: ProgrammeInfo,
    held: Held,
    row: Membership,
    now: datetime,
    answer_on: date | None = None,
    *,
    others: Collection[int] | None = None,
    waited: bool = False,
) -> None:
    """Store a new place, and in a published group tell people.

    Args:
        answer_on: the last day on which they may decline, if they may. others: which of those who are in it are told,
            by user id; None stands for all of them. waited: whether a place has become free for the newcomer.

    Raises:
        Invalid: the person does not fit.
        Full: the person has no slot left.
    """
    seat(programme, held, row, now)
    if held.published:
        there = booked(programme, [held.group.pk], now).get(held.group.pk)
        ahead = to_newcomer(there, back=there is not None and was_in(row))
        user_id = row.participant.user_id
        mails.tell_joined(programme, info_of(held.group), user_id, answer_on, others=others, waited=waited, ahead=ahead)


def was_in(row: Membership) -> bool:
    """Return whether somebody who has this place had one in the same group before; one query."""
    before = Membership.objects.filter(group_id=row.group_id, participant_id=row.participant_id, seat=None)
    return before.exclude(joined_at=None).exists()


def leave(
    programme: ProgrammeInfo,
    held: Held,
    row: Membership,
    reason: CloseReason,
    now: datetime,
    *,
    others: Collection[int] | None = None,
) -> None:
    """End a place; in a draft the row goes, in a published group it stays as what happened.

    Args:
        others: which of those who stay are told, by user id; None stands for all of them.
    """
    held.live.remove(row)
    held.changed()
    if not held.published:
        row.delete()
        return
    readable_until = give_up([row], reason, now, programme.plan.share_days_after_close)
    left, here = info_of(held.group), booked(programme, [held.group.pk], now).get(held.group.pk)
    user_id = row.participant.user_id
    mails.tell_ended(programme, left, [user_id], here, closed=False, readable_until=readable_until)
    mails.tell_changed(programme, [left], besides={user_id}, among=others)


def end(programme: ProgrammeInfo, held: Held, reason: CloseReason, now: datetime) -> None:
    """Close a published group: everybody's place ends, and what is booked in it is called off."""
    user_ids = [row.participant.user_id for row in held.live]
    here = booked(programme, [held.group.pk], now).get(held.group.pk)
    readable_until = give_up(held.live, reason, now, programme.plan.share_days_after_close)
    held.changed(state=State.CLOSED, closed_at=now, close_reason=reason)
    mails.tell_ended(programme, info_of(held.group), user_ids, here, closed=True, readable_until=readable_until)
