"""What a mentor wants to know before a meeting: when and where, what they are asked for, what was agreed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.agreements import api as agreements
from mentoring_xblock.dashboard.ahead import meetings_address
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.pages import MeetingView, meeting_view
from mentoring_xblock.notes import api as notes
from mentoring_xblock.notes.data import ActionInfo, PointInfo
from mentoring_xblock.notes.pages import fitting
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts

#: Of each kind so many fit on one screen of a phone.
_SHOWN = 3
#: The part of an agreement that says what is left out.
_OFF_LIMITS = "off_limits"


@dataclass(frozen=True)
class Promise:
    """An open action and who promised it; `name` is empty for the reader's own."""

    action: ActionInfo
    name: str


@dataclass(frozen=True)
class Brief:
    """What stands on top of a mentee's card; empty parts are not shown.

    points: what others than the reader want to talk about. own_note: what the reader wrote for themselves about the
    last meeting. off_limits: what the agreement that holds leaves out. questions: open ones for the next meeting.
    last_met: when the newest meeting ended that took place. asking: times are proposed for the next one. group,
    address: the page about meetings, opened on this group; empty where there is none.
    """

    meeting: MeetingView | None = None
    points: tuple[PointInfo, ...] = ()
    promises: tuple[Promise, ...] = ()
    own_note: str = ""
    off_limits: str = ""
    questions: tuple[str, ...] = ()
    last_met: dt.datetime | None = None
    asking: bool = False
    group: UUID | None = None
    address: str = ""


def brief(actor: Actor, place: Place, mentee_id: int, now: dt.datetime) -> Brief:
    """Return what to know before the next meeting with a mentee; a constant number of queries."""
    relation = next((one for one in groups.relations(actor, place) if _is_theirs(one, mentee_id)), None)
    if relation is None or not policy.allowed(Action.RELATION_READ, actor, relation.facts(now)):
        return Brief()
    upcoming = meetings.next_meeting(relation, now)
    rhythm = meetings.held_of_groups([relation.group.id], now)[relation.group.id]
    agreed = agreements.current(relation)
    wanted = [one for one in notes.group_points(relation, {}) if not one.mine]
    agenda = fitting(relation, upcoming, now)
    questions = next((one.questions() for one in relation.plan.agendas if one.id == agenda), ())
    return Brief(
        meeting=meeting_view(relation, upcoming, now) if upcoming is not None else None,
        points=tuple(wanted[:_SHOWN]),
        promises=tuple(
            Promise(one, "" if one.mine else relation.name(one.owner_id))
            for one in notes.open_actions(relation, {}, now)[:_SHOWN]
        ),
        own_note=_own_note(actor, relation, now),
        off_limits=agreed.texts.get(_OFF_LIMITS, "") if agreed is not None else "",
        questions=questions[:_SHOWN],
        last_met=rhythm.last_held_at,
        asking=rhythm.asking,
        group=relation.group.public_id,
        address=meetings_address(place),
    )


def _is_theirs(relation: Relation, mentee_id: int) -> bool:
    leads = relation.open and relation.group.circle == Circle.MENTORING and relation.me.leads
    return leads and mentee_id in relation.user_ids


def _own_note(actor: Actor, relation: Relation, now: dt.datetime) -> str:
    """Return what the reader wrote for themselves about the last meeting."""
    if not policy.allowed(Action.NOTE_OWN, actor, Facts(owner_id=relation.me.user_id)):
        return ""
    return notes.last_own_note(meetings.last_meeting(relation, now), relation.me.user_id)
