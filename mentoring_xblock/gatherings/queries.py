"""Reading meetings of the programme: a constant number of queries, however many meetings or people there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count

from mentoring_xblock import host
from mentoring_xblock.gatherings.data import Ahead, JointInfo, MyJoint, Number
from mentoring_xblock.gatherings.days import numbers
from mentoring_xblock.gatherings.models import Answer, Attendance, Meeting, State
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.meetings.data import PAGE_SIZE, ROLES, MeetingInfo
from mentoring_xblock.meetings.queries import attendance_info, info_of
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.programme.plan_relationship import Audience


def all_of_round(round_id: int) -> tuple[MeetingInfo, ...]:
    """Return all meetings of the whole programme in a round, drafts included, in order of time; one query.

    Ask policy for each, or for MEETINGS_MANAGE, before anybody hears of them.
    """
    rows = Meeting.objects.filter(round_id=round_id, group=None).select_related("group", "round")
    return tuple(info_of(row) for row in rows.order_by("starts_at", "pk"))


def is_for(meeting: MeetingInfo | Meeting, roles: Collection[Role]) -> bool:
    """Return whether a meeting is for somebody in these roles."""
    role = ROLES[Audience(meeting.audience)]
    return bool(roles) if role is None else role in roles


def facts_for(meeting: MeetingInfo | Meeting, user_id: int | None, roles: Collection[Role], *, closed: bool) -> Facts:
    """Return what policy needs to know of a meeting as far as one person is concerned; a draft is for nobody yet."""
    announced = meeting.state != State.DRAFT and meeting.announced_at is not None
    concerned = announced and user_id is not None and (is_for(meeting, roles) or meeting.leader_id == user_id)
    owner = meeting.leader_id if announced else None
    return Facts(owner_id=owner, member_ids=frozenset({user_id}) if concerned else frozenset(), closed=closed)


def my_joint(actor: Actor, programme: ProgrammeInfo, roles: Collection[Role], now: dt.datetime) -> MyJoint:
    """Return the meetings of a round that are for the actor, or that they hold; six queries at most.

    Those that were called off stay until their time has passed. Of the past the newest `PAGE_SIZE` are in it.
    """
    found = all_of_round(programme.round.id)
    closed = programme.round.closed
    mine = [
        one
        for one in found
        if one.announced_at is not None
        and policy.allowed(Action.MEETING_SEE, _as_member(actor), facts_for(one, actor.user_id, roles, closed=closed))
    ]
    coming = [one for one in mine if not one.over(now)]
    past = [one for one in reversed(mine) if one.over(now) and not one.cancelled][:PAGE_SIZE]
    infos = {one.meeting.id: one for one in with_answers(programme, found, (*coming, *past), actor.user_id)}
    return MyJoint(tuple(infos[one.id] for one in coming), tuple(infos[one.id] for one in past))


def _as_member(actor: Actor) -> Actor:
    """Return the actor without what they may as a coordinator: this is about where they take part themselves."""
    return Actor(user_id=actor.user_id, enrolled=actor.enrolled, masquerading=actor.masquerading)


def with_answers(
    programme: ProgrammeInfo, everything: Iterable[MeetingInfo], shown: Iterable[MeetingInfo], user_id: int | None
) -> list[JointInfo]:
    """Return meetings with what one person answered and how many come; four queries, and the names of who holds them.

    Args:
        everything: all of the round's, so that each one knows its number.
    """
    shown = list(shown)
    if not shown:
        return []
    numbered, ids = numbers(programme, everything), [one.id for one in shown]
    counts, there = _counts(ids)
    mine = {
        row.meeting_id: row
        for row in Attendance.objects.filter(meeting__in=ids, user_id=user_id)
        if user_id is not None
    }
    lines = _lines([pk for pk, row in mine.items() if row.answer == Answer.WAITING])
    leaders = host.people({one.leader_id for one in shown} - {None})
    texts = {planned.id: planned.text for planned in programme.plan.planned}
    return [
        JointInfo(
            meeting=one,
            number=numbered.get(one.id, Number()),
            mine=attendance_info(mine[one.id]) if one.id in mine else None,
            coming=counts[one.id, Answer.COMING],
            waiting=counts[one.id, Answer.WAITING],
            there=there.get(one.id),
            in_line=lines[one.id].index(user_id) + 1 if user_id in lines[one.id] else 0,
            leads=one.leader_id is not None and one.leader_id == user_id,
            text=_text(texts, one),
            leader=leaders[one.leader_id].full_name if one.leader_id in leaders else "",
        )
        for one in shown
    ]


def _text(texts: Mapping[str, Text], meeting: MeetingInfo) -> Text:
    return texts.get(meeting.planned, {}) if meeting.planned else {}


def _answers(ids: list[int], user_id: int | None) -> dict[int, Attendance]:
    rows = Attendance.objects.filter(meeting__in=ids, user_id=user_id) if user_id is not None else ()
    return {row.meeting_id: row for row in rows}


def _counts(ids: list[int]) -> tuple[Mapping[tuple[int, str], int], Mapping[int, int]]:
    """Return how many gave each answer, by meeting, and how many were there, of meetings where somebody has said so."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    there: dict[int, int] = {}
    rows = Attendance.objects.filter(meeting__in=ids).order_by().values_list("meeting_id", "answer", "attended")
    for meeting_id, answer, attended, count in rows.annotate(Count("pk")):
        found[meeting_id, answer] += count
        if attended is not None:
            there[meeting_id] = there.get(meeting_id, 0) + (count if attended else 0)
    return found, there


def _lines(ids: list[int]) -> Mapping[int, list[int]]:
    """Return who waits for each of these meetings, by user id, first come first; no query without meetings."""
    found: dict[int, list[int]] = defaultdict(list)
    if ids:
        rows = Attendance.objects.filter(meeting__in=ids, answer=Answer.WAITING)
        for meeting_id, user_id in rows.order_by("queued_at", "pk").values_list("meeting_id", "user_id"):
            found[meeting_id].append(user_id)
    return found


# ---- for pages of other rooms: a line about what is next ----


def ahead(user_id: int | None, programme: ProgrammeInfo | None, now: dt.datetime) -> Ahead:
    """Return where somebody is expected next, and what waits for their answer; one query, three where there is any.

    It asks no policy: it is about the person's own calendar. Nothing in a round that is over.
    """
    found = _own_calendar(user_id, programme, now)
    kept = (one for one in found if one.meeting.state is State.BOOKED and one.mine_to_keep())
    asked = (one for one in found if _wants_answer(one, now))
    return Ahead(next(kept, None), min(asked, key=lambda one: one.meeting.answer_until, default=None))


def next_for(user_id: int | None, programme: ProgrammeInfo | None, now: dt.datetime) -> JointInfo | None:
    """Return the first of the two, for pages that tell nothing of the other."""
    return ahead(user_id, programme, now).next


def _wants_answer(one: JointInfo, now: dt.datetime) -> bool:
    return one.meeting.answer_until is not None and one.answerable(now) and not one.said and not one.leads


def _own_calendar(user_id: int | None, programme: ProgrammeInfo | None, now: dt.datetime) -> list[JointInfo]:
    """Return what is announced for somebody and not over, in order of time, with what they answered and no counts."""
    if user_id is None or programme is None or programme.round is None or programme.round.closed:
        return []
    everything = all_of_round(programme.round.id)
    mine = [one for one in everything if one.announced_at is not None and not one.over(now)]
    if not mine:
        return []
    roles = programmes.roles_of(user_id, programme.round.id)
    mine = [one for one in mine if is_for(one, roles) or one.leader_id == user_id]
    numbered = numbers(programme, everything)
    answers = {
        row.meeting_id: row for row in Attendance.objects.filter(meeting__in=[one.id for one in mine], user_id=user_id)
    }
    return [
        JointInfo(
            meeting=one,
            number=numbered.get(one.id, Number()),
            mine=attendance_info(answers[one.id]) if one.id in answers else None,
            leads=one.leader_id == user_id,
        )
        for one in mine
    ]


__all__ = ["ahead", "all_of_round", "facts_for", "is_for", "my_joint", "next_for", "with_answers"]
