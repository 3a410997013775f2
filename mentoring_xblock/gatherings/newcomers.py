"""Whoever comes into a round after its meetings were announced is told once of those that are ahead for them.

Run it as often as wanted, also several times at once: each time that somebody comes has one such mail.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from mentoring_xblock.gatherings import mails
from mentoring_xblock.gatherings.models import Answer, Meeting, State
from mentoring_xblock.gatherings.queries import is_for
from mentoring_xblock.meetings.data import AttendanceInfo, MeetingInfo
from mentoring_xblock.meetings.frames import Frames
from mentoring_xblock.meetings.queries import attendances_of, info_of
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme.newcomers import Newcomer, newcomers


@transaction.atomic
def run(now: dt.datetime) -> int:
    """Queue every mail that is due and has not been queued; returns how many. A constant number of queries."""
    ahead = _ahead(now)
    first = {round_id: min(one.announced_at for one in meetings) for round_id, meetings in ahead.items()}
    came = newcomers(first)
    if not came:
        return 0
    concerned = [one for key in {person.round_id for person in came} for one in ahead[key]]
    said = attendances_of(one.id for one in concerned)
    frames = Frames.of(one.programme_id for one in concerned)
    letters = []
    for person in came:
        told = [one for one in ahead[person.round_id] if _is_news(one, person, said)]
        if told and (programme := frames.programmes[told[0].programme_id]).active:
            frame = frames.frames[programme.id]
            letters.append(mails.letter_ahead(programme, frame, person, told))
    return notifications.queue_letters(notifications.untold(letters))


def _ahead(now: dt.datetime) -> Mapping[int, Sequence[MeetingInfo]]:
    """Return what is announced and has not begun in rounds that run, by the round's primary key; one query."""
    rows = Meeting.objects.filter(
        group=None, state=State.BOOKED, announced_at__isnull=False, round__closed_at=None, starts_at__gt=now
    )
    found: dict[int, list[MeetingInfo]] = defaultdict(list)
    for row in rows.select_related("round").order_by("starts_at", "pk"):
        found[row.round_id].append(info_of(row))
    return found


def _is_news(meeting: MeetingInfo, person: Newcomer, said: Mapping[int, Mapping[int, AttendanceInfo]]) -> bool:
    """Return whether somebody was not there when a meeting was announced that is for them, and has not declined it."""
    answer = said[meeting.id].get(person.user_id)
    # Whoever left declined everything by it, and may have come back.
    declined = answer is not None and answer.answer is Answer.NOT_COMING
    if declined and answer.answered_at is not None:
        declined = answer.answered_at > person.came_at
    heard = meeting.announced_at >= person.came_at or is_for(meeting, person.before)
    return is_for(meeting, {person.role}) and not heard and not declined


__all__ = ["run"]
