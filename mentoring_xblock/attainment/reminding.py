"""Whoever has active goals hears that a review of them has begun, unless they have said something in it already.

Run it as often as wanted, also several times at once: a review has one mail for each person. It works by
everybody's own calendar, the one that their pages have: that of their group, or the round's. Rounds are worked through
in batches, with a constant number of queries for each in which a review has just begun.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from mentoring_xblock.attainment import mails
from mentoring_xblock.attainment.models import GoalRating
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import Status
from mentoring_xblock.groups.clocks import clock_of
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.own_days import groups_by_person
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
    return sum(_queued(programme, begun) for programme, begun in _rounds(now))


def _rounds(now: dt.datetime) -> Iterator[tuple[ProgrammeInfo, Mapping[int, _Begun]]]:
    """Yield the rounds in which a review has just begun for somebody, with these people."""
    for batch in programmes.each_round(now):
        groups = groups_by_person(batch)
        usual = {one.id: _usual(one, now) for one in batch}
        moved = {one.id: _in_groups(one, groups[one.round.id], now) for one in batch}
        found = [one for one in batch if usual[one.id] is not None or moved[one.id]]
        by_role = programmes.accounts_by_role(one.round.id for one in found) if found else {}
        for one in found:
            there = frozenset().union(*by_role[one.round.id].values())
            begun = {user_id: moved[one.id].get(user_id) for user_id in there & groups[one.round.id].keys()}
            begun |= dict.fromkeys(there - groups[one.round.id].keys(), usual[one.id])
            yield one, {user_id: review for user_id, review in begun.items() if review is not None}


def _usual(programme: ProgrammeInfo, now: dt.datetime) -> _Begun | None:
    """Return the review that has just begun by the calendar of a round; None where everybody begins by themselves."""
    opened = None if programme.non_stop else _just_begun(programme, programme.clock(), now)
    return _Begun(opened, programme.round.public_id) if opened is not None else None


def _in_groups(programme: ProgrammeInfo, groups: Mapping[int, GroupInfo], now: dt.datetime) -> dict[int, _Begun]:
    """Return for whom of these people a review has just begun by the calendar of their group."""
    by_group: dict[int, _Begun | None] = {}
    for group in {group.id: group for group in groups.values()}.values():
        opened = _just_begun(programme, clock_of(programme, group), now)
        # In a common round a review is one event, so that nobody hears of it again when their group has other days.
        whose = group.public_id if programme.non_stop else programme.round.public_id
        # Who began by themselves and has ended hears of nothing more.
        heard = opened is not None and not (programme.non_stop and group.closed_at is not None)
        by_group[group.id] = _Begun(opened, whose) if heard else None
    return {user_id: begun for user_id, group in groups.items() if (begun := by_group[group.id]) is not None}


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
