"""A peer group or a small group in words: what everybody in it has in common, what is mixed, which rules it breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.programme.page import and_
from mentoring_xblock.proposals.brief import Criterion, Rule
from mentoring_xblock.proposals.criteria import flags, free_hours, levels
from mentoring_xblock.proposals.data import GroupPlan
from mentoring_xblock.proposals.explaining import label, option_name
from mentoring_xblock.proposals.ground import Ground
from mentoring_xblock.proposals.reporting import rule_broken
from mentoring_xblock.proposals.scene import Line, Scene
from mentoring_xblock.proposals.seating import leaders_by_group
from mentoring_xblock.proposals.telling import Teller


def group_plan(made: Scene, tell: Teller, key: tuple[int | None, int | None], rows: Sequence[Line]) -> GroupPlan:
    """Return a group with words for it.

    Args:
        key: the mentor's primary key, or the peer group's number. rows: its members' seats.
    """
    leader, number = key
    if number is not None:
        leader = leaders_by_group(made).get(number)
    read = tell.ground
    everybody = [read.people[row.member_id] for row in rows if row.member_id in read.people]
    with_leader = [*everybody, *([read.people[leader]] if leader in read.people else [])]
    return GroupPlan(
        number=number,
        leader=made.people.who(leader) if leader else None,
        members=tuple(sorted((tell.seat(row) for row in rows), key=lambda seat: seat.who.name.casefold())),
        common=_common(read, with_leader),
        mixed={code: _levels(read, code, everybody) for code in made.brief.rules},
        broken=(*_broken(made, read, number, everybody), *_size(made, rows)),
    )


def _answered(people: Sequence[Candidate], kind: QuestionKind) -> list[Candidate]:
    return [one for one in people if one.answers.get(kind)]


def _common(read: Ground, people: Sequence[Candidate]) -> tuple[str, ...]:
    """Say which languages and how many hours everybody has in common who told theirs."""
    found = []
    speaking = _answered(people, QuestionKind.LANGUAGES)
    if len(speaking) > 1:
        shared = flags(read, Criterion.LANGUAGES, speaking).all(axis=0)
        names = [
            option_name(read.programme.plan, Criterion.LANGUAGES, option)
            for option, column in read.columns[Criterion.LANGUAGES].items()
            if shared[column]
        ]
        found.append(and_(names) if names else gettext("No language in common"))
    free = _answered(people, QuestionKind.HOURS)
    if len(free) > 1:
        hours = int(free_hours(read, free).all(axis=0).sum())
        found.append(
            ngettext("%(count)s common hour a week", "%(count)s common hours a week", hours) % {"count": hours}
            if hours
            else gettext("No common hour a week")
        )
    return tuple(found)


def _levels(read: Ground, code: Criterion, people: Sequence[Candidate]) -> tuple[str, ...]:
    """Return for each person what the criterion sorts them by; an empty text for no answer."""
    names = {column: option for option, column in read.columns[code].items()}
    found = levels(read, code, people)
    return tuple(_level_name(read, code, names[int(one)]) if one >= 0 else "" for one in found)


def _level_name(read: Ground, code: Criterion, option: str) -> str:
    if code is Criterion.EXPERIENCE:
        return gettext("new to this") if option == "newcomer" else gettext("experienced")
    return option_name(read.programme.plan, code, option)


def _broken(made: Scene, read: Ground, number: int | None, people: Sequence[Candidate]) -> list[str]:
    if number is None:
        return []
    found = []
    for code, rule in made.brief.rules.items():
        own = levels(read, code, people)
        alike = Counter(int(level) for level in own if level >= 0)
        off = {
            Rule.NOT_ALONE: lambda alike=alike: [level for level, count in alike.items() if count == 1],
            Rule.ALIKE: lambda alike=alike: [level for level, _ in alike.most_common()[1:]],
            Rule.MIX: lambda alike=alike, code=code: _crowded(made, read, code, alike),
        }[rule]()
        if off:
            concerned = [one.participant_id for one, level in zip(people, own, strict=True) if level in off]
            found.append(rule_broken(rule.value, number, label(code), and_(made.people.names(concerned))))
    for code, least in made.brief.musts.items():
        if _in_common(read, code, people) < least:
            found.append(rule_broken("common", number, label(code), ""))
    return found


def _crowded(made: Scene, read: Ground, code: Criterion, alike: Counter) -> list[int]:
    """Return the levels of which a group has more than its share, by the columns of those who are read."""
    columns = {column: read.columns[code].get(option, -1) for option, column in made.ground.columns[code].items()}
    everybody = (columns.get(int(level), -1) for level in levels(made.ground, code, made.table.members))
    groups = max(1, len({seat.number for seat in made.seats if seat.number}))
    totals = Counter(level for level in everybody if level >= 0)
    return [level for level, count in alike.items() if count > -(-totals[level] // groups)]


def _in_common(read: Ground, code: Criterion, people: Sequence[Candidate]) -> int:
    table = free_hours(read, people) if code is Criterion.HOURS else flags(read, code, people)
    answered = table[table.any(axis=1)]
    return int(np.logical_and.reduce(answered).sum()) if len(answered) else table.shape[1]


def _size(made: Scene, rows: Sequence[Line]) -> list[str]:
    if made.brief.kind is Kind.PAIR or len(rows) >= made.brief.sizes[0]:
        return []
    return [
        ngettext("Only %(count)s person is in this group.", "Only %(count)s people are in this group.", len(rows))
        % {"count": len(rows)}
    ]
