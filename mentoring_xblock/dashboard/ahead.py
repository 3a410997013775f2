"""The next meeting of somebody, of their groups' own and of the programme's: what the programme's page leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.gatherings.data import JointInfo
from mentoring_xblock.gatherings.pages import joint_view
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.data import Rhythm
from mentoring_xblock.meetings.pages import meeting_view, own_city
from mentoring_xblock.meetings.slots import is_safe_link
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

_MEETINGS = "mentoring_meetings"


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting in words; without a day, that there is none, and perhaps that times are proposed for one.

    hours: with whose clock they are told by in `city`. about: with whom and where. link: empty where it can't stand
    on a page. address: of the page about meetings, opened on `group` where it is one's own. asking: times are proposed.
    """

    title: str
    weekday: str = ""
    day: str = ""
    hours: str = ""
    city: str = ""
    elsewhere: str = ""
    about: str = ""
    link: str = ""
    now: bool = False
    joint: bool = False
    asking: bool = False
    group: UUID | None = None
    address: str = ""


def next_meeting(
    actor: Actor,
    place: Place,
    programme: ProgrammeInfo,
    mine: Sequence[GroupInfo],
    rhythms: Mapping[int, Rhythm],
    joint: JointInfo | None,
    now: dt.datetime,
) -> NextMeeting | None:
    """Return what comes next for the actor; three queries at most. None where there is nothing to book either.

    Args:
        mine: the groups that the actor is in now. rhythms: how each of them meets, by primary key.
        joint: the next meeting of the programme at which the actor is expected.
    """
    if programme.round.closed:
        return None
    address = meetings_address(place)
    booked = [group for group in mine if rhythms[group.id].next_at is not None]
    first = min(booked, key=lambda group: rhythms[group.id].next_at, default=None)
    if first is not None and (joint is None or rhythms[first.id].next_at <= joint.meeting.starts_at):
        return _own(actor, programme, first, address, now)
    if joint is not None:
        return _joint(programme, joint, address, now)
    if not mine or not address:
        return None
    asking = next((group for group in mine if rhythms[group.id].asking), None)
    if asking is not None:
        title = gettext("Times are proposed for your next meeting.")
        return NextMeeting(title, asking=True, group=asking.public_id, address=address)
    return NextMeeting(gettext("No meeting is booked."), group=mine[0].public_id, address=address)


def meetings_address(place: Place) -> str:
    """Return the address of the programme's first page about meetings, empty without one; one query."""
    blocks = programmes.blocks_of(place.course_key, place.slug)
    found = next((block.usage_key for block in blocks if block.block_type == _MEETINGS), None)
    return host.address(found) if found is not None else ""


def _own(
    actor: Actor, programme: ProgrammeInfo, group: GroupInfo, address: str, now: dt.datetime
) -> NextMeeting | None:
    me = next(member for member in group.people if member.user_id == actor.user_id)
    relation = Relation(programme, group, me, host.people({member.user_id for member in group.people}))
    found = meetings.next_of_groups([group.id], now).get(group.id)
    if found is None or not policy.allowed(Action.RELATION_WORK, actor, relation.facts(now)):
        return None
    view = meeting_view(relation, found, now)
    return NextMeeting(
        title=view.heading,
        weekday=view.weekday,
        day=view.day,
        hours=view.hours,
        city=view.city,
        elsewhere=view.elsewhere,
        about=f"{view.about} {view.place}".strip(),
        link=view.link,
        now=view.now,
        group=group.public_id,
        address=address,
    )


def _joint(programme: ProgrammeInfo, joint: JointInfo, address: str, now: dt.datetime) -> NextMeeting:
    view = joint_view(programme.plan, joint, now)
    link = joint.meeting.link
    return NextMeeting(
        title=view.title,
        weekday=view.weekday,
        day=view.day,
        hours=view.hours,
        city=own_city(),
        elsewhere=view.elsewhere,
        about=f"{view.kind}. {view.place}" if view.kind else view.place,
        link=link if link and is_safe_link(link) else "",
        now=joint.meeting.starts_at <= now,
        joint=True,
        address=address,
    )


__all__ = ["NextMeeting", "meetings_address", "next_meeting"]
