"""What coordinators read: proposals side by side, one of them opened, and everybody's list."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Candidate, Pool, pool, roster
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Relationship
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import SIZE_LIMITS, Brief, Criterion
from mentoring_xblock.proposals.criteria import measure
from mentoring_xblock.proposals.data import (
    LeaderInfo,
    OpenProposal,
    Option,
    Order,
    ProposalInfo,
    RunReport,
    SeatInfo,
    Standing,
)
from mentoring_xblock.proposals.explaining import parts
from mentoring_xblock.proposals.ground import asked, sides
from mentoring_xblock.proposals.group_words import group_plan
from mentoring_xblock.proposals.making import rank_in
from mentoring_xblock.proposals.models import Change, Proposal, Stage
from mentoring_xblock.proposals.reporting import people_of, report_of
from mentoring_xblock.proposals.scene import Line, Scene, scene
from mentoring_xblock.proposals.seating import leaders_by_group
from mentoring_xblock.proposals.table import coaches, table
from mentoring_xblock.proposals.telling import broken_words, teller
from mentoring_xblock.reviews import api as reviews

#: Proposals, people, or groups on one page; people without a place, and mentors of a list, that are shown at once.
PROPOSALS_SIZE = 12
PAGE_SIZE = 50
GROUPS_SIZE = 24
UNPLACED_SHOWN = 200
OPTIONS_SHOWN = 50
LEADERS_SHOWN = 300
#: So many people of each role are read to see what was asked of everybody.
_READ = 200
#: Whoever changed something within this time is here too.
_HERE = dt.timedelta(minutes=5)

#: A group in a proposal: its mentor's primary key, or its number.
_Key = tuple[int | None, int | None]

_KINDS = {Relationship.SMALL_GROUP: Kind.SMALL_GROUP, Relationship.PEER: Kind.PEER_GROUP}


def standing(actor: Actor, place: Place) -> Standing:
    """Return what there is to match.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published, or has no round.
    """
    programme = queries.programme_for(actor, place)
    people = roster(programme)
    kind = _KINDS.get(programme.plan.relationship, Kind.PAIR)
    found = table(programme, people, Brief(kind=Kind.PAIR))
    rows = Proposal.objects.filter(round_id=programme.round.id).exclude(stage=Stage.DISCARDED)
    stages = list(rows.values_list("stage", flat=True))
    sizes = (1, 1) if kind is Kind.PAIR else (SIZE_LIMITS[kind][0], programme.plan.capacity[kind.value])
    return Standing(
        mentees=len(people.mentees),
        mentees_placed=found.settled,
        mentors=len(people.mentors),
        places=sum(found.places.values()),
        peers=len(people.peers),
        coaches=len(coaches(programme)),
        asked=_asked(programme, people),
        kind=kind,
        sizes=sizes,
        proposals=len(stages),
        published=Stage.PUBLISHED in stages,
    )


def _asked(programme: ProgrammeInfo, people: Pool) -> frozenset[Criterion]:
    """Return the criteria that people answered, as far as those tell who came first; the others need not be read."""
    first = {one.user_id for side in sides(people).values() for one in side[:_READ]}
    return asked(pool(programme, user_ids=first), reviews.suggested(programme.round.id))


def proposals(actor: Actor, place: Place, *, page: int = 1) -> Page[ProposalInfo]:
    """Return a page of the round's proposals, newest first, with what has changed since they were made.

    Args:
        page: out of range gives the nearest.
    Raises as `standing` does.
    """
    programme = queries.programme_for(actor, place)
    found = Proposal.objects.filter(round_id=programme.round.id).exclude(stage=Stage.DISCARDED)
    total = found.count()
    number, pages, shown = page_bounds(total, page, PROPOSALS_SIZE)
    rows = list(found.select_related("parent").order_by("-pk")[shown])
    if not rows:
        return Page((), number, pages, total)
    people, here = queries.known(programme.round.id), roster(programme, offers=True)
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
    return Page(queries.infos(rows, timezone.now(), stale, people), number, pages, total)


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
    """Return a proposal to work on; a constant number of queries, and words for those only who are on the page.

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
    placed = [line for line in made.seats if not line.leads and line.placed]
    pairs = made.brief.kind is Kind.PAIR
    found = _found(made, placed, order, search) if pairs else _together(made, placed, search)
    number, pages, shown = page_bounds(len(found), page, PAGE_SIZE if pairs else GROUPS_SIZE)
    lines = found[shown] if pairs else [line for _, together in found[shown] for line in together]
    waiting = _waiting(made)
    _load_names(made, [*lines, *waiting])
    tell = teller(made, lines)
    changes = queries.changes_of(row, made.people, actor.user_id)
    now = timezone.now()
    return OpenProposal(
        info=queries.infos([row], now, {row.pk: made.stale}, made.people)[0],
        report=report_of(row, made.people, programme.plan),
        seats=tuple(tell.seat(line) for line in lines) if pairs else (),
        groups=() if pairs else tuple(group_plan(made, tell, key, together) for key, together in found[shown]),
        page=number,
        pages=pages,
        total=len(found),
        unplaced=_unplaced(made, waiting),
        leaders=leaders(made, lines),
        changes=changes,
        can_undo=any(not change.undone for change in changes),
        can_redo=Change.objects.filter(proposal=row, undone=True).exists(),
        here=tuple(
            dict.fromkeys(change.by for change in changes if not change.mine and change.by and change.at > now - _HERE)
        ),
    )


def _load_names(made: Scene, lines: Iterable[Line]) -> None:
    """Load the names of all whom a page shows, at once."""
    made.people.load(
        {
            *(pk for line in lines for pk in (line.member_id, line.leader_id) if pk),
            *(one.participant_id for one in made.table.leaders),
            *leaders_by_group(made).values(),
            *people_of(made.row),
        }
    )


def options(actor: Actor, place: Place, proposal_id: UUID, member: UUID) -> tuple[Option, ...]:
    """Return somebody's list: the mentors, best first, with why and with what keeps the two apart.

    At most `OPTIONS_SHOWN`, those who are allowed before those who are not.

    Raises:
        As `open_proposal` does; Invalid also for somebody who can't be placed, and in peer groups.
    """
    programme = queries.programme_for(actor, place)
    made = scene(programme, queries.find(programme, proposal_id))
    if made.peers:
        raise Invalid(gettext("People of peer groups have no list of mentors."))
    return options_of(made, made.member(member))


def options_of(made: Scene, one: Candidate) -> tuple[Option, ...]:
    """Return the list of somebody who can be placed."""
    measured = measure(made.ground, made.brief, [one], made.table.leaders)
    scores, forbidden = measured.scores.scores[0], measured.scores.forbidden[0]
    own = next((line.leader_id for line in made.seats if line.member_id == one.participant_id), None)
    taken = Counter(line.leader_id for line in made.seats)
    order = np.lexsort((np.arange(len(scores)), -scores, forbidden))[:OPTIONS_SHOWN]
    listed = [made.table.leaders[column].participant_id for column in order]
    made.people.load([one.participant_id, *listed])
    words = made.read([one.participant_id, *listed])
    member_read = words.people.get(one.participant_id)
    found = []
    for column in order:
        leader = made.table.leaders[column]
        stored = [[code.value, part.points, part.most] for code, part in measured.parts(0, column)]
        found.append(
            Option(
                leader=made.people.who(leader.participant_id),
                rank=None if forbidden[column] else rank_in(scores, forbidden, column),
                score=int(scores[column]),
                parts=parts(words, made.brief, stored, member_read, words.people.get(leader.participant_id)),
                free=max(0, made.table.places[leader.participant_id] - taken[leader.participant_id]),
                now=leader.participant_id == own,
                forbidden=broken_words(made, measured, 0, column),
            )
        )
    return tuple(found)


# ---- people ----


def leaders(made: Scene, lines: Iterable[Line] = ()) -> tuple[LeaderInfo, ...]:
    """Return who gives places, with how many are taken; those with free ones first, then by name.

    At most `LEADERS_SHOWN` of them, and beside them those of these seats.
    """
    taken = Counter(
        (line.member_id if line.leads else line.leader_id) for line in made.seats if line.leads or line.leader_id
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
    found.sort(key=lambda info: (not info.free, info.who.name.casefold()))
    shown = {made.people.who(line.leader_id).participant for line in lines if line.leader_id}
    further = [info for info in found[LEADERS_SHOWN:] if info.who.participant in shown]
    return (*found[:LEADERS_SHOWN], *further)


def _waiting(made: Scene) -> list[Line]:
    """Return people without a place, those who came after the run included; at most `UNPLACED_SHOWN`."""
    seated = {line.member_id for line in made.seats if not line.leads}
    found = [line for line in made.seats if not line.leads and not line.placed]
    if made.row.stage == Stage.READY:
        newcomers = (one.participant_id for one in made.table.members if one.participant_id not in seated)
        found += [Line(0, pk, None, None, False, False, None) for pk in newcomers]
    return found[:UNPLACED_SHOWN]


def _unplaced(made: Scene, waiting: Sequence[Line]) -> tuple[SeatInfo, ...]:
    rows = sorted(waiting, key=lambda line: made.people.who(line.member_id).name.casefold())
    return tuple(
        SeatInfo(made.people.who(line.member_id), None, None, leads=False, locked=line.locked, score=None)
        for line in rows
    )


def _found(made: Scene, lines: Sequence[Line], order: Order, search: str) -> list[Line]:
    wanted = " ".join(search.split()).casefold()
    if wanted or order in (Order.NAME, Order.LEADER):
        made.people.load(pk for line in lines for pk in (line.member_id, line.leader_id))
    if wanted:
        lines = [line for line in lines if any(wanted in name.casefold() for name in _names(made, line))]
    return sorted(lines, key=_keys(made)[order])


def _names(made: Scene, line: Line) -> tuple[str, ...]:
    return made.people.names(pk for pk in (line.member_id, line.leader_id) if pk)


def _keys(made: Scene) -> dict[Order, Callable[[Line], tuple]]:
    def name(pk: int) -> str:
        return made.people.who(pk).name.casefold()

    return {
        Order.WORST_FIRST: lambda line: (line.score or 0, line.pk),
        Order.WORST_LAST: lambda line: (-(line.score or 0), line.pk),
        Order.NAME: lambda line: (name(line.member_id), line.member_id),
        Order.LEADER: lambda line: (name(line.leader_id), line.leader_id, name(line.member_id)),
    }


def _together(made: Scene, lines: Sequence[Line], search: str) -> list[tuple[_Key, list[Line]]]:
    """Return seats by group: those of a mentor by name, peer groups by number."""
    found: dict[_Key, list[Line]] = {}
    for line in lines:
        found.setdefault((line.leader_id, line.number), []).append(line)
    wanted = " ".join(search.split()).casefold()
    made.people.load(leader for leader, _ in found if leader)
    if wanted:
        made.people.load(line.member_id for line in lines)
    groups = [
        (key, together)
        for key, together in found.items()
        if not wanted or any(wanted in name.casefold() for line in together for name in _names(made, line))
    ]
    return sorted(
        groups,
        key=lambda group: (group[0][1] or 0, made.people.who(group[0][0]).name.casefold() if group[0][0] else ""),
    )


__all__ = ["Criterion", "get_proposal", "leaders", "open_proposal", "options", "proposals", "run_report", "standing"]
