"""One's own goals as a document to keep: every round, what each goal said and how it came to say it.

The document is theirs: what others wrote to them stays where it was said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.goals import rules
from mentoring_xblock.goals.actions import actions_of
from mentoring_xblock.goals.data import STATUS_LABELS, ActionInfo, GoalInfo
from mentoring_xblock.goals.history import Now, kept_of, told_of
from mentoring_xblock.goals.history_pages import Entry, entries
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.goals.queries import draft_of, info_of
from mentoring_xblock.goals.shared import sheets_of
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes


@dataclass(frozen=True)
class Line:
    """Something with what it is called, which may be empty. `text` is Markdown."""

    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """What another room says of a goal."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Beside:
    """What other rooms say of somebody's goals, for their own eyes.

    sections: of each goal, by its public id. levels: a goal's five levels as they stand, as versions keep them.
    rounds: a sentence about all goals of a round, by its number.
    """

    sections: Mapping[UUID, tuple[Section, ...]] = field(default_factory=dict)
    levels: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)
    rounds: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One goal with everything about it."""

    goal: GoalInfo
    status_label: str
    steps: tuple[ActionInfo, ...]
    sections: tuple[Section, ...]
    history: tuple[Entry, ...]


@dataclass(frozen=True)
class Chapter:
    """A round, and the goals that were written in it, oldest first."""

    number: int
    sentence: str
    goals: tuple[Told, ...]


@dataclass(frozen=True)
class Document:
    """What somebody takes away of their goals in a programme. `programme` is its title in their language."""

    name: str
    programme: str
    made_on: dt.date
    chapters: tuple[Chapter, ...]


def document(
    actor: Actor,
    place: Place,
    now: dt.datetime,
    beside: Callable[[Mapping[int, tuple[GoalInfo, ...]]], Beside] = lambda goals: Beside(),
) -> Document:
    """Return the actor's own goals of a programme that are in no bin, with all that was kept beside them.

    A constant number of queries, however many goals and versions there are. Empty for somebody who can't have any.

    Args:
        beside: what other rooms say of these goals; it is given them by the number of their round.
    """
    programme = programmes.get_programme(place.course_key, place.slug)
    rows = list(_own(actor, place).annotate(number=F("round__number")).order_by("number", "created_at", "pk"))
    sheets = sheets_of(place, rows, programme)
    infos = {row.pk: info_of(row, sheets[row.usage_key]) for row in rows}
    rounds: dict[int, list[GoalInfo]] = defaultdict(list)
    for row in rows:
        rounds[row.number].append(infos[row.pk])
    said = beside({number: tuple(goals) for number, goals in rounds.items()})
    steps = actions_of([row.public_id for row in rows], timezone.localdate(now), everything=True)
    kept: dict[int, list[GoalVersion]] = defaultdict(list)
    for one in kept_of(row.pk for row in rows):
        kept[one.goal_id].append(one)

    def told(row: Goal) -> Told:
        stands = Now(rules.content_of(draft_of(row), row.asked), said.levels.get(row.public_id))
        return Told(
            goal=infos[row.pk],
            status_label=str(STATUS_LABELS[infos[row.pk].status]),
            steps=steps.get(row.public_id, ()),
            sections=said.sections.get(row.public_id, ()),
            history=entries(told_of(kept[row.pk], stands, sheets[row.usage_key], {})),
        )

    person = host.people([actor.user_id]).get(actor.user_id)
    return Document(
        name=person.full_name if person else "",
        programme=pick(programme.plan.title) if programme else "",
        made_on=timezone.localdate(now),
        chapters=tuple(
            Chapter(number, said.rounds.get(number, ""), tuple(told(row) for row in rows if row.number == number))
            for number in rounds
        ),
    )


def _own(actor: Actor, place: Place) -> QuerySet[Goal]:
    """Return the actor's own goals of a programme, where policy lets them have any."""
    if not policy.allowed(Action.TRAIL_SEE, actor, Facts(owner_id=actor.user_id)):
        return Goal.objects.none()
    rows = Goal.objects.filter(owner_id=actor.user_id, course_key=place.course_key, deleted_at=None)
    return rows.filter(round__programme__slug=place.slug)


def file_name(made_on: dt.date) -> str:
    """Return what the browser calls the document."""
    # Translators: the name of a file, in small letters of a to z and without spaces.
    return gettext("goals-%(day)s.html") % {"day": made_on.isoformat()}


__all__ = ["Beside", "Chapter", "Document", "Line", "Section", "Told", "document", "file_name"]
