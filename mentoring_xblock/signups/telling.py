"""Whoever leads groups that people sign up to hears once how many come: when signing up is over.

Run it as often as wanted, also several times at once: each end of signing up has one mail for each person who leads,
however many towns it was about.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from mentoring_xblock.groups.data import State
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.signups.data import Town
from mentoring_xblock.signups.mails import letter_who_comes
from mentoring_xblock.signups.models import OpenGroup
from mentoring_xblock.signups.queries import towns_of

#: A mail that no job has sent for so long is not worth sending any more.
_LATE = dt.timedelta(days=14)


@transaction.atomic
def run(now: dt.datetime) -> int:
    """Queue every mail that is due and has not been queued; returns how many. A constant number of queries."""
    since = now - _LATE
    over = Q(ended_at__gt=since, ended_at__lte=now) | Q(closes_at__gt=since, closes_at__lte=now)
    rows = list(
        OpenGroup.objects.filter(over, group__state=State.PUBLISHED, group__round__closed_at=None)
        .select_related("group", "group__round")
        .order_by("pk")
    )
    if not rows:
        return 0
    found = programmes.programmes_by_id({row.group.round.programme_id for row in rows})
    letters = _letters(rows, {pk: programme for pk, programme in found.items() if programme.active})
    return notifications.queue_letters(notifications.untold(letters))


def _letters(rows: list[OpenGroup], found: Mapping[int, ProgrammeInfo]) -> list[Letter]:
    towns = towns_of(rows)
    frames = {pk: programmes.mail_context(programme) for pk, programme in found.items()}
    led: dict[tuple[int, int, str], list[Town]] = defaultdict(list)
    for row in rows:
        leader, programme_id = towns[row.pk].group.leader, row.group.round.programme_id
        if leader is not None and programme_id in found:
            # When a coordinator opens it again, it will be over another time.
            end = min(moment for moment in (row.ended_at, row.closes_at) if moment is not None)
            led[programme_id, leader.user_id, f"signup_over:{row.series}:{end:%Y%m%d%H%M%S}"].append(towns[row.pk])
    return [
        letter_who_comes(found[programme_id], frames[programme_id], user_id, theirs, key)
        for (programme_id, user_id, key), theirs in led.items()
    ]


__all__ = ["run"]
