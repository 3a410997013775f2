"""Whoever has active goals hears that a review of them has begun, unless they have said something in it already.

Run it as often as wanted, also several times at once: a review has one mail for each person. It works by the round's
calendar, or by the groups' own where each begins by itself; rounds and groups are worked through in batches, with a
constant number of queries for each round in which a review has just begun.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from mentoring_xblock.attainment import mails
from mentoring_xblock.attainment.models import GoalRating
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import Status
from mentoring_xblock.groups.clocks import clock_of, main_circle
from mentoring_xblock.groups.running import running_groups
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Clock, ProgrammeInfo
from mentoring_xblock.programme.plan_goals import Opened, placed

#: The hour of a review's first day, from which on people hear of it.
HOUR = dt.time(9)
#: So long after its first day nobody hears of it any more: they know, or came later.
LATELY = dt.timedelta(days=7)


@dataclass(frozen=True)
class _Begun:
    """A review that has just begun for somebody, and what it is placed in: the round or a group, by public id."""

    opened: Opened
    whose: UUID


def run(now: dt.datetime) -> int:
    """Queue every mail that is due and has not been queued; returns how many."""
    return sum(_queued(programme, begun) for programme, begun in (*_cohorts(now), *_by_themselves(now)))


def _cohorts(now: dt.datetime) -> Iterator[tuple[ProgrammeInfo, Mapping[int, _Begun]]]:
    """Yield the rounds with a common calendar in which a review has just begun, with everybody in them."""
    for batch in programmes.each_round(now):
        found = {
            one.id: (one, _Begun(opened, one.round.public_id))
            for one in batch
            if not one.non_stop and (opened := _just_begun(one, one.clock(), now)) is not None
        }
        by_role = programmes.accounts_by_role(one.round.id for one, _ in found.values()) if found else {}
        for one, begun in found.values():
            yield one, dict.fromkeys(frozenset().union(*by_role[one.round.id].values()), begun)


def _by_themselves(now: dt.datetime) -> Iterator[tuple[ProgrammeInfo, Mapping[int, _Begun]]]:
    """Yield the rounds in which each group has its own calendar, with those in whose group a review has just begun."""
    for batch in running_groups():
        found = programmes.programmes_by_id({one.programme_id for one in batch})
        people: dict[int, dict[int, _Begun]] = defaultdict(dict)
        for one in batch:
            programme = found[one.programme_id]
            if not (programme.active and programme.non_stop and one.group.circle == main_circle(programme.plan)):
                continue
            opened = _just_begun(programme, clock_of(programme, one.group), now)
            if opened is not None:
                for member in one.group.people:
                    # Whoever is in several groups has the calendar of the first, on their worksheet too.
                    people[programme.id].setdefault(member.user_id, _Begun(opened, one.group.public_id))
        yield from ((found[programme_id], begun) for programme_id, begun in people.items())


def _just_begun(programme: ProgrammeInfo, clock: Clock, now: dt.datetime) -> Opened | None:
    zone = ZoneInfo(programme.plan.time_zone)
    for opened in placed(programme.plan.reviews, clock):
        since = dt.datetime.combine(opened.first_day, HOUR, zone)
        if since <= now < since + LATELY and opened.holds(programme.plan.today(now)):
            return opened
    return None


@transaction.atomic
def _queued(programme: ProgrammeInfo, begun: Mapping[int, _Begun]) -> int:
    waiting = _waiting(programme.round.id, begun)
    if not waiting:
        return 0
    frame = mails.frames([programme])[programme.id]
    letters: list[Letter] = [
        mails.review_letter(programme, frame, user_id, begun[user_id].opened, begun[user_id].whose)
        for user_id in sorted(waiting)
    ]
    return notifications.queue_letters(notifications.untold(letters))


def _waiting(round_id: int, begun: Mapping[int, _Begun]) -> set[int]:
    """Return those of them who have active goals, and have said nothing of any goal in the review; two queries."""
    active = {
        ref.owner_id for ref in goals.refs_of_round(round_id) if ref.status is Status.ACTIVE and ref.owner_id in begun
    }
    rows = GoalRating.objects.filter(
        goal__round_id=round_id, milestone__in={one.opened.milestone.id for one in begun.values()}
    )
    said = rows.values_list("goal__owner_id", "milestone").distinct()
    return active - {user_id for user_id, id_ in said if user_id in begun and begun[user_id].opened.milestone.id == id_}


__all__ = ["HOUR", "LATELY", "run"]
