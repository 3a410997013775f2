"""Reminders, which the clock sends: a meeting is tomorrow, an answer is wanted by tomorrow, nothing is booked.

Run it as often as wanted, also several times at once: each mail has a key of its own, and the outbox takes each key
once. It works through everything in batches, with a constant number of queries a batch.

A reminder of a day is due from `HOUR` o'clock of the day before, by the clock of the meeting, or by the programme's for
an answer. Whoever has heard of a meeting or of its new time since two hours before that is not reminded of it: they
know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from mentoring_xblock.groups.clocks import clock_of, main_circle
from mentoring_xblock.groups.data import State as GroupState
from mentoring_xblock.groups.running import Running, running_groups
from mentoring_xblock.kit import zones
from mentoring_xblock.meetings.data import MeetingInfo, Rhythm
from mentoring_xblock.meetings.expecting import audience_of, expected_at
from mentoring_xblock.meetings.frames import Frames
from mentoring_xblock.meetings.models import Meeting, State
from mentoring_xblock.meetings.queries import attendances_of, held_of_groups, info_of
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

#: The hour of the day before, from which on people are reminded.
HOUR = dt.time(9)
#: Whoever heard of it so shortly before is not reminded.
FRESH = dt.timedelta(hours=2)
#: A mail names the others of a group as long as they are so few.
NAMED = 6
#: Meetings in one batch.
BATCH = 500
#: From `HOUR` of a day to the end of the next one, with an hour for clocks that are moved.
_AHEAD = dt.timedelta(hours=40)
#: Of a programme that is in its course still: a mail leads there.
_RUNNING = Q(round__closed_at=None, round__programme__active=True)


@dataclass(frozen=True)
class RemindReport:
    """How many mails a run has queued: of meetings tomorrow, of answers wanted, and where nothing is booked."""

    tomorrow: int = 0
    answers: int = 0
    quiet: int = 0


def run(now: dt.datetime) -> RemindReport:
    """Queue every reminder that is due and has not been queued."""
    tomorrow = sum(_queued(_tomorrow(batch, now)) for batch in _batches(_soon(now)))
    answers = sum(_queued(_answers(batch, now)) for batch in _batches(_unanswered(now)))
    quiet = sum(_queued(_quiet(batch, now)) for batch in running_groups(BATCH))
    return RemindReport(tomorrow, answers, quiet)


@transaction.atomic
def _queued(letters: Sequence[Letter]) -> int:
    return notifications.queue_letters(notifications.untold(letters))


def _batches(rows: QuerySet[Meeting]) -> Iterator[list[MeetingInfo]]:
    last = 0
    rows = rows.select_related("group", "round").order_by("pk")
    while found := [info_of(row) for row in rows.filter(pk__gt=last)[:BATCH]]:
        yield found
        last = found[-1].id


# ---- the day before ----


def _soon(now: dt.datetime) -> QuerySet[Meeting]:
    together = Q(group__state=GroupState.PUBLISHED) | Q(group=None, announced_at__isnull=False)
    return Meeting.objects.filter(
        together,
        _RUNNING,
        state=State.BOOKED,
        starts_at__gt=now,
        starts_at__lte=now + _AHEAD,
    )


def _tomorrow(meetings: Sequence[MeetingInfo], now: dt.datetime) -> list[Letter]:
    due = [one for one in meetings if _is_due(one.starts_at, zones.kept(one.time_zone), _heard_at(one), now)]
    if not due:
        return []
    frames, expected = Frames.of(one.programme_id for one in due), expected_at(due)
    return [
        Letter(
            frames.programmes[one.programme_id].course_key,
            user_id,
            "meeting_tomorrow",
            {
                **frames.frames[one.programme_id],
                **_when(one),
                "people": _others(expected[one.id], user_id) if one.own else [],
            },
            f"meeting_tomorrow:{one.public_id}:{one.sequence}",
        )
        for one in due
        for user_id in sorted(expected[one.id])
    ]


def _heard_at(meeting: MeetingInfo) -> dt.datetime:
    """Return when people last heard of a meeting's time."""
    # A group's own may have been proposed weeks before it was booked, which changed it.
    return meeting.changed_at if meeting.own or meeting.sequence else meeting.announced_at or meeting.created_at


def _is_due(moment: dt.datetime, zone: ZoneInfo, heard_at: dt.datetime, now: dt.datetime) -> bool:
    """Return whether somebody is to be reminded now of what is at a moment that has not come."""
    day = moment.astimezone(zone).date() - dt.timedelta(days=1)
    begins = dt.datetime.combine(day, HOUR, zone)
    return begins <= now and heard_at <= begins - FRESH


def _when(meeting: MeetingInfo) -> dict[str, Any]:
    return {
        "own": meeting.own,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "way": meeting.way.value,
        "time_zone": meeting.time_zone,
        "zone": zones.city(meeting.time_zone),
    }


# ---- an answer is wanted ----


def _unanswered(now: dt.datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(
        _RUNNING,
        group=None,
        state=State.BOOKED,
        announced_at__isnull=False,
        starts_at__gt=now,
        answer_until__gt=now,
        answer_until__lte=now + _AHEAD,
    )


def _answers(meetings: Sequence[MeetingInfo], now: dt.datetime) -> list[Letter]:
    frames = Frames.of(one.programme_id for one in meetings)
    said = attendances_of(one.id for one in meetings)
    by_role = programmes.accounts_by_role({one.round_id for one in meetings})
    letters = []
    for one in meetings:
        programme = frames.programmes[one.programme_id]
        zone, last_day = ZoneInfo(programme.plan.time_zone), programme.plan.last_day(one.answer_until)
        if not _is_due(dt.datetime.combine(last_day, dt.time(12), zone), zone, one.announced_at, now):
            continue
        answered = {user_id for user_id, answer in said[one.id].items() if answer.answer is not None}
        context = {**frames.frames[one.programme_id], **_when(one), "answer_on": last_day.isoformat()}
        key = f"meeting_answer:{one.public_id}:{last_day}"
        letters += [
            Letter(programme.course_key, user_id, "meeting_answer", context, key)
            for user_id in sorted(audience_of(one, by_role[one.round_id]) - answered - {one.leader_id})
        ]
    return letters


# ---- nothing is booked ----


def _quiet(batch: Sequence[Running], now: dt.datetime) -> list[Letter]:
    frames = Frames.of(one.programme_id for one in batch)
    asked = [one for one in batch if _may_be_quiet(one, frames.programmes[one.programme_id], now)]
    rhythms = held_of_groups([one.group.id for one in asked], now)
    letters = []
    for one in asked:
        group, programme = one.group, frames.programmes[one.programme_id]
        rhythm = rhythms[group.id]
        since, weeks = _quiet_since(one, programme, rhythm), programme.plan.relations.remind_weeks
        if rhythm.next_at is not None or rhythm.asking or now < since + dt.timedelta(weeks=weeks):
            continue
        user_ids = [member.user_id for member in group.people]
        key = f"meeting_quiet:{group.public_id}:{since:%Y%m%d%H%M}"
        letters += [
            Letter(
                programme.course_key,
                user_id,
                "meeting_quiet",
                {
                    **frames.frames[one.programme_id],
                    "weeks": weeks,
                    "people": _others(user_ids, user_id),
                },
                key,
            )
            for user_id in user_ids
        ]
    return letters


def _others(user_ids: Collection[int], reader_id: int) -> list[int]:
    others = sorted(user_id for user_id in user_ids if user_id != reader_id)
    return others if len(others) <= NAMED else []


def _may_be_quiet(one: Running, programme: ProgrammeInfo, now: dt.datetime) -> bool:
    """Return whether a group is one whose people are reminded at all, on one of its own days."""
    wanted = programme.plan.relations.remind_weeks > 0 and one.group.circle == main_circle(programme.plan)
    # Nobody is alone with a meeting.
    return (
        programme.active
        and wanted
        and len(one.group.people) > 1
        and clock_of(programme, one.group).holds(programme.plan.today(now))
    )


def _quiet_since(one: Running, programme: ProgrammeInfo, rhythm: Rhythm) -> dt.datetime:
    """Return since when a group has not met: its last meeting, or the day on which it could begin."""
    first_day = clock_of(programme, one.group).starts_on
    began = dt.datetime.combine(first_day, dt.time(), ZoneInfo(programme.plan.time_zone))
    moments = (began, one.group.published_at, rhythm.last_at)
    return max(moment for moment in moments if moment is not None).astimezone(dt.UTC)


__all__ = ["RemindReport", "run"]
