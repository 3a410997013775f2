"""When groups last met or arranged something: moments only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Max, Q

from mentoring_xblock.kit.latest import latest
from mentoring_xblock.meetings.models import Attendance, Meeting, State


def last_signs(group_pks: Collection[int]) -> dict[int, dt.datetime]:
    """Return when each group last met, changed a meeting of its own or answered about one; two queries.

    What is booked lies ahead, and so may the moment. It asks no policy: it is for jobs that look at groups by the
    clock.
    """
    own = Meeting.objects.filter(group__in=group_pks).values_list("group")
    answers = Attendance.objects.filter(meeting__group__in=group_pks).values_list("meeting__group")
    in_calendar = Q(state__in=(State.BOOKED, State.HELD))
    return latest(
        own.annotate(changed=Max("changed_at"), ends=Max("ends_at", filter=in_calendar)).order_by(),
        answers.annotate(Max("answered_at")).order_by(),
    )
