"""What the mails of the groups room say of booked meetings to who comes into a group and who goes out of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from mentoring_xblock.groups.ahead import Booked
from mentoring_xblock.meetings.calendar_part import calendar_of, of_returner, struck_out
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.mails import clock_of, time_of
from mentoring_xblock.meetings.models import Meeting, State
from mentoring_xblock.meetings.queries import info_of, numbered
from mentoring_xblock.programme.data import ProgrammeInfo


def booked_ahead(programme: ProgrammeInfo, group_pks: Iterable[int], now: dt.datetime) -> dict[int, Booked]:
    """Return what is booked in groups and has not begun, by their primary keys; groups without are left out.

    One query. It asks no policy: it is for mails to those who are in a group, or were a moment ago.
    """
    rows = Meeting.objects.filter(group__in=list(group_pks), state=State.BOOKED, starts_at__gte=now)
    found: dict[int, list[MeetingInfo]] = defaultdict(list)
    for row in numbered(rows).order_by("starts_at", "pk"):
        found[row.group_id].append(info_of(row))
    return {key: _booked(meetings, programme.plan.relations.meetings, now) for key, meetings in found.items()}


def _booked(meetings: list[MeetingInfo], planned: int, now: dt.datetime) -> Booked:
    of = meetings[0].of(planned)
    return Booked(
        clock=clock_of(meetings[0]),
        times=[time_of(one) for one in meetings],
        come=[calendar_of(one, of) for one in meetings],
        back=[of_returner(one, now, of) for one in meetings],
        gone=[struck_out(one, now, of) for one in meetings],
    )


__all__ = ["booked_ahead"]
