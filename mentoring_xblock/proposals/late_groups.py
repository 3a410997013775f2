"""People who come late to peer groups: each gets the place that suits them in a group that is there; nobody moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from mentoring_xblock.applications.pool import Candidate, Pool, pool
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import GroupInfo, Kind, State
from mentoring_xblock.matching import grouping
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals.brief import Brief, Mode
from mentoring_xblock.proposals.explaining import parts
from mentoring_xblock.proposals.ground import Ground, ground, sides
from mentoring_xblock.proposals.later_data import Free
from mentoring_xblock.proposals.making import Place
from mentoring_xblock.proposals.making_groups import Circle, circle, scored
from mentoring_xblock.proposals.models import Proposal, Stage
from mentoring_xblock.proposals.queries import Known
from mentoring_xblock.proposals.table import Table, table

#: So many who wait, and groups with room, are brought together at once; the next ones once these have places.
MOST_PEOPLE = 100
MOST_GROUPS = 40


def peer_brief(round_id: int) -> Brief | None:
    """Return how the latest published peer groups were made; None where there are none."""
    rows = Proposal.objects.filter(round_id=round_id, stage=Stage.PUBLISHED, kind=Kind.PEER_GROUP)
    row = rows.order_by("-finished_at", "-pk").first()
    if row is None:
        return None
    brief = Brief.from_dict(row.brief)
    # Who is to be together or apart was said of those who were there then.
    return replace(brief, places={}, together=(), apart=(), mode=Mode.BEST if brief.scored else Mode.RANDOM)


def places_in_groups(
    programme: ProgrammeInfo, everybody: Pool, people: Known, declined: Collection[int]
) -> tuple[tuple[Free, ...], tuple[int, ...]]:
    """Return a place for each who has none in a peer group, and for whom there is none, by primary key.

    Nobody and nothing where no peer groups have been published. A constant number of queries.

    Args:
        declined: who is not asked again by itself.
    """
    brief = peer_brief(programme.round.id)
    if brief is None:
        return (), ()
    waiting = table(programme, everybody, brief).members
    waiting = [one for one in waiting if one.participant_id not in declined][:MOST_PEOPLE]
    found = groups.find_groups(
        programme.round.id, state=State.PUBLISHED, kind=Kind.PEER_GROUP, with_room=True, size=MOST_GROUPS
    )
    # The oldest first, as they are numbered.
    rooms = [group for group in reversed(found.groups) if len(group.members) < brief.sizes[1]]
    if not waiting or not rooms:
        return (), tuple(one.participant_id for one in waiting)
    known, made, current = _problem(programme, brief, waiting, rooms)
    of = _joined(made, current)
    came = [row for row, number in enumerate(current) if number < 0]
    people.load(made.members[row].participant_id for row in came)
    places = scored(made, [Place(one.participant_id, number=int(of[row]) + 1) for row, one in enumerate(made.members)])
    free = tuple(_free(known, brief, made.members[row], places[row], rooms, people) for row in came if of[row] >= 0)
    return free, tuple(made.members[row].participant_id for row in came if of[row] < 0)


def _problem(
    programme: ProgrammeInfo, brief: Brief, waiting: Sequence[Candidate], rooms: Sequence[GroupInfo]
) -> tuple[Ground, Circle, np.ndarray]:
    """Return the grouping of those who wait and those who are in groups with room, and where these are."""
    inside = {member.participant_id: number for number, group in enumerate(rooms) for member in group.members}
    users = {member.user_id for group in rooms for member in group.members} | {one.user_id for one in waiting}
    read = pool(programme, user_ids=users)
    coming = {one.participant_id for one in waiting}
    members = tuple(
        one for one in sides(read)[brief.members] if one.participant_id in coming or one.participant in inside
    )
    current = np.array(
        [-1 if one.participant_id in coming else inside[one.participant] for one in members], dtype=np.int64
    )
    known = ground(programme, read)
    few = Table(members, 0, (), {}, {})
    return known, circle(known, brief, few, groups=len(rooms)), current


def _joined(made: Circle, current: np.ndarray) -> np.ndarray:
    """Return int64[n]: everybody's group, -1 for those who come and find no room."""
    problem, room = made.problem, made.problem.sizes[1] * made.problem.groups
    room -= int((current >= 0).sum())
    # Whoever came first comes first where there are fewer places than people.
    late = np.flatnonzero(current < 0)[max(0, room) :]
    if len(late):
        keep = np.setdiff1d(np.arange(len(current)), late)
        few = tuple(made.members[row] for row in keep)
        made = circle(made.ground, made.brief, Table(few, 0, (), {}, {}), groups=problem.groups)
        found = np.full(len(current), -1, dtype=np.int64)
        found[keep] = _joined(made, current[keep])
        return found
    try:
        return grouping.join_groups(problem, current).of
    except BadInput:
        # What people ask of each other leaves no place for somebody: a coordinator finds one by hand.
        return current


def _free(known: Ground, brief: Brief, one: Candidate, place: Place, rooms: Sequence[GroupInfo], people: Known) -> Free:
    group = rooms[place.number - 1]
    return Free(
        who=people.who(one.participant_id),
        leader=None,
        group=group.public_id,
        group_name=group.name,
        score=place.score if brief.weights else None,
        parts=parts(known, brief, place.parts),
    )


__all__ = ["peer_brief", "places_in_groups"]
