"""What a proposal becomes when it is published: which groups, and until when their people may decline."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Relationship
from mentoring_xblock.proposals.scene import Scene
from mentoring_xblock.proposals.seating import leaders_by_group, members_of_leaders


def answer_by(programme: ProgrammeInfo, now: dt.datetime) -> dt.datetime | None:
    """Return until when a place that is published now may be declined: the end of a day in the programme; or None."""
    days = programme.plan.matching.decline_days
    if not days:
        return None
    day = programme.plan.today(now) + dt.timedelta(days=days + 1)
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(programme.plan.time_zone))


def last_day(programme: ProgrammeInfo, until: dt.datetime | None) -> dt.date | None:
    """Return the last whole day before a moment, by the programme's clock."""
    return programme.plan.last_day(until) if until else None


def seals(made: Scene) -> bool:
    """Return whether the matching group's notes are put away with it.

    Peer groups beside the pairs often come first; the matching group is still reading for the pairs then. Single
    groups that are published by hand, or by two who chose each other, may come at any time: they seal nothing, and the
    notes go at the latest when the round ends.
    """
    return not made.peers or made.programme.plan.relationship is Relationship.PEER


def seated_people(made: Scene) -> set[int]:
    """Return everybody who is in one of a proposal's groups, by primary key."""
    led = leaders_by_group(made)
    placed = [line for line in made.seats if not line.leads and line.placed]
    leaders = (led.get(line.number) if made.peers else line.leader_id for line in placed)
    return {line.member_id for line in placed}.union(pk for pk in leaders if pk)


def surplus(made: Scene) -> tuple[list[int], list[int]]:
    """Return the mentors who have places and nobody, and the members who have no place; by primary key.

    Whoever has left, or has a place by now, is none of them.
    """
    leading = {line.leader_id for line in made.seats if line.leader_id}
    placed = {line.member_id for line in made.seats if not line.leads and line.placed}
    mentors = (one.participant_id for one in made.table.leaders)
    members = (one.participant_id for one in made.table.members)
    return (
        [pk for pk in mentors if made.table.said[pk] and pk not in leading],
        [pk for pk in members if pk not in placed],
    )


def new_groups(made: Scene) -> list[bulk.NewGroup]:
    """Return the groups that a proposal stands for."""
    if made.peers:
        led, members = leaders_by_group(made), {}
        for seat in made.seats:
            if seat.number is not None and not seat.leads:
                members.setdefault(seat.number, []).append(seat.member_id)
        return [
            bulk.NewGroup(
                Kind.PEER_GROUP,
                led.get(number),
                tuple(pks),
                max(made.brief.sizes[1], len(pks)),
                gettext("Group %(number)s") % {"number": number},
            )
            for number, pks in sorted(members.items())
        ]
    if made.brief.kind is Kind.SMALL_GROUP:
        return [
            bulk.NewGroup(
                Kind.SMALL_GROUP, leader, tuple(seat.member_id for seat in seats), max(made.brief.sizes[1], len(seats))
            )
            for leader, seats in members_of_leaders(made).items()
        ]
    return [bulk.NewGroup(Kind.PAIR, seat.leader_id, (seat.member_id,), 1) for seat in made.seats if seat.leader_id]
