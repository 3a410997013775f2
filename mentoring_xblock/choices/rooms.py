"""How many more mentees a mentor takes: one rule for the list, for asking, for saying yes, and for the job."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from mentoring_xblock.applications.pool import Candidate, pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.choices.models import Pause
from mentoring_xblock.groups import agreed
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, GroupInfo, Kind, State
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.programme.plan import Plan, Relationship


@dataclass(frozen=True)
class Room:
    """How many more mentees somebody takes, of how many; and whether they want nobody to ask them for now."""

    free: int = 0
    places: int = 0
    paused: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody can ask."""
        return self.free > 0 and not self.paused


def kind_of(plan: Plan) -> Kind:
    """Return what a yes makes here: a pair, or a small group that the next ones join."""
    return Kind.SMALL_GROUP if plan.relationship is Relationship.SMALL_GROUP else Kind.PAIR


def rooms(programme: ProgrammeInfo, mentors: Iterable[Candidate]) -> dict[int, Room]:
    """Return the room of each of these mentors, by primary key; a constant number of queries.

    In pairs it is what a mentor's own number, their application or the plan says, without the groups that they lead;
    drafts are no groups yet, and nobody in them knows of them. In small groups everybody leads one: before it is there
    it has as many places as they have offered, and never more than the plan's.
    """
    mentors = tuple(mentors)
    led = {
        pk: sum(place.leads and place.circle is Circle.MENTORING and place.state is State.PUBLISHED for place in places)
        for pk, places in groups.placements(one.participant_id for one in mentors).items()
    }
    paused = set(Pause.objects.filter(mentor__in=list(led)).values_list("mentor_id", flat=True))
    if kind_of(programme.plan) is Kind.PAIR:
        found = {one.participant_id: _of_pairs(one, led[one.participant_id], programme.plan) for one in mentors}
    else:
        there = agreed.small_groups_of(one.participant_id for one in mentors)
        found = {one.participant_id: _of_group(one, led[one.participant_id], there, programme.plan) for one in mentors}
    return {pk: replace(room, paused=pk in paused) for pk, room in found.items()}


def rooms_of(programme: ProgrammeInfo, user_ids: Collection[int]) -> dict[int, Room]:
    """Return the same for these accounts; whoever is no mentor of the round now has no room and is no key."""
    return rooms(programme, pool(programme, {Role.MENTOR}, user_ids).mentors) if user_ids else {}


def _of_pairs(one: Candidate, led: int, plan: Plan) -> Room:
    places = plan.capacity["mentor"] if one.capacity is None else one.capacity
    return Room(max(0, places - led), places)


def _of_group(one: Candidate, led: int, there: Mapping[int, tuple[GroupInfo, ...]], plan: Plan) -> Room:
    mine = there.get(one.participant_id, ())
    if mine:
        return Room(sum(group.free for group in mine), sum(group.capacity for group in mine))
    places = group_places(one, plan)
    # Whoever mentors a pair in a programme of small groups has what they take.
    return Room(0 if led else places, places)


def group_places(one: Candidate, plan: Plan) -> int:
    """Return for how many members a small group that this mentor begins has places."""
    if one.capacity == 0:
        return 0
    size = plan.capacity["small_group"]
    return min(one.answers.get(QuestionKind.CAPACITY) or size, size)


__all__ = ["Room", "group_places", "kind_of", "rooms", "rooms_of"]
