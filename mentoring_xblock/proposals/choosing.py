"""What the desk asks beside a proposal: where somebody could go, and what happened to it since the page was made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock import host
from mentoring_xblock.applications.pool import pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.proposals import opening, queries
from mentoring_xblock.proposals.data import Option, ProposalInfo, Who
from mentoring_xblock.proposals.models import Change
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.seating import Spot, spots

#: People with whom somebody could change places, at once; a search narrows them.
OTHERS_SHOWN = 12
#: Whoever changed something within this time is here too.
HERE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Room:
    """A peer group that somebody could go to. now: they are in it. others: who could change places with them there."""

    number: int
    size: int
    full: bool
    now: bool
    others: tuple[Who, ...]


@dataclass(frozen=True)
class Choice:
    """Where somebody could go.

    placed: whether they have a place now. locked: whether it has to be unlocked first. options: their list of mentors,
    empty for peer groups. held: by a mentor's public id who is with them and not locked, by name. rooms: peer
    groups by number, the next new one last. others: people whom a search found, by name.
    """

    info: ProposalInfo
    who: Who
    placed: bool
    locked: bool
    options: tuple[Option, ...]
    held: Mapping[UUID | int, tuple[Who, ...]]
    rooms: tuple[Room, ...]
    others: tuple[Who, ...]


@dataclass(frozen=True)
class Watch:
    """A proposal's version now, and who else changed something in the last minutes."""

    version: int
    names: tuple[str, ...]


def choice(actor: Actor, place: Place, proposal_id: UUID, member: UUID, search: str = "") -> Choice:
    """Return where somebody could go, and with whom they could change places; a constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal or person.
        Invalid: it is not ready, or the person can't be placed.
    """
    programme = queries.programme_for(actor, place)
    made = scene(programme, queries.find(programme, proposal_id))
    one = made.member(member)
    now = spots(made)
    options = () if made.peers else opening.options_of(made, one)
    held = _held(made, now, {option.leader.participant for option in options})
    wanted = " ".join(search.split()).casefold()
    if wanted:
        made.people.load(now)
    others = (made.people.who(pk) for pk in now if pk != one.participant_id) if wanted else ()
    found = sorted((who for who in others if wanted in who.name.casefold()), key=lambda who: who.name.casefold())
    return Choice(
        info=opening.get_proposal(actor, place, proposal_id),
        who=made.people.who(one.participant_id),
        placed=now.get(one.participant_id, Spot()).placed,
        locked=now.get(one.participant_id, Spot()).locked,
        options=options,
        held=held,
        rooms=_rooms(made, now, now.get(one.participant_id, Spot()).number, held) if made.peers else (),
        others=tuple(found[:OTHERS_SHOWN]),
    )


def _held(made: Scene, now: Mapping[int, Spot], listed: Collection[UUID]) -> dict[UUID | int, tuple[Who, ...]]:
    """Return who could give their place up for another, by their mentor's public id or the number of their group.

    Args:
        listed: of which mentors, by public id.
    """
    found: dict[UUID | int, list[Who]] = {}
    here = {one.participant_id for one in made.table.members}
    leaders = {one.participant_id: one.participant for one in made.table.leaders if one.participant in listed}
    free = {pk: spot for pk, spot in now.items() if pk in here and not spot.locked}
    where = {pk: leaders.get(spot.leader, spot.number) for pk, spot in free.items()}
    where = {pk: place for pk, place in where.items() if place is not None}
    made.people.load(where)
    for pk, place in where.items():
        found.setdefault(place, []).append(made.people.who(pk))
    return {leader: tuple(sorted(people, key=lambda who: who.name.casefold())) for leader, people in found.items()}


def _rooms(
    made: Scene, now: Mapping[int, Spot], own: int | None, held: Mapping[UUID | int, tuple[Who, ...]]
) -> tuple[Room, ...]:
    sizes = Counter(spot.number for spot in now.values() if spot.number)
    most = made.brief.sizes[1]
    return tuple(
        Room(number, sizes[number], sizes[number] >= most, number == own, held.get(number, ()))
        for number in range(1, max(sizes, default=0) + 2)
    )


def watch(actor: Actor, place: Place, proposal_id: UUID, now: dt.datetime) -> Watch:
    """Return what happened to a proposal, in few queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
    """
    row = queries.find(queries.programme_for(actor, place), proposal_id)
    lately = Change.objects.filter(proposal=row, at__gt=now - HERE).exclude(by_id=actor.user_id)
    accounts = host.people(set(lately.exclude(by=None).values_list("by_id", flat=True)))
    return Watch(row.version, tuple(sorted(person.full_name for person in accounts.values())))


def hints(actor: Actor, place: Place, user_ids: Collection[int]) -> dict[UUID, str]:
    """Return what helps to recognise people, by public id: the field and the organisation that they applied with.

    A constant number of queries. Whoever did not say is left out.

    Args:
        user_ids: of the people to recognise.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    programme = queries.programme_for(actor, place)
    fields = programme.plan.named("fields")
    people = pool(programme, user_ids=user_ids)
    told = {
        one.participant: one.answers[QuestionKind.FIELD]
        for one in (*people.mentees, *people.mentors, *people.peers)
        if one.answers.get(QuestionKind.FIELD)
    }
    found = {
        who: ", ".join(part for part in (fields.get(said["field"], ""), said["organisation"]) if part)
        for who, said in told.items()
    }
    return {who: words for who, words in found.items() if words}


def names(actor: Actor, place: Place) -> dict[UUID, str]:
    """Return what everybody who is or was in the round is called, by public id; a constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    programme = queries.programme_for(actor, place)
    return {who.participant: who.name for who in queries.known(programme.round.id).everybody()}
