"""What becomes of meetings of the programme when its phases are moved.

A draft that stands on the day which the plan gives it goes along with its phase, and back with it. What somebody put on
another day stays, and so does what people have heard of: coordinators are told of it, and move it themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mentoring_xblock.gatherings.days import day_of, start_of
from mentoring_xblock.gatherings.models import Meeting, State
from mentoring_xblock.gatherings.pages import kind_name
from mentoring_xblock.gatherings.queries import all_of_round
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.data import Clock, ProgrammeInfo
from mentoring_xblock.programme.phases import followed
from mentoring_xblock.programme.stepping import clocks_since

#: For so long a coordinator is told that an announced meeting stayed where it was.
_TOLD_FOR = dt.timedelta(days=14)


@dataclass(frozen=True)
class Shifted:
    """A meeting, the day on which it stands, and the one on which it would stand along with its phase."""

    title: str
    day: dt.date
    then: dt.date
    announced: bool


@dataclass(frozen=True)
class Following:
    """What moving phases does to meetings: which drafts go along, and which meetings stay though their phase moves."""

    follow: tuple[Shifted, ...] = ()
    stay: tuple[Shifted, ...] = ()


def follow_phases(before: ProgrammeInfo, after: ProgrammeInfo, now: dt.datetime) -> int:
    """Let drafts go along with phases that have just been moved; three queries at most.

    Call it in that transaction, which holds the round: nobody puts or announces drafts meanwhile.

    Returns:
        How many drafts stand on another day now.
    """
    rows = Meeting.objects.select_for_update().filter(round_id=before.round.id, group=None, state=State.DRAFT)
    changed = []
    for row in rows.exclude(planned="").order_by("pk"):
        starts = _new_start(before, after, row)
        if starts is not None:
            row.starts_at, row.ends_at = starts, starts + (row.ends_at - row.starts_at)
            row.version, row.changed_at = row.version + 1, now
            changed.append(row)
    Meeting.objects.bulk_update(changed, ["starts_at", "ends_at", "version", "changed_at"])
    return len(changed)


def following(actor: Actor, before: ProgrammeInfo, after: ProgrammeInfo, now: dt.datetime) -> Following:
    """Say what moving phases would do to meetings of the round that have not begun; two queries.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
    """
    policy.require(Action.MEETINGS_MANAGE, actor)
    plan, follow, stay = before.plan, [], []
    steps = clocks_since(before, now - _TOLD_FOR)
    for one in _standing(before, now, drafts=True):
        draft, day = one.state is State.DRAFT, plan.today(one.starts_at)
        starts = _new_start(before, after, one) if draft else None
        if starts is not None:
            follow.append(_shifted(one, day, plan.today(starts)))
        elif (then := followed(_known(one, steps, before), after.clock(), day)) != day:
            stay.append(_shifted(one, day, then))
    return Following(tuple(follow), tuple(stay))


def left_behind(actor: Actor, programme: ProgrammeInfo, now: dt.datetime) -> tuple[Shifted, ...]:
    """Return announced meetings whose phase was moved lately and that nobody has changed since; two queries.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
    """
    policy.require(Action.MEETINGS_MANAGE, actor)
    steps = clocks_since(programme, now - _TOLD_FOR)
    if not steps:
        return ()
    found = []
    for one in _standing(programme, now, drafts=False):
        day = programme.plan.today(one.starts_at)
        then = followed(_known(one, steps, programme), programme.clock(), day)
        if then != day:
            found.append(_shifted(one, day, then))
    return tuple(found)


def _known(meeting: MeetingInfo, steps: Iterable[tuple[dt.datetime, Clock]], programme: ProgrammeInfo) -> Clock:
    """Return the calendar that whoever changed a meeting last went by: to step back brings that calendar again."""
    return next((clock for at, clock in steps if at > meeting.changed_at), None) or programme.clock()


def _standing(programme: ProgrammeInfo, now: dt.datetime, *, drafts: bool) -> Iterable[MeetingInfo]:
    states = {State.BOOKED, State.DRAFT} if drafts else {State.BOOKED}
    return (one for one in all_of_round(programme.round.id) if one.state in states and one.starts_at > now)


def _new_start(before: ProgrammeInfo, after: ProgrammeInfo, draft: Meeting | MeetingInfo) -> dt.datetime | None:
    """Return when a draft begins along with its phase, at the same time of day; None for one that stays."""
    planned = next((one for one in before.plan.planned if one.id == draft.planned), None)
    if planned is None:
        return None
    stands, day = day_of(before, planned), day_of(after, planned)
    if day is None or day == stands or before.plan.today(draft.starts_at) != stands:
        return None
    try:
        return start_of(before.plan, day, zones.on_wall(draft.starts_at, before.plan.time_zone).time())
    except Invalid:
        # The clocks pass over this time on that day.
        return None


def _shifted(meeting: MeetingInfo, day: dt.date, then: dt.date) -> Shifted:
    return Shifted(pick(meeting.title) or kind_name(meeting.kind), day, then, meeting.state is not State.DRAFT)


__all__ = ["Following", "Shifted", "follow_phases", "following", "left_behind"]
