"""Where somebody's groups stand with their agreements: a line on each group's card, and what waits to be signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.agreements import api as agreements
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.page import GroupCard

_MEETINGS = "mentoring_meetings"


@dataclass(frozen=True)
class Agreeing:
    """What somebody reads of their groups' agreements outside of the meetings page.

    lines: a sentence for each group, by its public id. makers: for each agreement that waits for the reader's signature
    who put it to be signed; empty where that is not known. block: where it is signed; None where there is no such page.
    """

    lines: Mapping[UUID, str]
    makers: tuple[str, ...] = ()
    block: UsageKey | None = None


NOTHING = Agreeing({})


def agreeing(actor: Actor, place: Place, programme: ProgrammeInfo, mine: Sequence[GroupInfo] | None = None) -> Agreeing:
    """Return where the actor's groups stand; a constant number of queries, and two more where something waits.

    Args:
        mine: the groups, where they have been looked up already.
    """
    if not programme.plan.agreement or programme.round.closed:
        return NOTHING
    if mine is None:
        mine = groups.my_groups(actor.user_id, programme.round.id)
    found = agreements.status_of(place.course_key, [group.id for group in mine])
    lines = {group.public_id: _line(found[group.id], actor, programme) for group in mine}
    waiting = [one.made_by for one in found.values() if actor.user_id in one.waiting_user_ids]
    if not waiting:
        return Agreeing(lines)
    people = host.people({user_id for user_id in waiting if user_id is not None})
    makers = tuple(people[user_id].full_name if user_id in people else "" for user_id in waiting)
    blocks = programmes.blocks_of(place.course_key, place.slug)
    block = next((block.usage_key for block in blocks if block.block_type == _MEETINGS), None)
    return Agreeing(lines, makers, block)


def _line(status: agreements.Status, actor: Actor, programme: ProgrammeInfo) -> str:
    if actor.user_id in status.waiting_user_ids:
        return gettext("The agreement waits for your signature.")
    if status.holds_from is not None:
        day = long_day(programme.plan.today(status.holds_from))
        return gettext("Your agreement has held since %(day)s.") % {"day": day}
    if status.number:
        return gettext("The agreement waits until everybody has signed it.")
    if status.drafted:
        return gettext("There is a draft of an agreement.")
    return gettext("There is no agreement yet.")


def with_lines(
    cards: Sequence[GroupCard], mine: Sequence[GroupInfo], lines: Mapping[UUID, str], meets: Mapping[int, dt.datetime]
) -> tuple[GroupCard, ...]:
    """Return the cards of somebody's groups, in the order of the groups, each with its line and its next meeting.

    Args:
        lines: of agreements, by public id.
        meets: when groups meet next, by primary key.
    """
    return tuple(
        replace(card, agreement=lines.get(group.public_id, ""), meets_at=meets.get(group.id))
        for card, group in zip(cards, mine, strict=True)
    )


__all__ = ["NOTHING", "Agreeing", "agreeing", "with_lines"]
