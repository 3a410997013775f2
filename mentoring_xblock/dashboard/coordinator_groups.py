"""What a coordinator works with when making and changing groups: who could be in one, where somebody could move."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from mentoring_xblock.dashboard import coordinator
from mentoring_xblock.dashboard.coordinator import SHORT, People, Programme
from mentoring_xblock.dashboard.coordinator_lists import GroupView, MemberView, group_views
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, GroupInfo, Kind, PublishPreview, State
from mentoring_xblock.kit.place import Place
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import LEADERS, Role

#: Drafts that are published at once; the rest follows with the next press.
AT_ONCE = 500

_CIRCLES = {
    Kind.PAIR: Circle.MENTORING,
    Kind.SMALL_GROUP: Circle.MENTORING,
    Kind.PEER_GROUP: Circle.PEER,
    Kind.SUPERVISION: Circle.SUPERVISION,
}
_EQUALS = (Role.MENTEE, Role.MENTOR, Role.PEER)
_MEMBERS = {Circle.MENTORING: (Role.MENTEE,), Circle.PEER: _EQUALS, Circle.SUPERVISION: _EQUALS}
_LEADERS = {
    Circle.MENTORING: (Role.MENTOR,),
    Circle.PEER: tuple(sorted(LEADERS)),
    Circle.SUPERVISION: (Role.COACH, Role.SUPERVISOR),
}


class What(StrEnum):
    """What a group's card asks before it is done."""

    MOVE = "move"
    TAKE_OUT = "take_out"
    CLOSE = "close"


@dataclass(frozen=True)
class Picks:
    """Who could be in a group. Without a search these are people who have no place yet, and leaders with room."""

    members: People
    leaders: People
    text: str = ""


@dataclass(frozen=True)
class Undo:
    """The way back: a handler and what to send it, as JSON. `whole` when the answer is the whole page."""

    handler: str
    values: str
    whole: bool = False


@dataclass(frozen=True)
class Ask:
    """A question on a group's card: about whom, and for a move where they could go."""

    what: What
    person: MemberView | None = None
    targets: tuple[GroupView, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Preview:
    """What publishing would do: the groups that are fine, and those that are not, with sentences why."""

    fine: tuple[GroupView, ...]
    wrong: tuple[tuple[GroupView, tuple[str, ...]], ...]
    told: int
    more: int


def picks(
    programme: Programme, place: Place, kind: Kind, text: str = "", chosen: Collection[UUID] = (), besides: Any = ()
) -> Picks:
    """Return who could be a member and who could lead; a constant number of queries.

    Args:
        text: with it, everybody of the right role whom it fits, wherever they are; those chosen stay.
        chosen: participants who have been chosen already, and stand first.
        besides: participants who are in the group.
    """
    circle = _CIRCLES[kind]
    found = coordinator.search(place, text)
    room = groups.leaders_with_room(programme.round_id, circle, groups.usual_number(circle, programme.plan.capacity))
    placed = groups.placed(programme.round_id, circle, drafts=True)
    members = programmes.participants(
        programme.round_id,
        _MEMBERS[circle],
        user_ids=found,
        without=None if found is not None else placed,
        size=SHORT * 2,
    )
    leaders = programmes.participants(
        programme.round_id,
        _LEADERS[circle],
        user_ids=found,
        among=None if found is not None else room,
        size=SHORT * 2,
    )
    kept = programmes.participants_by_id(programme.round_id, chosen)
    return Picks(
        _with(programme, kept, members, circle, _MEMBERS[circle], besides),
        _with(programme, kept, leaders, circle, _LEADERS[circle], besides),
        text.strip(),
    )


def _with(
    programme: Programme,
    kept: Mapping[UUID, programmes.ParticipantInfo],
    shown: programmes.ParticipantPage,
    circle: Circle,
    roles: Collection[Role],
    besides: Collection[UUID],
) -> People:
    first = [one for one in kept.values() if one.role in roles]
    rest = [one for one in shown.participants if one.public_id not in kept and one.public_id not in besides]
    everybody = programmes.ParticipantPage((*first, *rest), 1, shown.pages, shown.total + len(first))
    return coordinator.people_of(programme, everybody, circle)


def targets(programme: Programme, place: Place, source: GroupInfo, text: str = "") -> tuple[GroupView, ...]:
    """Return groups with a free place that somebody could move to, found by name or by who is in them."""
    shown = groups.find_groups(
        programme.round_id,
        state=source.state,
        circle=source.circle,
        text=text.strip(),
        user_ids=coordinator.search(place, text) or [],
        with_room=True,
        size=SHORT,
    )
    return tuple(view for view in group_views(shown.groups) if view.info.id != source.id)


def preview(programme: Programme, found: PublishPreview, drafts: int) -> Preview:
    """Put names to what publishing would do; `drafts` is how many there are in all."""
    said = [(view, tuple(found.problems.get(str(view.info.public_id), ()))) for view in group_views(found.groups)]
    return Preview(
        fine=tuple(view for view, sentences in said if not sentences),
        wrong=tuple((view, sentences) for view, sentences in said if sentences),
        told=found.told,
        more=max(0, drafts - len(said)),
    )


# ---- the way back ----


def undo(handler: str, group: GroupInfo, **values: Any) -> Undo:
    """Return the way back to how a draft was, from the version that it has now."""
    sent = {"group_id": group.public_id, "version": group.version, **values}
    return Undo(handler, json.dumps(sent, default=str))


def undo_delete(group: GroupInfo) -> Undo:
    """Return the way back for a draft that is gone: the same again."""
    sent = {
        "kind": group.kind.value,
        "name": group.name,
        "capacity": group.capacity,
        "leader": group.leader.participant_id if group.leader else "",
        "members": [str(member.participant_id) for member in group.members],
        "once_key": uuid4(),
    }
    return Undo("create_draft", json.dumps(sent, default=str), whole=True)


def undo_move(now: GroupInfo, before: GroupInfo, participant_id: UUID) -> Undo | None:
    """Return the way back for somebody who has moved between drafts."""
    place = next((one for one in now.members if one.participant_id == participant_id), None)
    if now.state is not State.DRAFT or place is None:
        return None
    return Undo(
        "move_member",
        json.dumps(
            {"group_id": now.public_id, "membership_id": place.membership_id, "to_group_id": before.public_id},
            default=str,
        ),
    )
