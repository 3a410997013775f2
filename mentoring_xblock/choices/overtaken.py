"""How open requests end by themselves: other ways were faster, or one of the two has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mentoring_xblock import host
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.choices.rooms import Room, rooms_of
from mentoring_xblock.groups import api as groups
from mentoring_xblock.programme.data import ProgrammeInfo


class Ending(StrEnum):
    """Why a request is over although nobody has answered it. Values stay inside."""

    PAIRED = "paired"  # coordinators gave the mentee the very mentor whom they asked
    PLACED = "placed"  # coordinators gave the mentee another mentor
    MENTEE_LEFT = "mentee left"
    MENTOR_LEFT = "mentor left"
    PAUSED = "paused"  # the mentor takes nobody more for now
    FULL = "full"  # the mentor's places went to others


#: What the two see of it. Whoever asked a mentor who has left, or pauses, reads what everybody reads who was told no.
STATES: Mapping[Ending, RequestState] = {
    Ending.PAIRED: RequestState.ACCEPTED,
    Ending.PLACED: RequestState.TAKEN,
    Ending.MENTEE_LEFT: RequestState.WITHDRAWN,
    Ending.MENTOR_LEFT: RequestState.DECLINED,
    Ending.PAUSED: RequestState.DECLINED,
    Ending.FULL: RequestState.TAKEN,
}


def endings(programme: ProgrammeInfo, rows: Iterable[MentorRequest]) -> dict[int, Ending]:
    """Return by primary key which of these open requests are over, and why; a constant number of queries.

    Args:
        rows: of the programme's round, with their two participants loaded.
    """
    rows = list(rows)
    if not rows:
        return {}
    mentors = groups.mentors_of({row.mentee.user_id for row in rows}, programme.round.id)
    rooms = rooms_of(programme, {row.mentor.user_id for row in rows})
    enrolled = host.enrolled_ids(
        programme.course_key, {person.user_id for row in rows for person in (row.mentee, row.mentor)}
    )
    found = {row.pk: _ending(row, mentors[row.mentee.user_id], rooms, enrolled) for row in rows}
    return {pk: ending for pk, ending in found.items() if ending is not None}


def _ending(
    row: MentorRequest, mentors: frozenset[int], rooms: Mapping[int, Room], enrolled: set[int]
) -> Ending | None:
    if row.mentor.user_id in mentors:
        return Ending.PAIRED
    if mentors:
        return Ending.PLACED
    if row.mentee.left_at is not None or row.mentee.user_id not in enrolled:
        return Ending.MENTEE_LEFT
    if row.mentor.left_at is not None or row.mentor.user_id not in enrolled:
        return Ending.MENTOR_LEFT
    room = rooms.get(row.mentor_id, Room())
    if room.paused:
        return Ending.PAUSED
    return None if room.free else Ending.FULL


__all__ = ["STATES", "Ending", "endings"]
