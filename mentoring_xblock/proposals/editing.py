"""Changing a proposal by hand. Every change can be undone; a page that has not seen the latest one is told first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import numpy as np
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Changed, Full, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.matching import grouping, pairing
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import Brief, Mode
from mentoring_xblock.proposals.data import Meanwhile, ProposalInfo, What
from mentoring_xblock.proposals.ground import Ground
from mentoring_xblock.proposals.making import Setting, setting
from mentoring_xblock.proposals.making_groups import circle
from mentoring_xblock.proposals.models import Change, Seat, Stage
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.seating import Spot, leaders_by_group, seat, spots
from mentoring_xblock.proposals.table import Table

#: What a change wants: members by primary key, and under "g" with its number the coach of a peer group.
Wanted = Mapping[int | str, Spot | int | None]


def move(
    actor: Actor,
    place: Place,
    proposal_id: UUID,
    member: UUID,
    leader: UUID | None = None,
    number: int | None = None,
    *,
    version: int,
) -> ProposalInfo:
    """Give somebody another place, or none.

    Args:
        leader: with whom, for pairs and small groups. number: in which peer group; the next number opens a new one.
            Neither leaves them without a place.
        version: of the proposal as the caller saw it.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal or person.
        Invalid: they are locked, can't be placed, or the proposal can't be changed any more.
        Full: there is no place left.
        Conflict: somebody changed it meanwhile; `current` is a `Meanwhile`.
    """

    def wanted(made: Scene) -> Wanted:
        one = made.member(member)
        _require_unlocked(made, [one.participant_id])
        if made.peers:
            return {one.participant_id: Spot(number=_group_number(made, number))}
        return {one.participant_id: Spot(leader=made.leader(leader).participant_id if leader else None)}

    return _change(actor, place, proposal_id, version, What.MOVE, wanted)


def swap(actor: Actor, place: Place, proposal_id: UUID, member: UUID, other: UUID, *, version: int) -> ProposalInfo:
    """Let two people change places; one of them may have none. Raises as `move` does."""

    def wanted(made: Scene) -> Wanted:
        one, two = made.member(member).participant_id, made.member(other).participant_id
        _require_unlocked(made, [one, two])
        now = spots(made)
        return {one: now.get(two, Spot()), two: now.get(one, Spot())}

    return _change(actor, place, proposal_id, version, What.SWAP, wanted)


def lock(
    actor: Actor, place: Place, proposal_id: UUID, members: Sequence[UUID], locked: bool, *, version: int
) -> ProposalInfo:
    """Decide that people stay where they are, whatever is run or filled around them; or take that back.

    Raises as `move` does; Invalid also for somebody who has no place.
    """

    def wanted(made: Scene) -> Wanted:
        now, found = spots(made), {}
        for who in members:
            pk = made.member(who).participant_id
            spot = now.get(pk, Spot())
            if not spot.placed:
                raise Invalid(
                    gettext("%(name)s has no place that could be locked.") % {"name": made.people.who(pk).name}
                )
            found[pk] = Spot(spot.leader, spot.number, locked)
        return found

    return _change(actor, place, proposal_id, version, What.LOCK if locked else What.UNLOCK, wanted)


def coach(
    actor: Actor, place: Place, proposal_id: UUID, number: int, leader: UUID | None, *, version: int
) -> ProposalInfo:
    """Let somebody lead a peer group, or nobody. Raises as `move` does."""

    def wanted(made: Scene) -> Wanted:
        if not made.peers:
            raise Invalid(gettext("Only peer groups have somebody who leads them without mentoring."))
        pk = made.leader(leader).participant_id if leader else None
        key = f"g{_group_number(made, number)}"
        led = sum(one == pk for other, one in leaders_by_group(made).items() if other != number)
        if pk is not None and led >= made.table.places[pk]:
            raise Full(gettext("%(name)s leads as many groups as they take.") % {"name": made.people.who(pk).name})
        return {key: pk}

    return _change(actor, place, proposal_id, version, What.COACH, wanted)


def fill(actor: Actor, place: Place, proposal_id: UUID, mode: Mode, *, version: int) -> ProposalInfo:
    """Give places to everybody who has none, and move nobody who has one.

    Args:
        mode: BEST by the scores; EVEN, RANDOM or ALPHABETICAL without them.
    Raises:
        As `move` does; Invalid also when nobody waits or no place is free.
    """

    def wanted(made: Scene) -> Wanted:
        now = {pk: spot for pk, spot in spots(made).items() if spot.placed}
        waiting = [one.participant_id for one in made.table.members if one.participant_id not in now]
        if not waiting:
            raise Invalid(gettext("Everybody has a place."))
        found = _filled_groups(made, mode, now) if made.peers else _filled_pairs(made, mode, now)
        found = {pk: spot for pk, spot in found.items() if pk in waiting and spot.placed}
        if not found:
            raise Invalid(gettext("There is no free place that fits anybody."))
        return found

    return _change(actor, place, proposal_id, version, What.FILL, wanted)


def undo(actor: Actor, place: Place, proposal_id: UUID, *, version: int) -> ProposalInfo:
    """Take the latest change back, whoever made it. Raises as `move` does; Invalid when there is none."""
    return _back_and_forth(actor, place, proposal_id, version, undone=False)


def redo(actor: Actor, place: Place, proposal_id: UUID, *, version: int) -> ProposalInfo:
    """Make the change again that was undone last. Raises as `move` does; Invalid when there is none."""
    return _back_and_forth(actor, place, proposal_id, version, undone=True)


# ---- how a change is made ----


def _change(
    actor: Actor, place: Place, proposal_id: UUID, version: int, what: What, wanted: Callable[[Scene], Wanted]
) -> ProposalInfo:
    return _changed(actor, place, proposal_id, version, what, wanted)


@one_transaction
def _changed(
    actor: Actor, place: Place, proposal_id: UUID, version: int, what: What, wanted: Callable[[Scene], Wanted]
) -> ProposalInfo:
    made = opened(actor, place, proposal_id, version)
    asked = wanted(made)
    before = _now(made, asked)
    after = {key: value for key, value in asked.items() if before[key] != value}
    if after:
        _apply(made, after)
        row = made.row
        # What was undone can't be done again after something else was.
        Change.objects.filter(proposal=row, undone=True).delete()
        last = Change.objects.filter(proposal=row).aggregate(last=Max("number"))["last"] or 0
        row.version += 1
        Change.objects.create(
            proposal=row,
            number=last + 1,
            version=row.version,
            what=what,
            before=_stored({key: before[key] for key in after}),
            after=_stored(after),
            by_id=actor.user_id,
        )
        row.save(update_fields=["version"])
    return queries.info_of(made.row, timezone.now())


@one_transaction
def _back_and_forth(actor: Actor, place: Place, proposal_id: UUID, version: int, *, undone: bool) -> ProposalInfo:
    made = opened(actor, place, proposal_id, version)
    found = Change.objects.filter(proposal=made.row, undone=undone).order_by("number" if undone else "-number").first()
    if found is None:
        raise Invalid(gettext("There is nothing to do again.") if undone else gettext("There is nothing to undo."))
    _apply(made, _read(found.after if undone else found.before, made))
    made.row.version += 1
    made.row.save(update_fields=["version"])
    found.undone, found.version, found.by_id, found.at = not undone, made.row.version, actor.user_id, timezone.now()
    found.save(update_fields=["undone", "version", "by", "at"])
    return queries.info_of(made.row, timezone.now())


def opened(actor: Actor, place: Place, proposal_id: UUID, version: int) -> Scene:
    """Lock a proposal that can be changed, and load its scene; inside a transaction.

    Raises:
        NotAllowed, NotFound: as `queries.programme_for` and `queries.find`.
        Invalid: it is published, or not ready.
        Conflict: the caller has not seen the latest change; `current` is a `Meanwhile`.
    """
    programme = queries.open_programme_for(actor, place)
    row = queries.find(programme, proposal_id, held=True)
    if row.stage == Stage.PUBLISHED:
        raise Invalid(gettext("This proposal has been published. Change its groups instead."))
    if row.stage == Stage.PUBLISHING:
        raise Invalid(gettext("This proposal is being published, so nothing in it can be changed any more."))
    made = scene(programme, row)
    if version != row.version:
        changes = queries.changes_of(row, made.people, actor.user_id, version)
        raise Changed(Meanwhile(queries.info_of(row, timezone.now()), changes))
    return made


def _apply(made: Scene, wanted: Wanted) -> None:
    seat(made, {key: spot for key, spot in wanted.items() if isinstance(key, int)})
    for key, pk in wanted.items():
        if isinstance(key, str):
            number = int(key[1:])
            Seat.objects.filter(proposal=made.row, leads=True, number=number).delete()
            if pk is not None:
                Seat.objects.create(proposal=made.row, member_id=pk, number=number, leads=True)


def _now(made: Scene, asked: Wanted) -> dict[int | str, Spot | int | None]:
    now, led = spots(made), leaders_by_group(made)
    return {key: now.get(key, Spot()) if isinstance(key, int) else led.get(int(key[1:])) for key in asked}


def _stored(changes: Wanted) -> dict[str, list | int | None]:
    return {str(key): value.to_list() if isinstance(value, Spot) else value for key, value in changes.items()}


def _read(stored: Mapping[str, list | int | None], made: Scene) -> dict[int | str, Spot | int | None]:
    """Read a change's side back; people whose account was erased meanwhile are left out."""
    made.people.load(int(key) for key in stored if key.isdecimal())
    found: dict[int | str, Spot | int | None] = {}
    for key, value in stored.items():
        if key.isdecimal() and made.people.has(int(key)):
            leader, number, locked = value
            found[int(key)] = Spot(leader if leader in made.table.places else None, number, locked)
        elif not key.isdecimal():
            found[key] = value if value is not None and made.people.has(value) else None
    return found


def _require_unlocked(made: Scene, pks: Sequence[int]) -> None:
    now = spots(made)
    held = [pk for pk in pks if now.get(pk, Spot()).locked]
    if held:
        raise Invalid(gettext("%(name)s is locked. Unlock them first.") % {"name": made.people.who(held[0]).name})


def _group_number(made: Scene, number: int | None) -> int | None:
    """Return a peer group's number, one that is there or the next.

    Raises:
        Invalid: it is another.
    """
    if number is None:
        return None
    highest = max((spot.number or 0 for spot in spots(made).values()), default=0)
    if not 1 <= number <= max(highest, made.row.report.get("groups") or 1) + 1:
        raise Invalid(gettext("There is no group with this number."))
    return number


# ---- filling what is free ----


def _without_scores(brief: Brief, mode: Mode) -> Brief:
    return Brief.from_dict({**brief.to_dict(), "mode": mode.value, **({} if mode is Mode.BEST else {"weights": {}})})


def _filled_pairs(made: Scene, mode: Mode, now: Mapping[int, Spot]) -> dict[int, Spot]:
    """Bring those who wait and the places that are free together; nobody else is even looked at."""
    taken = Counter(spot.leader for spot in now.values())
    waiting = tuple(one for one in made.table.members if one.participant_id not in now)
    free = {pk: max(0, places - taken[pk]) for pk, places in made.table.places.items()}
    few = replace(made.table, members=waiting, places=free)
    known = made.ground if mode is not Mode.ALPHABETICAL else _with_names(made, few)
    # Each comes alone to a mentor who may have people already: no group has to be begun.
    problem = setting(known, replace(_without_scores(made.brief, mode), kind=Kind.PAIR, sizes=(1, 1)), few)
    if mode is Mode.BEST:
        mentor = pairing.join(problem.problem, np.full(len(waiting), -1, dtype=np.int64)).mentor
    else:
        mentor = _spread(made, mode, problem, [spot.leader for spot in now.values() if spot.leader in problem.columns])
    return {
        problem.members[row].participant_id: Spot(leader=problem.leaders[column].participant_id)
        for row, column in enumerate(mentor)
        if column >= 0
    }


def _spread(made: Scene, mode: Mode, problem: Setting, held: Sequence[int]) -> np.ndarray:
    """Return int64[n]: the columns of those who wait, as even as can be with those who have places already.

    Args:
        held: with whom those are; whoever has a place keeps it, even where a must or a number of places has changed.
    """
    count, columns = len(problem.members), [problem.columns[leader] for leader in held]
    found = pairing.spread(
        count + len(held),
        problem.problem.capacity + np.bincount(columns, minlength=len(problem.leaders)),
        mode.value,
        made.row.seed,
        np.column_stack([np.arange(count, count + len(held)), np.array(columns, dtype=np.int64)]),
        np.vstack([problem.problem.forbidden, np.zeros((len(held), len(problem.leaders)), dtype=np.bool_)]),
        (*problem.problem.mentee_ids, *(f"held {number}" for number in range(len(held)))),
        problem.problem.mentor_ids,
    )
    return found[:count]


def _with_names(made: Scene, few: Table) -> Ground:
    people = [*few.members, *few.leaders]
    return replace(made.ground, persons=host.people({one.user_id for one in people}))


def _filled_groups(made: Scene, mode: Mode, now: Mapping[int, Spot]) -> dict[int, Spot]:
    count = max([made.row.report.get("groups") or 1, *(spot.number or 0 for spot in now.values())])
    problem = circle(made.ground, _without_scores(made.brief, mode), made.table, groups=count)
    rows = problem.rows
    current = np.full(len(problem.members), -1, dtype=np.int64)
    for pk, spot in now.items():
        if pk in rows and spot.number:
            current[rows[pk]] = spot.number - 1
    try:
        found = grouping.join_groups(problem.problem, current)
    except BadInput as error:
        if error.code == "too_few_seats":
            raise Full(gettext("There are fewer free places in the groups than people without one.")) from None
        raise Invalid(gettext("What people ask of each other leaves no place for somebody.")) from None
    return {one.participant_id: Spot(number=int(found.of[row]) + 1) for row, one in enumerate(problem.members)}
