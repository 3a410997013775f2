"""Places in groups: the locks around them, the lowest free seat and slot, and trying again after losing a race.

Every change takes its locks in one order, groups by primary key and then participants by primary key, so that two
changes wait for each other instead of deadlocking. The locks make a collision rare; the unique constraints of
`Membership` make it harmless.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups.models import Circle, CloseReason, Group, Membership, Participant, State
from mentoring_xblock.groups.queries import info_of
from mentoring_xblock.groups.signals import places_freed
from mentoring_xblock.kit.errors import Changed, Full, NotFound
from mentoring_xblock.kit.trying import ATTEMPTS, again
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import CAPACITY_LIMITS

LEADER_SEAT = 0

P = ParamSpec("P")
R = TypeVar("R")


def one_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run an api function that gives places away in a transaction of its own; from the start again when somebody was
    faster. What gives none is a `kit.trying.one_change`.

    Raises:
        Full: somebody else took the place each time.
        Conflict: the database could not let this change through in time.
    """
    return again(function, ATTEMPTS, _full)


def _full() -> Full:
    return Full(gettext("Others took the last places meanwhile: it is full."))


# ---- what a change works on ----


@dataclass
class Held:
    """A group under lock, with the memberships that hold a seat in it; each has its participant loaded."""

    group: Group
    live: list[Membership]

    @property
    def leader(self) -> Membership | None:
        """Who leads it."""
        return next((row for row in self.live if row.leads), None)

    @property
    def members(self) -> list[Membership]:
        """Who is in it without leading it."""
        return [row for row in self.live if not row.leads]

    @property
    def published(self) -> bool:
        """Whether its people know of it and hold slots in it."""
        return self.group.state == State.PUBLISHED

    def find(self, participant_id: UUID) -> Membership | None:
        """Return the place of a participant, by public id."""
        return next((row for row in self.live if row.participant.public_id == participant_id), None)

    def expect(self, version: int | None) -> None:
        """Go on only if the caller has seen the group as it is; None goes on in any case.

        Raises:
            Conflict: somebody changed the group meanwhile; `current` is the group as it is.
        """
        if version is not None and version != self.group.version:
            raise Changed(info_of(self.group))

    def changed(self, **values: object) -> None:
        """Store values of the group, and that it is another version."""
        for name, value in values.items():
            setattr(self.group, name, value)
        self.group.version += 1
        self.group.save(update_fields=[*values, "version"])

    def resized(self, capacity: int) -> None:
        """Store how many members there is room for, at least as many as there are, each in a seat within it."""
        self.changed(capacity=capacity)
        free = (seat for seat in range(1, capacity + 1) if seat not in {row.seat for row in self.live})
        for row in [row for row in self.members if row.seat > capacity]:
            row.seat = next(free)
            row.save(update_fields=["seat"])

    def free_seat(self) -> int:
        """Return the lowest free member's seat.

        Raises:
            Full: there is none.
        """
        taken = {row.seat for row in self.live}
        free = next((seat for seat in range(1, self.group.capacity + 1) if seat not in taken), None)
        if free is None or len(self.members) >= self.group.capacity:
            raise Full(
                ngettext(
                    "This group is full: it has %(count)s place, and that is taken.",
                    "This group is full: all its %(count)s places are taken.",
                    self.group.capacity,
                )
                % {"count": self.group.capacity}
            )
        return free


def hold(programme: ProgrammeInfo, group_ids: Iterable[UUID]) -> list[Held]:
    """Lock groups of a programme by public id, and return them in the order of their primary keys.

    Raises:
        NotFound: one of them is not there, or is another programme's.
    """
    wanted = set(group_ids)
    keys = Group.objects.filter(public_id__in=wanted, round__programme_id=programme.id).values_list("pk", flat=True)
    return hold_keys(list(keys), expected=len(wanted))


def hold_keys(keys: list[int], expected: int | None = None) -> list[Held]:
    """Lock groups by primary key, so that the rows are locked in this order and not in that of another index.

    Raises:
        NotFound: fewer than `expected` are there.
    """
    groups = list(Group.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    if expected is not None and len(groups) != expected:
        raise NotFound(gettext("This group is not there any more."))
    live = defaultdict(list)
    rows = Membership.objects.filter(group__in=keys, seat__isnull=False).select_related("participant")
    for row in rows.order_by("seat", "pk"):
        live[row.group_id].append(row)
    return [Held(group, live[group.pk]) for group in groups]


def hold_one(programme: ProgrammeInfo, group_id: UUID) -> Held:
    """Lock one group.

    Raises:
        NotFound: it is not there, or is another programme's.
    """
    return hold(programme, [group_id])[0]


def participant_of(round_id: int, participant_id: UUID) -> Participant:
    """Return a participant of a round by public id.

    Raises:
        NotFound: there is no such participant in this round.
    """
    return participants_of(round_id, [participant_id])[participant_id]


def participants_of(round_id: int, participant_ids: Iterable[UUID]) -> dict[UUID, Participant]:
    """Return participants of a round by public id, in the order asked for.

    Raises:
        NotFound: one of them is no participant of this round.
    """
    wanted = list(dict.fromkeys(participant_ids))
    found = {row.public_id: row for row in Participant.objects.filter(public_id__in=wanted, round_id=round_id)}
    if len(found) != len(wanted):
        raise NotFound(gettext("This person does not take part in this round."))
    return {participant_id: found[participant_id] for participant_id in wanted}


# ---- slots ----


def group_capacity(participant: Participant, circle: str, plan_capacity: Mapping[str, int]) -> int:
    """Return how many groups of a circle a leader takes: their own number, or the usual one."""
    return usual_number(circle, plan_capacity) if participant.capacity is None else participant.capacity


def usual_number(circle: str, plan_capacity: Mapping[str, int]) -> int:
    """Return how many groups of a circle somebody leads who has no number of their own.

    The plan's number says how much a mentor can take on. Supervision is somebody's work, and goes on in several towns.
    """
    return CAPACITY_LIMITS["mentor"][1] if circle == Circle.SUPERVISION else plan_capacity["mentor"]


def slots(circle: str, leads: bool, capacity: int) -> range:
    """Return the slots that a person can take in a circle.

    Who leads a group of equals may be a member of another, so there slot 1 is kept for the member.
    """
    if not leads:
        return range(1, 2)
    first = 1 if circle == Circle.MENTORING else 2
    return range(first, first + capacity)


def assign_slots(wanted: list[Membership], plan_capacity: Mapping[str, int]) -> list[Membership]:
    """Lock the people and give each membership the lowest slot that is free, in memory.

    Returns the memberships for which there is none. Sets `participant` to the locked row, which is the newest.
    """
    keys = {row.participant_id for row in wanted}
    people = Participant.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    participants = {person.pk: person for person in people}
    taken: dict[tuple[int, str], set[int]] = defaultdict(set)
    leading: Counter[tuple[int, str]] = Counter()
    for participant_id, circle, slot, leads in Membership.objects.filter(
        participant__in=keys, slot__isnull=False
    ).values_list("participant_id", "circle", "slot", "leads"):
        taken[participant_id, circle].add(slot)
        leading[participant_id, circle] += leads
    refused = []
    for row in wanted:
        row.participant = participants[row.participant_id]
        own = (row.participant_id, row.circle)
        possible = slots(row.circle, row.leads, group_capacity(row.participant, row.circle, plan_capacity))
        free = next((slot for slot in possible if slot not in taken[own]), None)
        # A leader whose capacity was lowered may lead in slots beyond it, so the number counts as well.
        if free is None or (row.leads and leading[own] >= len(possible)):
            refused.append(row)
            continue
        row.slot = free
        taken[own].add(free)
        leading[own] += row.leads
    return refused


# ---- leaving ----


def give_up(rows: list[Membership], reason: CloseReason, now: datetime, share_days: int) -> datetime:
    """End memberships: their places are free at once. Returns when what was shared there closes."""
    readable_until = now + timedelta(days=share_days)
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(
        left_at=now, left_reason=reason, seat=None, slot=None, readable_until=readable_until
    )
    tell_freed({row.group_id for row in rows})
    return readable_until


def tell_freed(group_pks: Collection[int]) -> None:
    """Let other rooms know, once this transaction has been committed, that places may have become free."""
    transaction.on_commit(partial(places_freed.send, sender=Group, group_pks=list(group_pks)), robust=True)
