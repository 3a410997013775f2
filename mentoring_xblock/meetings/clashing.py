"""What else the reader has at a time that is proposed or has just been booked: told to them alone, and forbids nothing.

A group learns nothing of the other groups of its people, so nobody else is told and no time is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from mentoring_xblock.groups.data import State as GroupState
from mentoring_xblock.kit import dates
from mentoring_xblock.meetings.data import ROLES, MeetingInfo, OwnMeetings
from mentoring_xblock.meetings.models import Answer, Attendance, Meeting, State
from mentoring_xblock.programme.plan_relationship import Audience


@dataclass(frozen=True)
class Taken:
    """When somebody is in meetings: primary key, beginning and end of each, in order of time."""

    meetings: tuple[tuple[int, dt.datetime, dt.datetime], ...] = ()

    def line(self, starts_at: dt.datetime, ends_at: dt.datetime, but: int | None = None) -> str:
        """Say which meeting a time falls into, the first one where there are more; empty where there is none.

        but: primary key of the meeting that the time belongs to.
        """
        for pk, begins, ends in self.meetings:
            if pk != but and begins < ends_at and starts_at < ends:
                return gettext("You have another meeting then: %(when)s.") % {"when": dates.stretch(begins, ends)}
        return ""

    def lines(self, booked: Iterable[MeetingInfo]) -> list[str]:
        """Say it of meetings that are in the calendar, each sentence once."""
        said = (self.line(one.starts_at, one.ends_at, one.id) for one in booked)
        return list(dict.fromkeys(line for line in said if line))


def meetings_around(user_id: int, own: OwnMeetings, booked: Sequence[MeetingInfo], now: dt.datetime) -> Taken:
    """Return somebody's meetings around the times that are proposed to them, and around those just booked.

    One query, none where there are no such times. It asks no policy: it is the person's own calendar.
    """
    times = [(one.starts_at, one.ends_at) for asked in own.asking for one in asked.options if one.starts_at > now]
    times += [(one.starts_at, one.ends_at) for one in booked]
    if not times:
        return Taken()
    rows = Meeting.objects.filter(
        state=State.BOOKED,
        starts_at__lt=max(end for _, end in times),
        ends_at__gt=min(start for start, _ in times),
        round__closed_at=None,
        round__programme__active=True,
    ).order_by()
    of_groups = rows.filter(
        group__state=GroupState.PUBLISHED,
        group__memberships__participant__user_id=user_id,
        group__memberships__seat__isnull=False,
        group__memberships__participant__left_at=None,
    )
    announced = rows.filter(group=None, announced_at__isnull=False)
    for_them = Q(audience=Audience.EVERYBODY)
    for audience in (Audience.MENTORS, Audience.MENTEES):
        for_them |= Q(audience=audience, round__participants__role=ROLES[audience])
    said = Attendance.objects.filter(user_id=user_id)
    seated = Q(places=None) | Q(pk__in=said.filter(answer=Answer.COMING).values("meeting_id"))
    expected = announced.filter(
        for_them, seated, round__participants__user_id=user_id, round__participants__left_at=None
    ).exclude(pk__in=said.filter(answer__in=(Answer.NOT_COMING, Answer.WAITING)).values("meeting_id"))
    # Each place by a key of its own: with an OR between them no index serves.
    found = [some.values_list("pk", "starts_at", "ends_at") for some in (expected, announced.filter(leader_id=user_id))]
    together = of_groups.values_list("pk", "starts_at", "ends_at").union(*found)
    return Taken(tuple(together.order_by("starts_at", "pk")))


__all__ = ["Taken", "meetings_around"]
