"""What people of a round answered, made ready to compare: which column an option has, and who names whom.

Everything here is about all people of a round, so that a score of two of them is the same whether it is worked out
for everybody at once or for these two alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentoring_xblock import host
from mentoring_xblock.applications.pool import Candidate, Pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.host.data import Person
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.proposals.brief import Criterion
from mentoring_xblock.proposals.coded import Coded
from mentoring_xblock.reviews import api as reviews

#: What was asked for by the name of a criterion.
KIND_OF: Mapping[Criterion, QuestionKind] = {
    Criterion.WISHES: QuestionKind.TOPICS,
    Criterion.INTERESTS: QuestionKind.INTERESTS,
    Criterion.CHALLENGES: QuestionKind.CHALLENGES,
    Criterion.VALUES: QuestionKind.VALUES,
    Criterion.STYLES: QuestionKind.STYLES,
    Criterion.HOURS: QuestionKind.HOURS,
    Criterion.LANGUAGES: QuestionKind.LANGUAGES,
    Criterion.PLACES: QuestionKind.PLACES,
    Criterion.FIELD: QuestionKind.FIELD,
    Criterion.EXPERIENCE: QuestionKind.EXPERIENCE,
    Criterion.PEOPLE: QuestionKind.PEOPLE,
}
#: Weeks between two that are looked at for common hours: often enough to see both sides of a change of the clock.
_WEEKS_APART = 6


@dataclass(frozen=True)
class Ground:
    """What a round's people have to be compared by.

    people: by primary key of the participant. persons: accounts by user id. columns: by criterion, the column of each
    option that anybody ticked or rated. mondays: the weeks whose hours count, on the programme's clock. wished: by
    participant, the accounts they wish for, dearest first. widths: the longest such list in each role. barred: pairs of
    participants who must not be together, each in both orders. teams: by participant, the number of their team in
    their organisation. unresolved: by participant, how many names they gave that nobody in the round has. suggested:
    by primary keys of a mentee's and a mentor's application, how many matchers would make that pair; empty once the
    notes have been sealed. coded: answers as arrays, where they were kept; then `people` have no others.
    """

    programme: ProgrammeInfo
    pool: Pool
    people: Mapping[int, Candidate]
    persons: Mapping[int, Person]
    columns: Mapping[Criterion, Mapping[str, int]]
    mondays: tuple[dt.date, ...]
    wished: Mapping[int, tuple[int, ...]]
    widths: Mapping[Role, int]
    barred: frozenset[tuple[int, int]]
    teams: Mapping[int, int]
    unresolved: Mapping[int, int]
    suggested: Mapping[tuple[int, int], int]
    coded: Coded | None = None

    def name(self, participant_pk: int) -> str:
        """Return somebody's full name; an empty text for somebody who is not in the round any more."""
        person = self.people.get(participant_pk)
        account = self.persons.get(person.user_id) if person else None
        return account.full_name if account else ""


def ground(programme: ProgrammeInfo, pool: Pool) -> Ground:
    """Return what the people of a round are compared by; a constant number of queries."""
    everybody = (*pool.mentees, *pool.mentors, *pool.peers)
    persons = host.people({one.user_id for one in everybody})
    names = Names(everybody, persons, {one.participant_id: typed(one) for one in everybody})
    wished, unresolved = names.wished()
    return Ground(
        programme=programme,
        pool=pool,
        people={one.participant_id: one for one in everybody},
        persons=persons,
        columns=columns_of(programme, everybody),
        mondays=mondays(programme),
        wished=wished,
        widths=widths(wished, pool),
        barred=names.barred(),
        teams=teams(everybody),
        unresolved=unresolved,
        suggested=reviews.suggested(programme.round.id) if programme.round else {},
    )


def widths(wished: Mapping[int, Sequence[int]], pool: Pool) -> dict[Role, int]:
    """Return how many people somebody wishes for by name at most, by role."""
    return {
        role: max((len(wished.get(one.participant_id, ())) for one in people), default=0)
        for role, people in sides(pool).items()
    }


def sides(pool: Pool) -> dict[Role, tuple[Candidate, ...]]:
    """Return the people of a round by role."""
    return {Role.MENTEE: pool.mentees, Role.MENTOR: pool.mentors, Role.PEER: pool.peers}


def asked(pool: Pool, suggested: Mapping[tuple[int, int], int]) -> frozenset[Criterion]:
    """Return the criteria by which at least two people can be compared."""
    counts: dict[QuestionKind, int] = defaultdict(int)
    for one in (*pool.mentees, *pool.mentors, *pool.peers):
        for kind in one.answers:
            counts[kind] += 1
    found = {criterion for criterion, kind in KIND_OF.items() if counts[kind] > 1}
    # One person's wish for another by name is enough to count.
    found |= {Criterion.PEOPLE} if counts[QuestionKind.PEOPLE] else set()
    return frozenset(found | ({Criterion.REVIEWS} if suggested else set()))


def columns_of(
    programme: ProgrammeInfo, everybody: Iterable[Candidate], before: Mapping[Criterion, Iterable[str]] | None = None
) -> dict[Criterion, dict[str, int]]:
    """Number the options: those of the plan in its order, and then those that have left it since, by name.

    Args:
        before: by criterion, options that have the first numbers already.
    """
    ticked: dict[Criterion, set[str]] = defaultdict(set)
    for one in everybody:
        for criterion, kind in KIND_OF.items():
            ticked[criterion].update(options(kind, one.answers.get(kind)))
    found = {}
    for criterion, kind in KIND_OF.items():
        listed = programme.plan.lists.get(LIST_OF.get(kind, kind.value), ())
        known = list(dict.fromkeys([*(before or {}).get(criterion, ()), *(option.id for option in listed)]))
        found[criterion] = {
            name: column for column, name in enumerate([*known, *sorted(ticked[criterion].difference(known))])
        }
    return found


#: Which list of the plan has a question's options, where it is not called as the question.
LIST_OF: Mapping[QuestionKind, str] = {QuestionKind.FIELD: "fields"}


def options(kind: QuestionKind, value: Any) -> Sequence[str]:
    """Return the options that an answer names, of whatever kind; none for kinds that name no options."""
    if value is None:
        return ()
    if kind is QuestionKind.PLACES:
        return value["places"]
    if kind is QuestionKind.FIELD:
        return [value["field"]] if value["field"] else ()
    if kind is QuestionKind.EXPERIENCE:
        return [value]
    return list(value) if kind in _OPTION_KINDS else ()


_OPTION_KINDS = frozenset(
    {
        QuestionKind.TOPICS,
        QuestionKind.INTERESTS,
        QuestionKind.CHALLENGES,
        QuestionKind.VALUES,
        QuestionKind.STYLES,
        QuestionKind.LANGUAGES,
    }
)


def mondays(programme: ProgrammeInfo) -> tuple[dt.date, ...]:
    """Return Mondays of the programme's weeks, some weeks apart: a fixed week would be wrong in the other half-year."""
    if programme.round is None:
        return ()
    first = programme.round.starts_on - dt.timedelta(days=programme.round.starts_on.weekday())
    weeks = range(0, max(1, programme.plan.length_weeks), _WEEKS_APART)
    return tuple(first + dt.timedelta(weeks=week) for week in weeks)


@dataclass(frozen=True)
class Typed:
    """Whom somebody named: keys of names (see `name_key`), which say nothing of the name. manager may be empty."""

    wished: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    manager: str = ""


def typed(one: Candidate) -> Typed:
    """Return whom somebody named in their answers."""
    people, field = one.answers.get(QuestionKind.PEOPLE) or {}, _field(one)
    return Typed(
        tuple(name_key(name) for name in people.get("wished", ())),
        tuple(name_key(name) for name in (*people.get("vetoed", ()), *field.get("avoid", ()))),
        name_key(field["manager"]) if field.get("manager") else "",
    )


def name_key(name: str) -> str:
    """Return what stands for a name, however it is spaced and in whatever case of letters."""
    return hashlib.blake2b(_folded(name).encode(), digest_size=12).hexdigest()


class Names:
    """Whom people mean by the names that they typed: a whole name, a username or an address, in any case of letters.

    Args:
        typed: whom each named, by primary key of the participant.
    """

    def __init__(self, everybody: Sequence[Candidate], persons: Mapping[int, Person], typed: Mapping[int, Typed]):
        self._everybody = everybody
        self._typed = typed
        self._accounts: dict[int, list[Candidate]] = defaultdict(list)
        for one in everybody:
            self._accounts[one.user_id].append(one)
        self._meant: dict[str, set[int]] = defaultdict(set)
        if not any(one.wished or one.barred or one.manager for one in typed.values()):
            return
        for user_id in self._accounts:
            if person := persons.get(user_id):
                for text in {person.full_name, person.username, person.email}:
                    if text:
                        self._meant[name_key(text)].add(user_id)

    def wished(self) -> tuple[dict[int, tuple[int, ...]], dict[int, int]]:
        """Return whom each wishes for, and how many names of each stand for nobody, or for more than one."""
        wished, unresolved = {}, {}
        for one in self._everybody:
            own = self._typed[one.participant_id]
            named = [self._users(key) for key in own.wished]
            meant = dict.fromkeys(next(iter(users)) for users in named if len(users) == 1)
            wished[one.participant_id] = tuple(user_id for user_id in meant if user_id != one.user_id)
            unknown = sum(len(users) != 1 for users in named) + sum(not self._users(key) for key in own.barred)
            if unknown:
                unresolved[one.participant_id] = unknown
        return {pk: people for pk, people in wished.items() if people}, unresolved

    def barred(self) -> frozenset[tuple[int, int]]:
        """Return who must not be together: whoever named the other, their manager, and oneself."""
        found: set[tuple[int, int]] = set()
        for one in self._everybody:
            own = self._typed[one.participant_id]
            for user_id in {one.user_id}.union(*(self._users(key) for key in (*own.barred, own.manager))):
                for other in self._accounts[user_id]:
                    found |= {(one.participant_id, other.participant_id), (other.participant_id, one.participant_id)}
        return frozenset(found)

    def _users(self, key: str) -> set[int]:
        return self._meant.get(key, set())


def teams(people: Iterable[Candidate]) -> dict[int, int]:
    """Return a number for the team of each who named organisation and team; the same in whatever company."""
    found = {}
    for one in people:
        field = _field(one)
        if field.get("organisation") and field.get("team"):
            name = "\n".join((_folded(field["organisation"]), _folded(field["team"])))
            found[one.participant_id] = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest(), "big")
    return found


def _field(one: Candidate) -> Mapping[str, Any]:
    return one.answers.get(QuestionKind.FIELD) or {}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
