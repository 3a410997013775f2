"""What a run found, as numbers and primary keys for the report; `reporting.py` puts it into words.

The report of pairs is a mapping of: people, placed, mentors, used, minimum, total, best_total, price, proved, blocking,
blocking_pairs (lists of a member and a leader), shortages (`{"people", "seats", "code", "option"}`), wishes (lists of a
topic's id and how many wish for it), musts (`{"code", "people"}`: how many have nobody with whom they meet it), broken
(`{"kind", "code", "number", "people"}`), unresolved (lists of a person and how many names they typed that stand for
nobody), surplus (leaders), dropped (people whose lock could not be kept), seconds. People are primary keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.matching import pairing, scoring
from mentoring_xblock.proposals.brief import Criterion
from mentoring_xblock.proposals.criteria import flags
from mentoring_xblock.proposals.ground import Ground
from mentoring_xblock.proposals.table import Table

if TYPE_CHECKING:
    from mentoring_xblock.proposals.making import Setting

#: So many of a list are kept by name.
_NAMED = 10
#: Criteria whose options can say what people share who have too few places: "in Swedish".
_SAYING = (Criterion.LANGUAGES, Criterion.PLACES, Criterion.WISHES, Criterion.INTERESTS, Criterion.CHALLENGES)


def of_pairs(made: Setting, found: pairing.Pairing, table: Table, seconds: float) -> dict[str, Any]:
    """Return the report of a run for pairs or small groups."""
    problem, scored = made.problem, made.brief.scored
    placed = int(np.count_nonzero(found.mentor >= 0))
    used = {int(column) for column in found.mentor if column >= 0}
    blocking = pairing.blocking_pairs(problem, found.mentor, problem.scores, problem.scores) if scored else []
    unplaced = placed < len(made.members)
    return {
        "people": len(made.members),
        "placed": placed,
        "mentors": len(made.leaders),
        "used": len(used),
        "minimum": found.minimum if scored else None,
        "total": found.total if scored else 0,
        "best_total": found.best_total,
        "price": found.price_of_fairness,
        "proved": found.proved if scored and found.objective in pairing.OBJECTIVES else None,
        "blocking": len(blocking) if scored else None,
        "blocking_pairs": [
            [made.members[row].participant_id, made.leaders[column].participant_id] for row, column in blocking[:_NAMED]
        ],
        "shortages": _shortages(made) if unplaced else [],
        "wishes": wishes(made.ground, table.members, table.leaders),
        "musts": _musts(made) if unplaced else [],
        "broken": _too_small(made, found) if made.brief.kind is Kind.SMALL_GROUP else [],
        "unresolved": unresolved(made.ground, (*made.members, *made.leaders)),
        "surplus": [
            leader.participant_id
            for column, leader in enumerate(made.leaders)
            if column not in used and problem.capacity[column]
        ],
        "dropped": list(made.dropped),
        "seconds": round(seconds, 3),
    }


def wishes(ground: Ground, members: Sequence[Candidate], leaders: Sequence[Candidate]) -> list[list[Any]]:
    """Return the topics that are wished for and that no leader offers, with how many wish for each, most first."""
    wished = flags(ground, Criterion.WISHES, members).sum(axis=0)
    offered = flags(ground, Criterion.WISHES, leaders).any(axis=0)
    columns = ground.columns[Criterion.WISHES]
    missing = [(topic, column) for topic, column in columns.items() if wished[column] and not offered[column]]
    found = [[topic, int(wished[column])] for topic, column in missing]
    return sorted(found, key=lambda pair: -pair[1])


def unresolved(ground: Ground, people: Iterable[Candidate]) -> list[list[int]]:
    """Return who named people that nobody in the round is, and how many such names."""
    keys = [one.participant_id for one in people if one.participant_id in ground.unresolved]
    return [[pk, ground.unresolved[pk]] for pk in keys]


def _too_small(made: Setting, found: pairing.Pairing) -> list[dict[str, Any]]:
    """Return the groups that have fewer people than they should: only filling without scores can leave some."""
    sizes = np.bincount(found.mentor[found.mentor >= 0], minlength=len(made.leaders))
    small = np.flatnonzero((sizes > 0) & (sizes < made.brief.sizes[0]))
    return [
        {"kind": "size", "code": "", "number": int(sizes[one]), "people": [made.leaders[one].participant_id]}
        for one in small
    ]


def _shortages(made: Setting) -> list[dict[str, Any]]:
    """Return where people share fewer places than they are, with what they have in common, if anything tells it."""
    found = []
    for shortage in pairing.shortages(made.problem):
        code, option = _shared(made, shortage.mentees, shortage.mentors)
        found.append({"people": len(shortage.mentees), "seats": int(shortage.seats), "code": code, "option": option})
    return found


def _shared(made: Setting, mentees: Sequence[int], mentors: Sequence[int]) -> tuple[str, str]:
    """Return a must's option that all of these people have, these mentors offer and no other free mentor does."""
    members = [made.members[row] for row in mentees]
    others = [
        leader
        for column, leader in enumerate(made.leaders)
        if column not in set(mentors) and made.problem.capacity[column]
    ]
    if not others:
        return "", ""
    for code in _SAYING:
        if code not in made.brief.musts:
            continue
        sharing = flags(made.ground, code, members).all(axis=0)
        offered = flags(made.ground, code, [made.leaders[column] for column in mentors]).all(axis=0)
        elsewhere = flags(made.ground, code, others).any(axis=0)
        for option, column in made.ground.columns[code].items():
            if sharing[column] and offered[column] and not elsewhere[column]:
                return code.value, option
    return "", ""


def _musts(made: Setting) -> list[dict[str, Any]]:
    """Return for how many people each must alone leaves nobody, worst first."""
    if not made.leaders:
        return []
    found = []
    for code, criterion in zip(made.measured.codes, made.measured.scores.criteria, strict=True):
        if criterion.must:
            alone = _with_nobody(criterion, len(made.members), len(made.leaders))
            if alone:
                found.append({"code": code.value, "people": alone})
    return sorted(found, key=lambda must: -must["people"])


def _with_nobody(criterion: scoring.Criterion, people: int, leaders: int) -> int:
    alone = 0
    columns = slice(0, leaders)
    for first in range(0, people, scoring.BLOCK):
        rows = slice(first, min(first + scoring.BLOCK, people))
        met = criterion.met(criterion.measure(rows, columns), rows)
        alone += int((~np.broadcast_to(met, (rows.stop - first, leaders)).any(axis=1)).sum())
    return alone


def empty(**figures: Any) -> Mapping[str, Any]:
    """Return a report with nothing in it but these figures."""
    return {
        "people": 0,
        "placed": 0,
        "mentors": 0,
        "used": 0,
        "minimum": None,
        "total": 0,
        "best_total": None,
        "price": None,
        "proved": None,
        "blocking": None,
        "blocking_pairs": [],
        "shortages": [],
        "wishes": [],
        "musts": [],
        "broken": [],
        "unresolved": [],
        "surplus": [],
        "dropped": [],
        "seconds": 0.0,
        **figures,
    }
