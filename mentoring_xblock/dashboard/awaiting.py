"""What concerns somebody now, looked up in all rooms: for the pages that open with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.applications.outlook import outlooks
from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices import api as choices
from mentoring_xblock.choices.data import Choosing, RequestInfo
from mentoring_xblock.choices.standing import chooses
from mentoring_xblock.dashboard import mentor, news
from mentoring_xblock.dashboard.agreeing import NOTHING, agreeing
from mentoring_xblock.dashboard.ahead import NextMeeting, next_meeting
from mentoring_xblock.dashboard.goals_ahead import NO_GOALS, GoalsAhead, goals_ahead
from mentoring_xblock.dashboard.news import News
from mentoring_xblock.dashboard.parts import Part, standing_in
from mentoring_xblock.dashboard.urgency import FIRST_OF_ALL, Line, Matter, MeetingToAnswer, Named, Situation, lines
from mentoring_xblock.dashboard.writing_ahead import to_write
from mentoring_xblock.declared import api as declared
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.api import Ahead
from mentoring_xblock.gatherings.pages import line_about, title_of
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.help import api as help_room
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.data import Rhythm
from mentoring_xblock.notes import api as notes
from mentoring_xblock.notes.data import ActionInfo
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Clock, ParticipantInfo, ProgrammeInfo, Role
from mentoring_xblock.programme.page import is_over
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.proposals.later_data import OfferInfo

_DASHBOARD, _MEETINGS = "mentoring_dashboard", "mentoring_meetings"


@dataclass(frozen=True)
class Concerns:
    """What concerns somebody, the most urgent first, each with the address that it leads to, and what the page shows of
    it further down. `outside` is whether they have no part in the programme. `agreements` says by public id where each
    of their groups stands with its agreement. `meeting` is the next one of their groups or of the programme, or says
    that there is none; `joint` is a line about the programme's next one, where that is another one.
    `promised` is what they have promised in their groups and not done, `goals` are their own active ones. `meets` says
    by primary key when each of their groups meets next, of those that have booked something.
    """

    lines: tuple[Line, ...]
    news: News
    offers: tuple[OfferInfo, ...]
    outside: bool
    agreements: Mapping[UUID, str]
    meeting: NextMeeting | None = None
    joint: str = ""
    promised: tuple[ActionInfo, ...] = ()
    goals: GoalsAhead = NO_GOALS
    meets: Mapping[int, dt.datetime] = field(default_factory=dict)


def concerns(
    actor: Actor,
    place: Place,
    programme: ProgrammeInfo,
    roles: Mapping[Role, ParticipantInfo],
    now: dt.datetime,
    mine: Sequence[GroupInfo] | None = None,
) -> Concerns:
    """Return what concerns the actor, for a page that is not the dashboard; a constant number of queries.

    Whoever coordinates reads on their own page what needs doing there.

    Args:
        mine: the actor's groups in the round, where they have been looked up already.
    """
    parts = set(standing_in(actor, programme, roles).parts)
    waiting, found = 0, News()
    if parts & {Part.MENTEES, Part.NEWS}:
        waiting = len(mentor.desk(actor, programme.round.id, now).waiting)
        found = news.news(actor, place, programme.round.id, now)
    at_hand = goals_ahead(actor, place, programme, now) if roles else NO_GOALS
    here = replace(situation(actor, place, programme, roles, now, mine, at_hand), waiting=waiting, new=found.count)
    said = with_addresses(lines(here, programme.plan), partial(_dashboard, place))
    promised = _promised(actor, programme, mine or (), now)
    rhythms = _rhythms(programme, mine or (), now)
    meeting = next_meeting(actor, place, programme, mine or (), rhythms, here.joint, now) if roles else None
    return Concerns(
        lines=said,
        news=found,
        offers=here.offers,
        outside=not roles,
        agreements=here.agreeing.lines,
        meeting=meeting,
        joint=line_about(here.joint) if here.joint and not (meeting and meeting.joint) else "",
        promised=promised,
        goals=at_hand.with_address(),
        meets={pk: rhythm.next_at for pk, rhythm in rhythms.items() if rhythm.next_at is not None},
    )


def _rhythms(programme: ProgrammeInfo, mine: Sequence[GroupInfo], now: dt.datetime) -> dict[int, Rhythm]:
    """Return how the actor's groups meet, by primary key; one query, none without a group."""
    return meetings.held_of_groups([group.id for group in mine], now) if mine and not programme.round.closed else {}


def _promised(
    actor: Actor, programme: ProgrammeInfo, mine: Sequence[GroupInfo], now: dt.datetime
) -> tuple[ActionInfo, ...]:
    """Return what the actor has promised in groups that work together now; one query, none without a group."""
    facts = Facts(member_ids=frozenset({actor.user_id} - {None}), closed=programme.round.closed)
    if not mine or not policy.allowed(Action.RELATION_WORK, actor, facts):
        return ()
    return notes.promised([group.id for group in mine], actor.user_id, programme.plan.today(now))


def opening(
    found: Concerns, programme: ProgrammeInfo, now: dt.datetime, clocks: Sequence[Clock | None] = ()
) -> dict[str, Any]:
    """Return what the programme's page opens with where something is more urgent than who is with whom, and when the
    whole programme meets next.

    The other lines stand further down: what `rest` has beside it, and all of them once the programme is over.

    Args:
        clocks: the calendars of the reader's groups.
    """
    over = is_over(programme, programme.plan.today(now), clocks)
    first = next(iter(found.lines), None)
    # Whoever has no part in the programme has no partner of whom it could tell first.
    further = {
        "promised": found.promised,
        "my_goals": found.goals,
        "joint": found.joint,
        "ahead": found.meeting if _stands(found, over) else None,
    }
    if first is None or over or not (found.outside or first.matter in FIRST_OF_ALL):
        return {"rest": _below(found.lines), **further}
    return {"line": first, "first": first.text, "rest": _below(found.lines[1:]), **further}


def _stands(found: Concerns, over: bool) -> bool:
    """Return whether the page tells of the next meeting; once the programme is over, only of one that there is."""
    return found.meeting is not None and (bool(found.meeting.day) or not over)


def with_addresses(said: Iterable[Line], dashboard: Callable[[], str]) -> tuple[Line, ...]:
    """Return the lines with where each leads from another page.

    Args:
        dashboard: looks up the address of the dashboard, where a line leads there.
    """
    said = tuple(said)
    home = dashboard() if any(line.part for line in said) else ""
    return tuple(
        replace(line, address=host.address(line.call) if line.call is not None else home if line.part else "")
        for line in said
    )


def _below(said: tuple[Line, ...]) -> list[Line]:
    """Leave out what the page says elsewhere: with whom somebody is, and which places are theirs."""
    return [line for line in said if line.matter not in {Matter.ANSWERED, Matter.PLACE}]


def situation(
    actor: Actor,
    place: Place,
    programme: ProgrammeInfo,
    roles: Mapping[Role, ParticipantInfo],
    now: dt.datetime,
    mine: Sequence[GroupInfo] | None = None,
    at_hand: GoalsAhead | None = None,
) -> Situation:
    """Return what concerns the actor, but for what waits to be read and what is new; a constant number of queries.

    Args:
        roles: the actor's in the programme's round.
        mine: their groups in it, where they have been looked up already; at_hand: the same for their goals.
    """
    if at_hand is None:
        at_hand = goals_ahead(actor, place, programme, now) if roles else NO_GOALS
    asked, choosing = _choices(actor, programme, roles, now)
    ahead = gatherings.ahead(actor.user_id, programme, now) if roles else Ahead()
    # Whoever was in an earlier round only is asked to mentor in the newest one, and applies to it.
    newest = programmes.get_programme(place.course_key, place.slug)
    return Situation(
        now=now,
        asked=asked,
        invitation=bank.invitation_to(actor, newest),
        offers=proposals.my_offers(actor, place, programme) if roles else (),
        choosing=choosing,
        mentors=Role.MENTOR in roles,
        calls=outlooks(actor, newest, now, inside=_inside(actor, programme, roles)),
        helped=help_room.unread(actor, programme),
        agreeing=agreeing(actor, place, programme, mine) if roles else NOTHING,
        named=_named(actor, place, newest),
        meeting=_to_answer(place, ahead),
        review=at_hand.review,
        joint=ahead.next,
        to_write=to_write(actor, place, programme, roles, now, mine),
    )


def _to_answer(place: Place, ahead: Ahead) -> MeetingToAnswer | None:
    """Return the meeting that waits for an answer, and where it is given; no query where there is none."""
    found = ahead.to_answer
    if found is None:
        return None
    return MeetingToAnswer(title_of(found), found.meeting.answer_until, _first_block(place, _MEETINGS))


def _named(actor: Actor, place: Place, programme: ProgrammeInfo) -> Named:
    """Return who says that they and the actor have found each other; no query where pairs are not declared."""
    names = declared.named_by(actor, programme)
    return Named(names, _first_block(place, _MEETINGS)) if names else Named()


def _inside(actor: Actor, programme: ProgrammeInfo, roles: Mapping[Role, ParticipantInfo]) -> bool:
    """Return whether calls are nothing new to somebody, but for those that they want to hear of."""
    works_here = actor.staff or actor.matcher or actor.line_manager
    return works_here or (bool(roles) and not programme.round.closed)


def _choices(
    actor: Actor, programme: ProgrammeInfo, roles: Mapping[Role, ParticipantInfo], now: dt.datetime
) -> tuple[tuple[RequestInfo, ...], Choosing | None]:
    """Return who asks the actor, and where the actor stands with asking; no query where nobody chooses."""
    if not chooses(programme) or not policy.allowed(Action.CARD_EDIT, actor, Facts(owner_id=actor.user_id)):
        return (), None
    asked = choices.asked_of(actor, programme, roles[Role.MENTOR], now) if Role.MENTOR in roles else ()
    choosing = choices.looking(actor, programme, roles[Role.MENTEE], now) if Role.MENTEE in roles else None
    return asked, choosing


def _dashboard(place: Place) -> str:
    """Return the address of the programme's first dashboard; one query."""
    first = _first_block(place, _DASHBOARD)
    return host.address(first) if first is not None else ""


def _first_block(place: Place, block_type: str) -> UsageKey | None:
    """Return the programme's first block of a type; one query."""
    blocks = programmes.blocks_of(place.course_key, place.slug)
    return next((block.usage_key for block in blocks if block.block_type == block_type), None)


__all__ = ["Concerns", "concerns", "opening", "situation", "with_addresses"]
