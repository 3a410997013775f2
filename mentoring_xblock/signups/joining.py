"""Signing up, waiting, and giving a place back: first come, first served.

All of it happens with every group of the series under lock, so that a person has a place in one of them only, and of
two who want the last place one gets it and the other is the first who waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.data import State
from mentoring_xblock.groups.places import Held, hold_keys, one_transaction
from mentoring_xblock.groups.queries import placements
from mentoring_xblock.groups.signing import give_up_place, take_place
from mentoring_xblock.kit.dates import day
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role
from mentoring_xblock.signups import mails
from mentoring_xblock.signups.data import Outcome
from mentoring_xblock.signups.models import OpenGroup, Waiting
from mentoring_xblock.signups.queries import waiting_for


@dataclass
class Opened:
    """One group of a series, under lock."""

    row: OpenGroup
    held: Held


@one_transaction
def sign_up(actor: Actor, place: Place, open_id: UUID, now: dt.datetime) -> Outcome:
    """Take a place in a group that is open, or wait for one. Asking again changes nothing.

    Whoever waits for another group of the same series waits there no longer: one can switch, at the end of the line.

    Args:
        open_id: the public id of the opening.
    Raises:
        NotFound: nothing of the kind is open to the actor, or the round is over.
        Over: people can't sign up any more.
        Conflict: the actor has a place in another group of the series.
        Full: the actor is in another group of its kind already.
    """
    programme, me = _mine(actor, place, open_id)
    series = hold_series(open_id)
    here = series[open_id]
    there = next((one for one in series.values() if _member(one, me)), None)
    if there is here:
        return Outcome.IN
    waits = Waiting.objects.filter(open_group=here.row, participant_id=me.id, waits=1).exists()
    if not waits:
        _require_open(programme, here, now)
    if there is not None:
        raise Conflict(gettext("You have a place in another of these groups already. Give it up first."))
    let_in(programme, here, now)
    if _member(here, me):
        return Outcome.IN
    if waits:
        return Outcome.WAITING
    if here.held.group.capacity > len(here.held.members):
        if _placed(here, {me.id}):
            raise Full(
                gettext("You are in another group of this kind already, and there is one place for each person.")
            )
        take_place(programme, here.held, me.id, now, others=_who_hears(here, now))
        _wait_no_longer(series.values(), me, now)
        return Outcome.IN
    _wait_no_longer(series.values(), me, now)
    row = Waiting.objects.create(open_group=here.row, participant_id=me.id)
    in_line = len(waiting_for([here.row.pk])[here.row.pk])
    mails.tell_waiting(programme, me.user_id, here.held.group.name, in_line, row.public_id)
    return Outcome.WAITING


@one_transaction
def leave(actor: Actor, place: Place, open_id: UUID, now: dt.datetime) -> None:
    """Give one's place back, or wait no longer; whoever waits first moves up, and both are told.

    It is possible as long as the group is there, also after the last day to sign up. Doing it twice is doing it once.

    Raises:
        NotFound: nothing of the kind is open to the actor, or the round is over.
    """
    programme, me = _mine(actor, place, open_id)
    here = hold_series(open_id)[open_id]
    _wait_no_longer([here], me, now)
    if give_up_place(programme, here.held, me.public_id, now, others=_who_hears(here, now)):
        let_in(programme, here, now)


def _mine(actor: Actor, place: Place, open_id: UUID) -> tuple[ProgrammeInfo, ParticipantInfo]:
    """Return the round and the actor's part in it in which they may sign up to something.

    Raises:
        NotFound: nothing of the kind is open to the actor, or the round is over.
    """
    programme, roles = programmes.my_round(actor.user_id, place)
    known = programme is not None and programme.round is not None
    row = OpenGroup.objects.filter(public_id=open_id, group__round_id=programme.round.id).first() if known else None
    me = roles.get(Role(row.role)) if row is not None else None
    closed = not known or programme.round.closed
    policy.require(Action.SIGN_UP, actor, Facts(owner_id=me.user_id if me else None, closed=closed))
    return programme, me


def _member(one: Opened, me: ParticipantInfo) -> bool:
    return any(row.participant_id == me.id for row in one.held.members)


def _wait_no_longer(opened: Collection[Opened], me: ParticipantInfo, now: dt.datetime) -> None:
    rows = Waiting.objects.filter(open_group__in=[one.row.pk for one in opened], participant_id=me.id, waits=1)
    rows.update(waits=None, ended_at=now)


def _who_hears(here: Opened, now: dt.datetime) -> Collection[int] | None:
    """Return who of a group's people is told, by user id, that somebody comes or goes; None stands for all of them.

    Nobody as long as people sign up: who came is told after the last day. Whoever leads a group without a last day
    would never hear, and hears each time.
    """
    row = here.row
    if any(end is not None and end <= now for end in (row.ended_at, row.closes_at)):
        return None
    if row.closes_at is not None or here.held.leader is None:
        return ()
    return (here.held.leader.participant.user_id,)


def _require_open(programme: ProgrammeInfo, here: Opened, now: dt.datetime) -> None:
    row = here.row
    if here.held.group.state != State.PUBLISHED:
        raise Over(gettext("This group has ended, so nobody can sign up to it any more."))
    if row.ended_at is not None and row.ended_at <= now:
        raise Over(gettext("Signing up ended on %(day)s.") % {"day": day(programme.plan.today(row.ended_at))})
    if row.closes_at is not None and row.closes_at <= now:
        raise Over(gettext("Signing up ended on %(day)s.") % {"day": day(programme.plan.last_day(row.closes_at))})


# ---- what the rest of the room uses ----


def hold_series(open_id: UUID) -> dict[UUID, Opened]:
    """Lock all groups that were opened together with one; by the public ids of the openings, in order of opening.

    Raises:
        NotFound: there is no such opening.
    """
    series = OpenGroup.objects.filter(public_id=open_id).values_list("series", flat=True).first()
    return hold_of(OpenGroup.objects.filter(series=series).values_list("group_id", flat=True) if series else ())


def hold_of(group_pks: Collection[int]) -> dict[UUID, Opened]:
    """Lock groups, by primary key, and return those that were opened.

    Raises:
        NotFound: there are none.
    """
    held = {one.group.pk: one for one in hold_keys(sorted(group_pks))}
    # Read under the lock, so that what a coordinator has just changed counts.
    rows = OpenGroup.objects.filter(group__in=held).order_by("pk")
    found = {row.public_id: Opened(row, held[row.group_id]) for row in rows}
    if not found:
        raise NotFound(gettext("There is nothing here for you to see."))
    return found


def let_in(programme: ProgrammeInfo, here: Opened, now: dt.datetime) -> int:
    """Give free places to those who wait, first come first, and tell them. Returns how many got one.

    Whoever has left the course or the round, or has found another group meanwhile, is passed over and goes on waiting.
    """
    free = here.held.group.capacity - len(here.held.members)
    if here.held.group.state != State.PUBLISHED or free <= 0:
        return 0
    line = waiting_for([here.row.pk])[here.row.pk]
    enrolled = host.enrolled_ids(programme.course_key, {user_id for _, user_id in line}) if line else set()
    placed = _placed(here, {pk for pk, _ in line}) if line else set()
    seated: list[int] = []
    # Each of them joins as if they had signed up now; a group has few places.
    for participant_pk, user_id in line:
        if len(seated) == free:
            break
        if user_id not in enrolled or participant_pk in placed:
            continue
        try:
            take_place(programme, here.held, participant_pk, now, others=_who_hears(here, now), waited=True)
        except (Full, Invalid):
            continue
        seated.append(participant_pk)
    rows = Waiting.objects.filter(open_group=here.row, participant__in=seated, waits=1)
    rows.update(waits=None, ended_at=now)
    return len(seated)


def _placed(here: Opened, participant_pks: Collection[int]) -> set[int]:
    """Return which of these participants are in a group of the same circle; one query."""
    held = placements(participant_pks)
    return {
        pk
        for pk, places in held.items()
        if any(
            one.circle == here.held.group.circle and one.state is State.PUBLISHED and not one.leads for one in places
        )
    }


@one_transaction
def move_up(group_pks: Collection[int], now: dt.datetime) -> int:
    """Let in who waits for places that have become free in these groups, whoever freed them; those not open stay so.

    Returns:
        How many people got a place.
    """
    known = OpenGroup.objects.filter(group__in=list(group_pks), group__state=State.PUBLISHED)
    waited = known.filter(waiting__waits=1).values_list("group_id", "group__round__programme_id").distinct()
    found = dict(waited)
    if not found:
        return 0
    about = programmes.programmes_by_id(set(found.values()))
    count = 0
    for one in hold_of(list(found)).values():
        programme = about[found[one.held.group.pk]]
        if programme.round is not None and programme.round.id == one.held.group.round_id and not programme.round.closed:
            count += let_in(programme, one, now)
    return count


__all__ = ["hold_of", "hold_series", "leave", "let_in", "move_up", "sign_up"]
