"""What coordinators read: proposals side by side, one of them opened, and everybody's list."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Candidate, pool
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.paging import page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.plan import Relationship
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import SIZE_LIMITS, Brief, Criterion
from mentoring_xblock.proposals.criteria import Measured, measure
from mentoring_xblock.proposals.data import (
    GroupPlan,
    LeaderInfo,
    OpenProposal,
    Option,
    Order,
    ProposalInfo,
    RunReport,
    SeatInfo,
    Standing,
)
from mentoring_xblock.proposals.explaining import must, parts
from mentoring_xblock.proposals.ground import asked
from mentoring_xblock.proposals.group_words import group_plan
from mentoring_xblock.proposals.making import rank_in
from mentoring_xblock.proposals.models import Change, Proposal, Seat, Stage
from mentoring_xblock.proposals.reporting import report_of
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.table import coaches, table
from mentoring_xblock.reviews import api as reviews

#: People, or groups, on one page; people without a place, and mentors of one list, that are shown at once.
PAGE_SIZE = 50
GROUPS_SIZE = 24
UNPLACED_SHOWN = 200
OPTIONS_SHOWN = 100
#: Whoever changed something within this time is here too.
_HERE = dt.timedelta(minutes=5)

_KINDS = {Relationship.SMALL_GROUP: Kind.SMALL_GROUP, Relationship.PEER: Kind.PEER_GROUP}


def standing(actor: Actor, place: Place) -> Standing:
    """Return what there is to match.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published, or has no round.
    """
    programme = queries.programme_for(actor, place)
    people = pool(programme)
    kind = _KINDS.get(programme.plan.relationship, Kind.PAIR)
    found = table(programme, people, Brief(kind=Kind.PAIR))
    sizes = (1, 1) if kind is Kind.PAIR else (SIZE_LIMITS[kind][0], programme.plan.capacity[kind.value])
    return Standing(
        mentees=len(people.mentees),
        mentees_placed=found.settled,
        mentors=len(people.mentors),
        places=sum(found.places.values()),
        peers=len(people.peers),
        coaches=len(coaches(programme)),
        asked=asked(people, reviews.suggested(programme.round.id)),
        kind=kind,
        sizes=sizes,
    )


def proposals(actor: Actor, place: Place) -> tuple[ProposalInfo, ...]:
    """Return the proposals of the round side by side, newest first, with what has changed since they were made.

    Raises as `standing` does.
    """
    programme = queries.programme_for(actor, place)
    rows = list(
        Proposal.objects.filter(round_id=programme.round.id)
        .exclude(stage=Stage.DISCARDED)
        .select_related("parent")
        .order_by("-pk")
    )
    if not rows:
        return ()
    people, here = queries.known(programme.round.id), pool(programme)
    tables: dict[tuple, object] = {}
    stale = {}
    for row in rows:
        brief = Brief.from_dict(row.brief)
        key = (brief.kind, brief.members, brief.coaches, brief.sizes)
        # At most one look for each kind of brief; places that a brief changes are no change of anybody's.
        if row.stage == Stage.READY and key not in tables:
            tables[key] = table(programme, here, brief)
        if row.stage == Stage.READY:
            stale[row.pk] = queries.stale_of(row, tables[key], people, _settled(here, tables[key]))
    return queries.infos(rows, timezone.now(), stale, people)


def _settled(here: object, found: object) -> set[int]:
    everybody = {one.participant_id for one in (*here.mentees, *here.mentors, *here.peers)}
    return everybody - {one.participant_id for one in (*found.members, *found.leaders)}


def get_proposal(actor: Actor, place: Place, proposal_id: UUID) -> ProposalInfo:
    """Return how far a proposal is, in few queries; what has changed since is not looked at.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
    """
    row = queries.find(queries.programme_for(actor, place), proposal_id)
    return queries.info_of(row, timezone.now())


def run_report(actor: Actor, place: Place, proposal_id: UUID) -> RunReport:
    """Return the report of a proposal's run. Raises as `get_proposal` does."""
    programme = queries.programme_for(actor, place)
    return report_of(queries.find(programme, proposal_id), queries.known(programme.round.id), programme.plan)


def open_proposal(
    actor: Actor,
    place: Place,
    proposal_id: UUID,
    *,
    page: int = 1,
    order: Order = Order.WORST_FIRST,
    search: str = "",
) -> OpenProposal:
    """Return a proposal to work on; a constant number of queries.

    Args:
        page: of people, or of groups; out of range gives the nearest. search: a part of somebody's name.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
        Invalid: it is not ready.
    """
    programme = queries.programme_for(actor, place)
    row = queries.find(programme, proposal_id)
    made = scene(programme, row)
    placed = [seat for seat in made.seats if not seat.leads and _placed(seat)]
    groups: tuple[GroupPlan, ...] = ()
    seats: tuple[SeatInfo, ...] = ()
    if made.brief.kind is Kind.PAIR:
        found = _found(made, placed, order, search)
        number, pages, shown = page_bounds(len(found), page, PAGE_SIZE)
        seats = tuple(seat_info(made, seat) for seat in found[shown])
        total = len(found)
    else:
        together = _together(made, placed, search)
        number, pages, shown = page_bounds(len(together), page, GROUPS_SIZE)
        groups = tuple(group_plan(made, key, rows, lambda seat: seat_info(made, seat)) for key, rows in together[shown])
        total = len(together)
    changes = queries.changes_of(row, made.people, actor.user_id)
    now = timezone.now()
    return OpenProposal(
        info=queries.infos([row], now, {row.pk: made.stale}, made.people)[0],
        report=report_of(row, made.people, programme.plan),
        seats=seats,
        groups=groups,
        page=number,
        pages=pages,
        total=total,
        unplaced=_unplaced(made),
        leaders=leaders(made),
        changes=changes,
        can_undo=any(not change.undone for change in changes),
        can_redo=Change.objects.filter(proposal=row, undone=True).exists(),
        here=tuple(
            dict.fromkeys(change.by for change in changes if not change.mine and change.by and change.at > now - _HERE)
        ),
    )


def options(actor: Actor, place: Place, proposal_id: UUID, member: UUID) -> tuple[Option, ...]:
    """Return somebody's list: the mentors, best first, with why and with what keeps the two apart.

    At most `OPTIONS_SHOWN`, those who are allowed before those who are not.

    Raises:
        As `open_proposal` does; Invalid also for somebody who can't be placed, and in peer groups.
    """
    programme = queries.programme_for(actor, place)
    made = scene(programme, queries.find(programme, proposal_id))
    one = made.member(member)
    measured = measure(made.ground, made.brief, [one], made.table.leaders)
    scores, forbidden = measured.scores.scores[0], measured.scores.forbidden[0]
    own = next((seat.leader_id for seat in made.seats if seat.member_id == one.participant_id), None)
    taken = Counter(seat.leader_id for seat in made.seats)
    order = sorted(range(len(made.table.leaders)), key=lambda column: (forbidden[column], -scores[column], column))
    found = []
    for column in order[:OPTIONS_SHOWN]:
        leader = made.table.leaders[column]
        stored = [[code.value, part.points, part.most] for code, part in measured.parts(0, column)]
        found.append(
            Option(
                leader=made.people.who(leader.participant_id),
                rank=None if forbidden[column] else rank_in(scores, forbidden, column),
                score=int(scores[column]),
                parts=parts(made.ground, made.brief, stored, one, leader),
                free=max(0, made.table.places[leader.participant_id] - taken[leader.participant_id]),
                now=leader.participant_id == own,
                forbidden=broken_words(made, measured, 0, column),
            )
        )
    return tuple(found)


# ---- people ----


def seat_info(made: Scene, seat: Seat) -> SeatInfo:
    """Return a seat with words for why."""
    member = made.ground.people.get(seat.member_id)
    leader = made.ground.people.get(seat.leader_id) if seat.leader_id else None
    return SeatInfo(
        who=made.people.who(seat.member_id),
        leader=made.people.who(seat.leader_id) if seat.leader_id else None,
        number=seat.number,
        leads=seat.leads,
        locked=seat.locked,
        score=seat.score,
        parts=parts(made.ground, made.brief, seat.parts, member, leader),
        rank=seat.rank,
        leader_rank=seat.leader_rank,
        broken=_broken(made, member, leader),
    )


def _broken(made: Scene, member: Candidate | None, leader: Candidate | None) -> tuple[str, ...]:
    if member is None or leader is None:
        return ()
    return broken_words(made, measure(made.ground, made.brief, [member], [leader]), 0, 0)


def broken_words(made: Scene, measured: Measured, row: int, column: int) -> tuple[str, ...]:
    """Say which musts a pair does not meet, and whether somebody's own word keeps it apart."""
    plan, musts = made.programme.plan, made.brief.musts
    found = [
        gettext("Does not meet a must: %(must)s") % {"must": must(plan, code, musts[code])}
        for code in measured.broken(row, column)
    ]
    if measured.scores.vetoed(row, column):
        found.append(gettext("One of them asked not to be matched with the other, or they work in one team"))
    return tuple(found)


def leaders(made: Scene) -> tuple[LeaderInfo, ...]:
    """Return all who give places, with how many are taken; those with free ones first, then by name."""
    taken = Counter(
        (seat.member_id if seat.leads else seat.leader_id) for seat in made.seats if seat.leads or seat.leader_id
    )
    found = [
        LeaderInfo(
            who=made.people.who(one.participant_id),
            taken=taken[one.participant_id],
            places=made.table.places[one.participant_id],
            said=made.table.said[one.participant_id],
        )
        for one in made.table.leaders
    ]
    return tuple(sorted(found, key=lambda info: (not info.free, info.who.name.casefold())))


def _unplaced(made: Scene) -> tuple[SeatInfo, ...]:
    """Return people without a place, those who came after the run included."""
    seated = {seat.member_id for seat in made.seats if not seat.leads}
    rows = [seat for seat in made.seats if not seat.leads and not _placed(seat)]
    rows += [
        Seat(proposal=made.row, member_id=one.participant_id)
        for one in made.table.members
        if one.participant_id not in seated and made.row.stage == Stage.READY
    ]
    rows.sort(key=lambda seat: made.people.who(seat.member_id).name.casefold())
    return tuple(seat_info(made, seat) for seat in rows[:UNPLACED_SHOWN])


def _placed(seat: Seat) -> bool:
    return seat.leader_id is not None or seat.number is not None


def _found(made: Scene, rows: Sequence[Seat], order: Order, search: str) -> list[Seat]:
    wanted = " ".join(search.split()).casefold()
    if wanted:
        rows = [seat for seat in rows if any(wanted in name.casefold() for name in _names(made, seat))]
    return sorted(rows, key=_keys(made)[order])


def _names(made: Scene, seat: Seat) -> tuple[str, ...]:
    return made.people.names(pk for pk in (seat.member_id, seat.leader_id) if pk)


def _keys(made: Scene) -> dict[Order, Callable[[Seat], tuple]]:
    def name(pk: int) -> str:
        return made.people.who(pk).name.casefold()

    return {
        Order.WORST_FIRST: lambda seat: (seat.score or 0, name(seat.member_id)),
        Order.WORST_LAST: lambda seat: (-(seat.score or 0), name(seat.member_id)),
        Order.NAME: lambda seat: (name(seat.member_id), seat.member_id),
        Order.LEADER: lambda seat: (name(seat.leader_id), seat.leader_id, name(seat.member_id)),
    }


def _together(made: Scene, rows: Sequence[Seat], search: str) -> list[tuple[tuple[int | None, int | None], list[Seat]]]:
    """Return seats by group: those of a mentor by name, peer groups by number."""
    found: dict[tuple[int | None, int | None], list[Seat]] = {}
    for seat in rows:
        found.setdefault((seat.leader_id, seat.number), []).append(seat)
    wanted = " ".join(search.split()).casefold()
    groups = [
        (key, seats)
        for key, seats in found.items()
        if not wanted or any(wanted in name.casefold() for seat in seats for name in _names(made, seat))
    ]
    return sorted(
        groups,
        key=lambda group: (group[0][1] or 0, made.people.who(group[0][0]).name.casefold() if group[0][0] else ""),
    )


__all__ = ["Criterion", "get_proposal", "leaders", "open_proposal", "options", "proposals", "run_report", "standing"]
