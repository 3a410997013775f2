"""With whom somebody can share."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import GroupInfo, MemberInfo
from mentoring_xblock.groups.models import Circle
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.sharing.data import Target
from mentoring_xblock.sharing.models import Audience


def targets(actor: Actor, round_id: int) -> tuple[Target, ...]:
    """Return with whom the actor can share in this round; a constant number of queries.

    A mentee shares with their mentor, in a small group also with everybody in it; a peer with their peer group; a
    mentor with the group that they lead. In a group of more than two also with one of the others, who come after it.
    """
    if actor.user_id is None:
        return ()
    mine = groups.my_groups(actor.user_id, round_id)
    people = host.people({member.user_id for group in mine for member in group.people})
    return tuple(one for group in mine for one in _in_group(group, actor.user_id, people))


def _in_group(group: GroupInfo, user_id: int, people: dict[int, host.Person]) -> Iterable[Target]:
    others = [member for member in group.people if member.user_id != user_id and member.user_id in people]

    def target(audience: Audience, *members: MemberInfo) -> Target:
        names = tuple(people[member.user_id].full_name for member in members)
        seat_id = members[0].membership_id if audience is Audience.PERSON else None
        return Target(group.public_id, group.name, audience, names, seat_id)

    leaders = [member for member in others if member.leads and group.circle == Circle.MENTORING]
    if leaders:
        yield target(Audience.LEADER, *leaders)
    if others and others != leaders:
        yield target(Audience.GROUP, *others)
    if len(others) > 1:
        yield from (target(Audience.PERSON, member) for member in others if member not in leaders)


__all__ = ["targets"]
