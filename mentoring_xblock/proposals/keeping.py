"""What a run keeps of whom it was made from, and how a change by hand reads it back.

A proposal's `inputs` hold members and leaders, places, and by which columns answers were kept. What somebody had
answered is a row of `Answered`. Whoever has changed their application or come since is read anew, so that what is
compared is always what people say now.

`Answered.named` is a mapping of: typed, keys of the names that they typed, which say nothing of the names; wished and
barred, the accounts that were meant; team, the number of their team. Options that the plan does not list any more are
kept as such keys, too: no word of anybody's is repeated here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mentoring_xblock import host
from mentoring_xblock.applications.pool import Candidate, Pool, pool
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals.brief import Criterion
from mentoring_xblock.proposals.coded import Coded, joined, packed, unpacked
from mentoring_xblock.proposals.criteria import coded
from mentoring_xblock.proposals.ground import (
    KIND_OF,
    LIST_OF,
    Ground,
    Names,
    Typed,
    columns_of,
    ground,
    mondays,
    name_key,
    typed,
    widths,
)
from mentoring_xblock.proposals.models import Answered, Proposal
from mentoring_xblock.proposals.table import Table
from mentoring_xblock.reviews import api as reviews

_BATCH = 1_000


def inputs_of(found: Table, known: Ground) -> dict[str, Any]:
    """Return what a proposal keeps of whom it was made from.

    members, leaders: lists of a participant's primary key, that of what they applied with or null, and its version.
    places: by primary key as text, how many a leader has in the proposal; said: how many they offered. columns: by
    criterion, the options in the order in which answers were kept.
    """
    return {
        "members": [[one.participant_id, one.application_id, one.version] for one in found.members],
        "leaders": [[one.participant_id, one.application_id, one.version] for one in found.leaders],
        "places": {str(pk): places for pk, places in found.places.items()},
        "said": {str(pk): places for pk, places in found.said.items()},
        "columns": {code.value: _options(known, code) for code in known.columns},
    }


def _options(known: Ground, code: Criterion) -> list[str]:
    kind = KIND_OF[code]
    listed = {option.id for option in known.programme.plan.lists.get(LIST_OF.get(kind, kind.value), ())}
    spoken = code in (Criterion.LANGUAGES, Criterion.EXPERIENCE)
    return [option if spoken or option in listed else name_key(option) for option in known.columns[code]]


def answered(proposal_pk: int, known: Ground, found: Table) -> list[Answered]:
    """Return the rows to keep of everybody whom a proposal was made from."""
    people = list({one.participant_id: one for one in (*found.members, *found.leaders)}.values())
    people = [one for one in people if one.participant_id in known.people]
    users: dict[int, set[int]] = defaultdict(set)
    by_pk = known.people
    for one, other in known.barred:
        if one in by_pk and other in by_pk:
            users[one].add(by_pk[other].user_id)
    rows = packed(coded(known, people)) if people else []
    return [
        Answered(
            proposal_id=proposal_pk,
            participant_id=one.participant_id,
            application_id=one.application_id,
            version=one.version,
            coded=row,
            named=_named(known, one, users[one.participant_id] - {one.user_id}),
        )
        for one, row in zip(people, rows, strict=True)
    ]


def _named(known: Ground, one: Candidate, barred: Iterable[int]) -> dict[str, Any] | None:
    own = typed(one)
    found = {
        "typed": [list(own.wished), list(own.barred), own.manager] if own != Typed() else [],
        "wished": list(known.wished.get(one.participant_id, ())),
        "barred": sorted(barred),
        "team": known.teams.get(one.participant_id),
    }
    return {name: value for name, value in found.items() if value} or None


def kept_ground(programme: ProgrammeInfo, row: Proposal, everybody: Pool, people: Iterable[Candidate]) -> Ground:
    """Return what people are compared by, from what was kept; a constant number of queries.

    Some more where somebody has changed what they answered, or has come since.

    Args:
        everybody: who is in the round now. people: those of them who are to be compared; no answers are looked at.
    """
    here = {one.participant_id: one for one in people}
    columns = {
        Criterion(code): {option: column for column, option in enumerate(options)}
        for code, options in row.inputs.get("columns", {}).items()
    }
    keys, rows, names = [], [], {}
    found = Answered.objects.filter(proposal=row).order_by("pk")
    for pk, application, version, code, named in found.values_list(
        "participant_id", "application_id", "version", "coded", "named"
    ):
        if pk in here and (here[pk].application_id, here[pk].version) == (application, version) and columns:
            keys.append(pk)
            rows.append(bytes(code))
            names[pk] = named or {}
    fresh = here.keys() - names.keys()
    if fresh or not columns:
        return _read_anew(programme, columns, (keys, rows, names), everybody, here, fresh)
    return _ground(programme, everybody, here, columns, unpacked(keys, rows, columns), names)


def _read_anew(
    programme: ProgrammeInfo,
    columns: Mapping[Criterion, Mapping[str, int]],
    kept: tuple[list[int], list[bytes], dict[int, dict[str, Any]]],
    everybody: Pool,
    here: Mapping[int, Candidate],
    fresh: Iterable[int],
) -> Ground:
    """Return the same where the answers of some have to be read."""
    keys, rows, names = kept
    read = pool(programme, user_ids={here[pk].user_id for pk in fresh})
    people = [one for one in (*read.mentees, *read.mentors, *read.peers) if one.participant_id in fresh]
    wider = columns_of(programme, people, columns)
    known = replace(ground(programme, read), columns=wider)
    answers = coded(known, people)
    if keys:
        answers = joined(unpacked(keys, rows, columns), answers)
    # Whom a name means depends on everybody: it may be that of somebody who has come since.
    named = {pk: _typed(own) for pk, own in names.items()} | {one.participant_id: typed(one) for one in people}
    compared = [one for pk, one in here.items() if pk in named]
    meant = Names(compared, host.people({one.user_id for one in compared}), named)
    wished, _ = meant.wished()
    found = _ground(programme, everybody, here, wider, answers, names)
    return replace(
        found,
        wished=wished,
        widths=widths(wished, everybody),
        barred=meant.barred(),
        teams={**found.teams, **known.teams},
    )


def _typed(named: Mapping[str, Any]) -> Typed:
    wished, barred, manager = named.get("typed", ((), (), ""))
    return Typed(tuple(wished), tuple(barred), manager)


def _ground(
    programme: ProgrammeInfo,
    everybody: Pool,
    here: Mapping[int, Candidate],
    columns: Mapping[Criterion, Mapping[str, int]],
    answers: Coded,
    names: Mapping[int, Mapping[str, Any]],
) -> Ground:
    accounts: dict[int, list[int]] = defaultdict(list)
    for pk, one in here.items():
        accounts[one.user_id].append(pk)
    wished = {pk: tuple(named["wished"]) for pk, named in names.items() if "wished" in named}
    barred = {
        (one, other)
        for pk, named in names.items()
        for user_id in named.get("barred", ())
        for other in accounts.get(user_id, ())
        for one, other in ((pk, other), (other, pk))
    }
    # Nobody is their own mentor.
    barred |= {(one, other) for keys in accounts.values() for one in keys for other in keys}
    return Ground(
        programme=programme,
        pool=everybody,
        people=here,
        persons={},
        columns=columns,
        mondays=mondays(programme),
        wished=wished,
        widths=widths(wished, everybody),
        barred=frozenset(barred),
        teams={pk: named["team"] for pk, named in names.items() if "team" in named},
        unresolved={},
        suggested=reviews.suggested(programme.round.id),
        coded=answers,
    )


__all__ = ["answered", "inputs_of", "kept_ground"]
