"""From people and a brief to peer groups: the same as `making.py`, with the engine's grouping."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.matching import grouping, pairing
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.proposals import findings
from mentoring_xblock.proposals.brief import Brief, Criterion, Mode
from mentoring_xblock.proposals.criteria import Measured, flags, free_hours, levels, measure
from mentoring_xblock.proposals.data import Step
from mentoring_xblock.proposals.ground import Ground
from mentoring_xblock.proposals.making import Draft, Lock, Place, Teller
from mentoring_xblock.proposals.refusals import Refused, refused
from mentoring_xblock.proposals.table import Table


@dataclass(frozen=True, eq=False)
class Circle:
    """A grouping problem with the people behind its rows. rules: the criterion of each of the problem's rules."""

    ground: Ground
    brief: Brief
    members: tuple[Candidate, ...]
    measured: Measured | None
    problem: grouping.GroupingProblem
    codes: tuple[Criterion, ...]
    dropped: tuple[int, ...]

    @property
    def rows(self) -> dict[int, int]:
        """The row of each member."""
        return {one.participant_id: row for row, one in enumerate(self.members)}


def number_of_groups(people: int, sizes: tuple[int, int]) -> int:
    """Return how many groups there are to be: as few as hold everybody."""
    return max(1, -(-people // sizes[1]))


def circle(
    ground: Ground,
    brief: Brief,
    table: Table,
    locks: Sequence[Lock] = (),
    teller: Teller | None = None,
    groups: int | None = None,
) -> Circle:
    """Return the grouping problem of a brief.

    Args:
        groups: how many there are already; by default as few as hold everybody.
    """
    members = table.members
    rows = {one.participant_id: row for row, one in enumerate(members)}
    public = {one.participant: row for row, one in enumerate(members)}
    count = groups or number_of_groups(len(members), brief.sizes)
    fixed = np.full(len(members), -1, dtype=np.int64)
    for lock in locks:
        if lock.member in rows and lock.number is not None and lock.number <= count:
            fixed[rows[lock.member]] = lock.number - 1
    dropped = tuple(lock.member for lock in locks if lock.member not in rows or fixed[rows[lock.member]] < 0)
    measured = distance = None
    if brief.mode is Mode.BEST:
        progress = None if teller is None else (lambda _, done: teller(Step.SCORING, done))
        measured = measure(ground, brief, members, members, progress)
        distance = mutual(measured.scores.scores)
    rules = [*_sorting(ground, brief, members), *_common(ground, brief, members)]
    problem = grouping.GroupingProblem(
        distance=np.zeros((len(members), len(members)), dtype=np.int32) if distance is None else distance,
        sizes=brief.sizes,
        groups=count,
        together=tuple(_named(people, public) for people in brief.together if len(_named(people, public)) > 1),
        apart=(
            *(_named(people, public) for people in brief.apart if len(_named(people, public)) > 1),
            *_barred(ground, rows),
        ),
        rules=tuple(rule for _, rule in rules),
        fixed=fixed,
        seed=brief.seed,
        ids=tuple(str(one.participant) for one in members),
        objective="worst" if brief.objective.value == "fair" and brief.mode is Mode.BEST else "total",
    )
    return Circle(ground, brief, members, measured, problem, tuple(code for code, _ in rules), dropped)


def mutual(scores: np.ndarray) -> np.ndarray:
    """Return int32[n, n]: how well two people fit, the mean of both ways of looking at it; nobody with themselves."""
    found = (scores + scores.T) // 2
    np.fill_diagonal(found, 0)
    return found


def _named(people: Sequence, public: dict) -> tuple[int, ...]:
    return tuple(public[who] for who in people if who in public)


def _barred(ground: Ground, rows: dict[int, int]) -> list[tuple[int, int]]:
    pairs = ((rows[one], rows[other]) for one, other in ground.barred if one in rows and other in rows)
    return sorted(pair for pair in pairs if pair[0] < pair[1])


def _sorting(ground: Ground, brief: Brief, members: Sequence[Candidate]) -> list[tuple[Criterion, grouping.Rule]]:
    return [(code, grouping.Rule(rule.value, levels(ground, code, members))) for code, rule in brief.rules.items()]


def _common(ground: Ground, brief: Brief, members: Sequence[Candidate]) -> list[tuple[Criterion, grouping.Rule]]:
    made = {
        Criterion.LANGUAGES: lambda: flags(ground, Criterion.LANGUAGES, members),
        Criterion.HOURS: lambda: free_hours(ground, members),
    }
    # Whoever did not answer can't be asked to have something in common.
    tables = [(code, made[code](), least) for code, least in brief.musts.items() if code in made]
    return [
        (code, grouping.Rule("common", table | ~table.any(axis=1)[:, None], least))
        for code, table, least in tables
        if least <= table.shape[1]
    ]


def make_groups(ground: Ground, brief: Brief, table: Table, locks: Sequence[Lock], teller: Teller) -> Draft:
    """Put people into peer groups, and give each a coach if the brief asks for them.

    Raises:
        Refused: what people ask of each other contradicts, or no number of groups fits the sizes.
        Cancelled: the teller said so.
    """
    if not table.members:
        raise Refused("nobody")
    made = circle(ground, brief, table, locks, teller)
    began = time.monotonic()
    found = None if brief.mode is Mode.ALPHABETICAL else _grouped(made, teller)
    numbers = found.of if found is not None else alphabetical(made)
    seconds = time.monotonic() - began
    teller(Step.EXPLAINING, 0.0)
    fixed = made.problem.locked()
    places = [
        Place(one.participant_id, number=int(numbers[row]) + 1, locked=bool(fixed[row] >= 0))
        for row, one in enumerate(made.members)
    ]
    places = scored(made, places)
    leaders = coached(table, made.problem.groups, brief.seed)
    report = _report(made, found, numbers, places, table, leaders, seconds)
    return Draft((*places, *leaders), report, found.input_hash if found is not None else "")


def _grouped(made: Circle, teller: Teller) -> grouping.Grouping:
    try:
        return grouping.group(made.problem, lambda _, done: teller(Step.SOLVING, done))
    except BadInput as error:
        raise refused(error, made.members) from None


def alphabetical(made: Circle) -> np.ndarray:
    """Return int64[n]: groups filled in the order of names, as even in size as can be; locks are kept."""
    count, numbers = made.problem.groups, made.problem.locked().copy()
    people = len(made.members)
    sizes = np.full(count, people // count)
    sizes[: people % count] += 1
    sizes -= np.bincount(numbers[numbers >= 0], minlength=count)
    free = [row for row in range(people) if numbers[row] < 0]
    free.sort(key=lambda row: (made.ground.name(made.members[row].participant_id).casefold(), row))
    order = iter(free)
    for group in range(count):
        for _ in range(max(0, int(sizes[group]))):
            row = next(order, None)
            if row is not None:
                numbers[row] = group
    for row in order:
        numbers[row] = int(np.argmin(np.bincount(numbers[numbers >= 0], minlength=count)))
    return numbers


def scored(made: Circle, places: Sequence[Place]) -> list[Place]:
    """Return the places with the mean of how well each fits the others of their group; parts add up to it."""
    if made.measured is None:
        return list(places)
    rows, by_number = made.rows, {}
    for place in places:
        by_number.setdefault(place.number, []).append(rows[place.member])
    found = []
    for place in places:
        row = rows[place.member]
        others = [other for other in by_number[place.number] if other != row]
        found.append(_with_parts(made.measured, place, row, others) if place.number and others else place)
    return found


def _with_parts(measured: Measured, place: Place, row: int, others: Sequence[int]) -> Place:
    sums = np.zeros(len(measured.codes), dtype=np.int64)
    most = [0] * len(measured.codes)
    for other in others:
        for one, two in ((row, other), (other, row)):
            for index, (_, part) in enumerate(measured.parts(one, two)):
                sums[index] += part.points
                most[index] = part.most
    points = shared(sums, 2 * len(others))
    parts = tuple((code.value, int(given), top) for code, given, top in zip(measured.codes, points, most, strict=True))
    return replace(place, score=int(points.sum()), parts=parts)


def shared(sums: np.ndarray, count: int) -> np.ndarray:
    """Return int64: the sums divided by `count` in whole numbers that add up to their whole mean, rounded down."""
    points = sums // count
    left = int(sums.sum()) // count - int(points.sum())
    order = np.argsort(-(sums % count), kind="stable")
    points[order[:left]] += 1
    return points


def coached(table: Table, groups: int, seed: int) -> list[Place]:
    """Return the coaches' places: as even as their capacities allow; nothing is known of who would suit whom."""
    if not table.leaders:
        return []
    capacity = np.array([table.places[one.participant_id] for one in table.leaders], dtype=np.int64)
    ids = tuple(str(one.participant) for one in table.leaders)
    coach = pairing.spread(groups, capacity, "even", seed, mentor_ids=ids)
    return [
        Place(table.leaders[column].participant_id, number=group + 1, leads=True)
        for group, column in enumerate(coach)
        if column >= 0
    ]


def _report(
    made: Circle,
    found: grouping.Grouping | None,
    numbers: np.ndarray,
    places: Sequence[Place],
    table: Table,
    leaders: Sequence[Place],
    seconds: float,
) -> dict:
    scores = [place.score for place in places if place.score is not None]
    led = {place.member for place in leaders}
    broken = [
        {
            "kind": one.kind,
            "code": made.codes[one.rule].value,
            "number": one.group + 1,
            "people": [made.members[row].participant_id for row in one.people],
        }
        for one in (found.broken if found is not None else ())
    ]
    return findings.empty(
        people=len(made.members),
        placed=int((numbers >= 0).sum()),
        mentors=len(table.leaders),
        used=len(led),
        groups=made.problem.groups,
        minimum=min(scores, default=None),
        total=sum(scores),
        proved=found.proved if found is not None and made.brief.mode is Mode.BEST else None,
        broken=broken,
        unresolved=findings.unresolved(made.ground, made.members),
        surplus=[one.participant_id for one in table.leaders if one.participant_id not in led],
        dropped=list(made.dropped),
        seconds=round(seconds, 3),
    )


__all__ = ["Circle", "alphabetical", "circle", "coached", "make_groups", "mutual", "number_of_groups", "scored"]
