"""After publishing: places that are free again, and people who come late. Nobody who has a place is moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Pool, pool, roster
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.data import Circle, GroupInfo, Kind, State
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.matching import pairing
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import Brief, Mode, Objective
from mentoring_xblock.proposals.explaining import parts
from mentoring_xblock.proposals.ground import ground
from mentoring_xblock.proposals.late_groups import places_in_groups
from mentoring_xblock.proposals.later_data import After, Declined, Free
from mentoring_xblock.proposals.making import Setting, setting
from mentoring_xblock.proposals.models import Answer, Offer, Proposal, Stage
from mentoring_xblock.proposals.publishing import offer
from mentoring_xblock.proposals.queries import Known
from mentoring_xblock.proposals.table import Table, table
from mentoring_xblock.proposals.terms import answer_by, last_day

#: Declined places that a page shows, the latest.
DECLINED_SHOWN = 50
#: So many people without a place are given one at once, and named where there is none; those who came first.
MOST_PEOPLE = 500
NOBODY_SHOWN = 200
_EVERYTHING = 1_000_000


def after(actor: Actor, place: Place) -> After:
    """Return what is open after publishing, with a ready proposal for each free place; a constant number of queries.

    The people without a place are given to the free ones as well as can be, by the brief of the latest proposal that
    was published. Who declined is not asked again by itself, nor are two put together of whom one declined.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published, or has no round.
    """
    programme = queries.programme_for(actor, place)
    people, now = queries.known(programme.round.id), timezone.now()
    offers = Offer.objects.filter(membership__group__round_id=programme.round.id)
    live = offers.filter(membership__seat__isnull=False)
    refused = list(offers.filter(answer=Answer.DECLINED).select_related("membership").order_by("-answered_at", "-pk"))
    declined = {row.membership.participant_id for row in refused}
    everybody = roster(programme, offers=True)
    found, rooms = _open_places(programme, everybody, declined)
    people.load(declined)
    free = _given(programme, found, rooms, people)
    given = {one.who.participant for one in free}
    without = [one.participant_id for one in found.table.members if one.participant not in given]
    in_groups, no_group = places_in_groups(programme, everybody, people, declined)
    without = list(dict.fromkeys([*without, *no_group]))
    people.load(without[:NOBODY_SHOWN])
    return After(
        waiting=live.filter(answer=Answer.OPEN, answer_by__gt=now).count(),
        kept=live.filter(answer=Answer.KEPT).count(),
        declined=tuple(
            Declined(people.who(row.membership.participant_id), row.membership.leads, row.reason, row.answered_at)
            for row in refused[:DECLINED_SHOWN]
        ),
        free=(*free, *in_groups),
        nobody_for=tuple(people.who(pk) for pk in without[:NOBODY_SHOWN]),
        free_places=sum(found.table.places.values()),
    )


@dataclass(frozen=True)
class _Open:
    """People without a place, free places, and the brief by which the two come together."""

    brief: Brief
    table: Table


def _open_places(programme: ProgrammeInfo, people: Pool, declined: set[int]) -> tuple[_Open, dict[int, GroupInfo]]:
    """Return who is to be placed and where, without those who declined; small groups with room by their leader."""
    brief = _latest_brief(programme.round.id)
    found = table(programme, people, brief)
    rooms: dict[int, GroupInfo] = {}
    places = dict(found.said)
    if brief.kind is Kind.SMALL_GROUP:
        # A group that is there takes whom it has room for; a new one would begin too small.
        places = dict.fromkeys(places, 0)
        known = {one.participant: one.participant_id for one in found.leaders}
        for group in groups.find_groups(
            programme.round.id, state=State.PUBLISHED, kind=Kind.SMALL_GROUP, with_room=True, size=_EVERYTHING
        ).groups:
            if group.leader is not None and group.leader.participant_id in known:
                pk = known[group.leader.participant_id]
                rooms.setdefault(pk, group)
                places[pk] = rooms[pk].free
    # Where nobody mentors, nobody waits for a mentor.
    members = tuple(one for one in found.members if found.leaders and one.participant_id not in declined)
    places = {pk: 0 if pk in declined else free for pk, free in places.items()}
    return _Open(brief, replace(found, members=members, said=places, places=places)), rooms


def _latest_brief(round_id: int) -> Brief:
    """Return how the latest published pairs or small groups were made; without any, what a run starts from."""
    row = (
        Proposal.objects.filter(round_id=round_id, stage=Stage.PUBLISHED)
        .exclude(kind=Kind.PEER_GROUP)
        .order_by("-finished_at", "-pk")
        .first()
    )
    brief = Brief.from_dict(row.brief) if row else Brief()
    return replace(
        brief,
        places={},
        mode=Mode.BEST,
        objective=Objective.FAIR,
        weights=brief.weights if brief.scored else {},
    )


def _given(programme: ProgrammeInfo, found: _Open, rooms: dict[int, GroupInfo], people: Known) -> tuple[Free, ...]:
    """Give the free places to those without one, as well as can be; nothing is written, and nobody else is read."""
    waiting = found.table.members[:MOST_PEOPLE]
    leaders = [one for one in found.table.leaders if found.table.places[one.participant_id]]
    if not waiting or not leaders:
        return ()
    read = pool(programme, user_ids={one.user_id for one in (*waiting, *leaders)})
    here = {one.participant_id for one in (*waiting, *leaders)}
    members, mentors = (
        tuple(one for one in side if one.participant_id in here) for side in (read.mentees, read.mentors)
    )
    people.load(here)
    # Each who comes alone to a group that is there: no group has to be begun.
    brief = replace(found.brief, kind=Kind.PAIR, sizes=(1, 1))
    made = setting(ground(programme, read), brief, replace(found.table, members=members, leaders=mentors))
    current = np.full(len(made.members), -1, dtype=np.int64)
    mentor = pairing.join(made.problem, current).mentor
    return tuple(_free(made, row, int(column), rooms, people) for row, column in enumerate(mentor) if column >= 0)


def _free(made: Setting, row: int, column: int, rooms: dict[int, GroupInfo], people: Known) -> Free:
    member, leader = made.members[row], made.leaders[column]
    stored = made.place(row, column)
    room = rooms.get(leader.participant_id)
    return Free(
        who=people.who(member.participant_id),
        leader=people.who(leader.participant_id),
        group=room.public_id if room else None,
        group_name=room.name if room else "",
        score=stored.score if made.brief.weights else None,
        parts=parts(made.ground, made.brief, stored.parts, member, leader),
    )


@one_transaction
def give(actor: Actor, place: Place, member: UUID, leader: UUID | None = None, group: UUID | None = None) -> GroupInfo:
    """Give somebody a free place: with a mentor as a new pair, or in a group that is there. Nobody moves.

    Args:
        leader: the mentor; None for a place in a peer group, whose people it is with. group: None for a new pair.

    They and the mentor are told, and may decline until a day, if the plan gives them days for it. A second click finds
    the place given and changes nothing.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such person or group.
        Invalid: they do not fit together.
        Full: there is no place left, or the person has one already.
        Conflict: somebody else is changing the group right now.
    """
    programme = queries.open_programme_for(actor, place)
    people = queries.known(programme.round.id)
    member_pk, leader_pk = people.pk(member), people.pk(leader) if leader else None
    if member_pk is None or (leader_pk is None and (leader or group is None)):
        raise NotFound(gettext("This person does not take part in this round."))
    user_id = people.who(member_pk).user_id
    there = _together(user_id, leader, group, programme)
    if there is not None:
        return there
    until = answer_by(programme, timezone.now())
    if group is not None:
        made = groups.add_member(actor, place, group, member, answer_on=last_day(programme, until))
        if leader and (made.leader is None or made.leader.participant_id != leader):
            raise Invalid(gettext("Somebody else leads this group by now. Nothing was changed; look at it again."))
        if made.state == State.PUBLISHED and until:
            offer(None, [made], until, {user_id})
        return made
    wanted = bulk.NewGroup(Kind.PAIR, leader_pk, (member_pk,), 1)
    made = bulk.make_published(actor, place, [wanted], answer_on=last_day(programme, until)).groups[0]
    if until:
        offer(None, [made], until)
    return made


def _together(user_id: int, leader: UUID | None, group_id: UUID | None, programme: ProgrammeInfo) -> GroupInfo | None:
    """Return the group in which they have this place already."""

    def is_it(group: GroupInfo) -> bool:
        if leader is None:
            return group.public_id == group_id
        return group.circle == Circle.MENTORING and group.leader is not None and group.leader.participant_id == leader

    return next((group for group in groups.my_groups(user_id, programme.round.id) if is_it(group)), None)


__all__ = ["DECLINED_SHOWN", "after", "give"]
