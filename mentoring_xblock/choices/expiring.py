"""Requests end by themselves: their time is over, or somebody else was first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.choices import mails
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.choices.overtaken import STATES, Ending, endings
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
    due = _open().filter(expires_at__lte=now).order_by("expires_at")
    ended = 0
    for name, keys in _by_programme(due[:limit]).items():
        programme = programmes.get_programme(*name)
        with transaction.atomic():
            ended += expire(programme, lock(MentorRequest.objects.filter(pk__in=keys)), now)
    return ended


def _open() -> QuerySet[MentorRequest]:
    """Return the open requests of rounds that run: what was open in another one ended with it."""
    return MentorRequest.objects.filter(state=RequestState.OPEN, mentee__round__closed_at=None)


def _by_programme(rows: QuerySet[MentorRequest]) -> dict[tuple[CourseKey, str], list[int]]:
    """Return primary keys of requests by the course and the name of their programme; one query."""
    named = ("mentee__round__programme__course_key", "mentee__round__programme__slug")
    found: dict[tuple[CourseKey, str], list[int]] = defaultdict(list)
    for pk, *name in rows.values_list("pk", *named):
        found[tuple(name)].append(pk)
    return found


def end_overtaken(now: dt.datetime) -> int:
    """Close the requests that other ways have overtaken, in all programmes; returns how many. Two at once are safe.

    Coordinators place people too: whoever has a mentor by now asks no longer, and who has no place left is not asked
    any more; nor is a mentor who has left. Whom it concerns is told, but for two who were made a pair: they know. A
    constant number of queries for each programme with open requests.
    """
    ended = 0
    for name, keys in _by_programme(_open()).items():
        programme = programmes.get_programme(*name)
        with transaction.atomic():
            ended += _end_overtaken(programme, keys, now)
    return ended


def _end_overtaken(programme: ProgrammeInfo, keys: Iterable[int], now: dt.datetime) -> int:
    rows = lock(MentorRequest.objects.filter(pk__in=list(keys), mentee__round_id=programme.round.id))
    return end_as_they_are(programme, rows, now)


def end_as_they_are(programme: ProgrammeInfo, rows: Iterable[MentorRequest], now: dt.datetime) -> int:
    """Close those of these requests, which are under lock, that are over, and tell whom it concerns."""
    rows = list(rows)
    found: dict[Ending, list[MentorRequest]] = defaultdict(list)
    over = endings(programme, rows)
    for row in rows:
        if row.pk in over:
            found[over[row.pk]].append(row)
    ended = sum(len(end(some, STATES[ending], now)) for ending, some in found.items())
    mails.tell_no_longer_asked(programme, found[Ending.PLACED])
    mails.tell_ended(programme, [*found[Ending.MENTOR_LEFT], *found[Ending.PAUSED]], "request_declined")
    mails.tell_ended(programme, found[Ending.FULL], "request_taken")
    return ended
