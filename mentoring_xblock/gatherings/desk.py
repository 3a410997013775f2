"""What a coordinator reads of the meetings of the whole programme."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.gatherings.data import JointInfo, MeetingsDesk, ToPlan
from mentoring_xblock.gatherings.days import day_of, start_of, time_of
from mentoring_xblock.gatherings.models import State
from mentoring_xblock.gatherings.queries import all_of_round, with_answers
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.paging import page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.data import PAGE_SIZE, MeetingInfo
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def desk(actor: Actor, place: Place, now: dt.datetime, page: int = 1) -> MeetingsDesk:
    """Return all meetings of the programme's round; a constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: it has no round.
    """
    policy.require(Action.MEETINGS_MANAGE, actor)
    programme = programmes.programme_of(place)
    found = all_of_round(programme.round.id)
    past = page_of([one for one in reversed(found) if _past(one, now)], page, PAGE_SIZE)
    drafts = [one for one in found if one.state is State.DRAFT]
    coming = [one for one in found if one.state is not State.DRAFT and not _past(one, now)]
    infos = with_answers(programme, found, (*drafts, *coming, *past.items), actor.user_id)
    known = {one.meeting.id: one for one in infos}
    placed = {one.planned for one in found if one.planned and not one.cancelled}
    return MeetingsDesk(
        planned=tuple(_to_plan(programme, one) for one in programme.plan.planned if one.id not in placed),
        drafts=tuple(known[one.id] for one in drafts),
        coming=tuple(known[one.id] for one in coming),
        past=type(past)(tuple(known[one.id] for one in past.items), past.number, past.pages, past.total),
    )


def _past(meeting: MeetingInfo, now: dt.datetime) -> bool:
    return meeting.state is not State.DRAFT and meeting.over(now)


def _to_plan(programme: ProgrammeInfo, planned) -> ToPlan:
    day = day_of(programme, planned)
    if day is None:
        return ToPlan(planned, None, bool(planned.starts), gettext("The plan names no day for it."))
    try:
        return ToPlan(planned, start_of(programme.plan, day, time_of(planned)), bool(planned.starts))
    except Invalid as error:
        return ToPlan(planned, None, bool(planned.starts), error.message)


def joint_meeting(actor: Actor, place: Place, meeting_id: UUID) -> JointInfo:
    """Return one meeting of the programme's round to a coordinator.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such meeting.
    """
    policy.require(Action.MEETINGS_MANAGE, actor)
    programme = programmes.programme_of(place)
    found = all_of_round(programme.round.id)
    shown = [one for one in found if one.public_id == meeting_id]
    if not shown:
        raise NotFound(gettext("There is nothing here for you to see."))
    return with_answers(programme, found, shown, actor.user_id)[0]


__all__ = ["desk", "joint_meeting"]
