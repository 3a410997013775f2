"""Who is to be placed, and with whom there is a place: what a run starts from and a change by hand is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentoring_xblock.applications.pool import Candidate, Pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, Kind
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.ground import sides

#: Whoever leads a peer group, beside the people whom it is of.
COACHES = frozenset({Role.COACH, Role.SUPERVISOR})


@dataclass(frozen=True)
class Table:
    """People without a place, and who could give them one.

    members: mentees, or for peer groups the people of the role, who are in no published group of the kind. settled: how
    many others are. leaders: mentors; for peer groups coaches, if any are asked for. said: by primary key, how many
    people a leader takes beside those whom they have, by their own word or the plan's; for peer groups how many groups.
    places: the same with what this proposal's brief changes.
    """

    members: tuple[Candidate, ...]
    settled: int
    leaders: tuple[Candidate, ...]
    said: Mapping[int, int]
    places: Mapping[int, int]


def table(programme: ProgrammeInfo, pool: Pool, brief: Brief) -> Table:
    """Return who is to be placed by a brief; a constant number of queries."""
    peer = brief.kind is Kind.PEER_GROUP
    members = sides(pool)[brief.members if peer else Role.MENTEE]
    leaders = (coaches(programme) if brief.coaches else ()) if peer else pool.mentors
    placed, led = groups.seated(programme.round.id, Circle.PEER if peer else Circle.MENTORING)
    free = tuple(one for one in members if one.participant_id not in placed)
    said = {one.participant_id: _takes(one, led.get(one.participant_id, 0), programme.plan, brief) for one in leaders}
    asked = {one.participant_id: brief.places[one.participant] for one in leaders if one.participant in brief.places}
    return Table(free, len(members) - len(free), leaders, said, {**said, **asked})


def coaches(programme: ProgrammeInfo) -> tuple[Candidate, ...]:
    """Return who can lead peer groups without being a mentor; one query."""
    found = programmes.everybody(programme.round.id, COACHES)
    # A coach who supervises as well leads with one of the two roles; the first that they were given.
    first = {person.user_id: person for person in reversed(found)}
    return tuple(
        Candidate(person.id, person.public_id, person.user_id, capacity=person.capacity)
        for person in found
        if first[person.user_id] is person
    )


def _takes(leader: Candidate, led: int, plan: Plan, brief: Brief) -> int:
    """Return how many more people, or for peer groups how many more groups, somebody takes."""
    capacity = plan.capacity["mentor"] if leader.capacity is None else leader.capacity
    left = max(0, capacity - led)
    if brief.kind is not Kind.SMALL_GROUP:
        return left
    # One group each: as large as they said, if they were asked for how many people.
    offered = leader.answers.get(QuestionKind.CAPACITY) or brief.sizes[1]
    takes = min(offered, brief.sizes[1]) if left and not led else 0
    return takes if takes >= brief.sizes[0] else 0
