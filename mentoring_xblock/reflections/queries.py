"""Which prompts the reader's groups answer together, and how far each of them is: numbers, never who."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, GroupInfo
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.clocks import my_relations
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.reflections.data import Opened, ReflectionInfo
from mentoring_xblock.reflections.models import Reflection, ReflectionAnswer
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.worksheets.data import Frame


@dataclass(frozen=True)
class Answer:
    """That somebody has handed an entry over; `entry_id` is its public id. What is in the bin counts as not given."""

    owner_id: int
    entry_id: UUID


def opens_on(frame: Frame, programme: ProgrammeInfo, group: GroupInfo) -> dt.date | None:
    """Return on which day the group's answers are opened at the latest, by its own calendar; None for no day.

    An author sets a day, or a phase with whose first day it opens; the earlier one where both are set.
    """
    days = {frame.shown_on}
    if frame.shown_phase:
        # None for groups beside a programme in which everybody begins by themselves: they have no phases.
        clock = groups.clocks_of(programme, [group])[0]
        days |= {span.first_day for span in (clock.timeline if clock else ()) if span.phase.id == frame.shown_phase}
    return min(filter(None, days), default=None)


def mine(actor: Actor, place: Place, frames: Iterable[Frame], now: dt.datetime) -> tuple[ReflectionInfo, ...]:
    """Return the reflections of this journal in the actor's groups that work together now, groups of peers first.

    What a group of peers answers no pair of theirs is asked, too, and a supervision group only where the actor writes
    in this journal; what a group has begun it goes on with. Of what has opened, `mine` is what the group can read.

    Args:
        frames: the journal's; those that nobody answers together are passed over.
    A constant number of queries, and none without a frame that a group answers together.
    """
    together = [frame for frame in frames if frame.together]
    working = [one for one in my_relations(actor, place) if one.others] if together else []
    working = [one for one in working if policy.allowed(Action.RELATION_WORK, actor, one.facts(now))]
    if not working:
        return ()
    working.sort(key=lambda one: one.group.circle is not Circle.PEER)
    asked = _asked(actor, place, working)
    enrolled = host.enrolled_ids(place.course_key, set().union(*(one.user_ids for one in working)))
    rows = Reflection.objects.filter(
        group__in=[one.group.id for one in working], usage_key=place.usage_key, frame__in=[one.id for one in together]
    )
    found = {(row.group_id, row.frame): row for row in rows}
    answers = answers_of([row.pk for row in found.values()])
    read = _still_read(actor, found.values(), answers)
    return tuple(
        replace(told, mine=None) if told.opened and (told.mine, relation.group.id) not in read else told
        for frame in together
        for relation in working
        for row in [found.get((relation.group.id, frame.id))]
        if row is not None or relation.group.id in asked
        for awaited in [groups.awaited(relation.user_ids, enrolled)]
        for told in [_info(frame, relation, awaited, row, answers[row.pk] if row else (), now)]
    )


def _asked(actor: Actor, place: Place, working: Sequence[Relation]) -> set[int]:
    """Return the primary keys of the groups that are asked to answer together; at most two queries."""
    found = {circle: [one for one in working if one.group.circle is circle] for circle in Circle}
    asked, pairs = found[Circle.PEER], found[Circle.MENTORING]
    if pairs and not asked:
        people = set().union(*(one.user_ids for one in pairs))
        beside = groups.any_in(people, pairs[0].programme.round.id, Circle.PEER)
        asked = [one for one in pairs if not one.user_ids & beside]
    if found[Circle.SUPERVISION] and journal.count_here(actor.user_id, place):
        asked = [*asked, *found[Circle.SUPERVISION]]
    return {one.group.id for one in asked}


def _still_read(
    actor: Actor, rows: Iterable[Reflection], answers: Mapping[int, Iterable[Answer]]
) -> set[tuple[UUID, int]]:
    """Return the actor's answers that a group can read now, with its primary key; no query before one has opened."""
    given = [one for row in rows if row.opened_at for one in answers[row.pk] if one.owner_id == actor.user_id]
    if not given:
        return set()
    return sharing.in_groups(actor.user_id, ItemKind.ENTRY, [one.entry_id for one in given])


def opened_since(user_id: int, round_id: int, since: dt.datetime) -> tuple[Opened, ...]:
    """Return what opened lately in groups that somebody is in now and was in then, newest first; one query.

    Ask policy about who they are before.
    """
    rows = Reflection.objects.filter(
        round=round_id,
        opened_at__gte=since,
        group__memberships__participant__user=user_id,
        group__memberships__seat__isnull=False,
        group__memberships__joined_at__lte=F("opened_at"),
    )
    return tuple(Opened(*row) for row in rows.order_by("-opened_at", "-pk").values_list("group__name", "opened_at"))


def answers_of(reflection_pks: Collection[int]) -> dict[int, tuple[Answer, ...]]:
    """Return what was handed over and is not in the bin, by the reflection's primary key; at most one query."""
    found: dict[int, list[Answer]] = defaultdict(list)
    if reflection_pks:
        rows = ReflectionAnswer.objects.filter(reflection__in=reflection_pks, entry__deleted_at=None).order_by("pk")
        for pk, owner_id, entry_id in rows.values_list("reflection_id", "owner_id", "entry__public_id"):
            found[pk].append(Answer(owner_id, entry_id))
    return {pk: tuple(found[pk]) for pk in reflection_pks}


def _info(
    frame: Frame,
    relation: Relation,
    awaited: frozenset[int],
    row: Reflection | None,
    answers: Iterable[Answer],
    now: dt.datetime,
) -> ReflectionInfo:
    day = opens_on(frame, relation.programme, relation.group)
    by_owner = {one.owner_id: one.entry_id for one in answers}
    return ReflectionInfo(
        group_id=relation.group.public_id,
        group_name=relation.group.name,
        frame=frame.id,
        answered=len(awaited & by_owner.keys()),
        people=len(awaited),
        mine=by_owner.get(relation.me.user_id),
        opens_on=day,
        opened_at=row.opened_at if row else None,
        due=day is not None and day <= relation.plan.today(now),
        names=tuple(relation.names()),
    )


__all__ = ["Answer", "answers_of", "mine", "opened_since", "opens_on"]
