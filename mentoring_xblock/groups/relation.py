"""One group as somebody in it sees it: the people, the plan, and the group's own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.awaited import awaited_in
from mentoring_xblock.groups.clocks import clock_of
from mentoring_xblock.groups.data import GroupInfo, MemberInfo
from mentoring_xblock.groups.models import Circle, Group, Membership, State
from mentoring_xblock.groups.queries import current, infos_of
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.current import in_round
from mentoring_xblock.programme.data import Clock, ProgrammeInfo
from mentoring_xblock.programme.plan import Phase, Plan, Span


@dataclass(frozen=True)
class Relation:
    """A group that the reader is in, or was in to its end.

    people: everybody in it by user id. readable_until: for a group that is over, until when the reader may read what
    was shared in it; None while it runs.
    """

    programme: ProgrammeInfo
    group: GroupInfo
    me: MemberInfo
    people: Mapping[int, Person]
    readable_until: dt.datetime | None = None

    @property
    def plan(self) -> Plan:
        """The programme's plan."""
        return self.programme.plan

    @property
    def open(self) -> bool:
        """Whether the group still works together."""
        return self.group.closed_at is None and not self.programme.round.closed

    @property
    def others(self) -> tuple[MemberInfo, ...]:
        """Everybody in it but the reader."""
        return tuple(member for member in self.group.people if member.user_id != self.me.user_id)

    @property
    def user_ids(self) -> frozenset[int]:
        """Everybody in it."""
        return frozenset(member.user_id for member in self.group.people)

    @cached_property
    def awaited(self) -> frozenset[int]:
        """For whom the others wait with what everybody has to say; one query when it is first asked for."""
        return awaited_in(self.programme.course_key, self.user_ids)

    def name(self, user_id: int | None) -> str:
        """Return somebody's full name; empty for who is not in it."""
        person = self.people.get(user_id) if user_id is not None else None
        return person.full_name if person else ""

    def names(self) -> list[str]:
        """Return the full names of the others."""
        return [self.name(member.user_id) for member in self.others]

    @property
    def starts_on(self) -> dt.date:
        """Its first day: its own, or the round's."""
        return self.clock.starts_on

    @property
    def ends_on(self) -> dt.date:
        """Its last day: its own, or as many weeks after its first one as the plan says."""
        return self.clock.ends_on

    @property
    def clock(self) -> Clock:
        """Its calendar."""
        return clock_of(self.programme, self.group)

    def timeline(self) -> tuple[Span, ...]:
        """Return the plan's phases in its calendar."""
        return self.clock.timeline

    def phase(self, now: dt.datetime) -> Phase | None:
        """Return the phase that it is in; phases are about pairs' work, so supervision is in none."""
        if self.group.circle == Circle.SUPERVISION:
            return None
        return self.clock.phase(self.plan.today(now))

    @property
    def since(self) -> dt.datetime | None:
        """Since when the reader is in it, where it had begun by then; None for who was there from the beginning."""
        return self.group.newcomer_since(self.me)

    def facts(self, now: dt.datetime, at: dt.datetime | None = None, about: Collection[int] = ()) -> Facts:
        """Return what policy needs to know of it: who works in it, and once it is over who may still read.

        Args:
            at: of one thing in it, when it was over or written down; who joined after that does not know of it. None
                for the group, and for what lies ahead of it.
            about: whose the thing is, who know of it in any case.
        """
        knowing = self.user_ids if at is None else frozenset(self._who_knew(at)) | self.user_ids & frozenset(about)
        reads = self.readable_until is not None and now < self.readable_until
        return Facts(
            member_ids=knowing if self.open else frozenset(),
            reader_ids=knowing & {self.me.user_id} if reads else frozenset(),
            closed=not self.open,
        )

    def _who_knew(self, at: dt.datetime) -> Iterator[int]:
        for member in self.group.people:
            since = self.group.newcomer_since(member)
            if since is None or since <= at:
                yield member.user_id


def relations(actor: Actor, place: Place, programme: ProgrammeInfo | None = None) -> tuple[Relation, ...]:
    """Return the actor's groups in the round that they are in: those that run first, mentoring before peers.

    A constant number of queries. Empty where the actor takes no part.

    Args:
        programme: in the round that they are in, where the caller knows it already.
    """
    if programme is None:
        programme, _ = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None:
        return ()
    if not policy.allowed(Action.GROUP_SEE, actor, Facts(member_ids=frozenset({actor.user_id}))):
        return ()
    now_in = current().filter(participant__user_id=actor.user_id).values("group_id")
    mine = Q(pk__in=now_in) | Q(pk__in=_to_the_end(actor).values("group_id"))
    return _seen_by(actor, Group.objects.filter(mine, round=programme.round.id), lambda _: programme)


def earlier_relations(actor: Actor, programme: ProgrammeInfo, now: dt.datetime) -> tuple[Relation, ...]:
    """Return the groups of earlier rounds that the actor was in to their end and may still read, newest round first.

    Whoever goes on to another round keeps the days that they were promised. No query in a first round; one where there
    is no such group, else a constant number.

    Args:
        programme: in the round that the actor is in.
    """
    if programme.round is None or programme.round.number == 1:
        return ()
    if not policy.allowed(Action.GROUP_SEE, actor, Facts(member_ids=frozenset({actor.user_id}))):
        return ()
    before = {"group__round__programme_id": programme.id, "group__round__number__lt": programme.round.number}
    read = _to_the_end(actor).filter(readable_until__gt=now, **before).select_related("group__round")
    then = {one.group_id: in_round(programme, one.group.round) for one in read}
    found = _seen_by(actor, Group.objects.filter(pk__in=then), then.__getitem__) if then else ()
    return tuple(sorted(found, key=lambda one: -one.programme.round.number))


def _to_the_end(actor: Actor) -> QuerySet[Membership]:
    """Return the actor's memberships that ended with their groups."""
    over = {"group__state": State.CLOSED, "left_at": F("group__closed_at")}
    return Membership.objects.filter(participant__user_id=actor.user_id, **over)


def _seen_by(actor: Actor, rows: QuerySet[Group], then: Callable[[int], ProgrammeInfo]) -> tuple[Relation, ...]:
    """Return groups as somebody in them sees them; `then` gives the programme in the round of each, by its key."""
    groups = infos_of(rows.order_by("closed_at", "circle", "pk"))
    # Those that run have no end, and databases differ in where NULL sorts.
    groups = tuple(sorted(groups, key=lambda group: group.closed_at is not None))
    people = host.people({member.user_id for group in groups for member in group.people})
    over = [group.id for group in groups if group.closed_at is not None]
    until = dict(_to_the_end(actor).filter(group__in=over).values_list("group_id", "readable_until")) if over else {}
    return tuple(
        Relation(
            programme=then(group.id),
            group=group,
            me=next(member for member in group.people if member.user_id == actor.user_id),
            people={member.user_id: people[member.user_id] for member in group.people if member.user_id in people},
            readable_until=until.get(group.id),
        )
        for group in groups
    )


def relation(actor: Actor, place: Place, group_id: UUID) -> Relation:
    """Return one of them.

    Raises:
        NotFound: the actor is, or was to its end, in no such group.
    """
    found = next((one for one in relations(actor, place) if one.group.public_id == group_id), None)
    if found is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return found


def working_relation(actor: Actor, place: Place, group_id: UUID, now: dt.datetime) -> Relation:
    """Return one of them to whoever is about to change something in it.

    Raises:
        NotFound: the actor is in no such group now, or it is over.
    """
    found = relation(actor, place, group_id)
    policy.require(Action.RELATION_WORK, actor, found.facts(now))
    return found
