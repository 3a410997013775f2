"""Requests end by themselves: their time is over, or somebody else was first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.choices import mails
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.choices.standing import lock
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def end(rows: Iterable[MentorRequest], state: RequestState, now: dt.datetime) -> list[MentorRequest]:
    """Close requests that are under lock; their slots are free at once. One query."""
    rows = list(rows)
    if rows:
        MentorRequest.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=state, slot=None, open_mentor=None, answered_at=now
        )
    return rows


def expire(programme: ProgrammeInfo, rows: Iterable[MentorRequest], now: dt.datetime) -> int:
    """Close requests of one programme that are under lock and whose time is over, and tell those who asked."""
    ended = end(rows, RequestState.EXPIRED, now)
    mails.tell_ended(programme, ended, "request_expired")
    return len(ended)


def expire_due(now: dt.datetime, limit: int = 500) -> int:
    """Close the requests whose time is over, in all programmes; returns how many. Two at once are safe.

    A constant number of queries for each programme that has any.
    """
    due = MentorRequest.objects.filter(state=RequestState.OPEN, expires_at__lte=now).order_by("expires_at")
    named = ("mentee__round__programme__course_key", "mentee__round__programme__slug")
    by_programme: dict[tuple[CourseKey, str], list[int]] = defaultdict(list)
    for pk, *name in due.values_list("pk", *named)[:limit]:
        by_programme[tuple(name)].append(pk)
    ended = 0
    for name, keys in by_programme.items():
        programme = programmes.get_programme(*name)
        with transaction.atomic():
            ended += expire(programme, lock(MentorRequest.objects.filter(pk__in=keys)), now)
    return ended
