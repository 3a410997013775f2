"""Opening a reflection: once, for everybody at the same moment, by shares like any others.

It opens when everybody whom the group waits for has handed an answer over, or on the day that its author set, whichever
comes first. Who left the group meanwhile, and what is in its author's bin, is passed over. Run the job as often as
wanted, also several times at once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db import DatabaseError

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.running import running_among
from mentoring_xblock.journal import refs
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.reflections import mails
from mentoring_xblock.reflections.models import Reflection
from mentoring_xblock.reflections.queries import answers_of, opens_on
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Manner
from mentoring_xblock.worksheets import api as worksheets
from mentoring_xblock.worksheets.data import Frame

log = logging.getLogger(__name__)

#: Reflections that are looked at in one go.
BATCH = 200


@dataclass(frozen=True)
class Waiting:
    """A reflection that has not opened, with what decides when it does.

    enrolled: who of the group's people is in the course, by user id.
    """

    pk: int
    frame: Frame
    programme: ProgrammeInfo
    group: GroupInfo
    enrolled: AbstractSet[int]

    def due(self, owners: AbstractSet[int], now: dt.datetime) -> bool:
        """Return whether it opens now, where these people have handed an answer over."""
        day = opens_on(self.frame, self.programme, self.group)
        if day is not None and day <= self.programme.plan.today(now):
            return True
        people = frozenset(member.user_id for member in self.group.people)
        return groups.awaited(people, self.enrolled) <= owners


def open_due(now: dt.datetime) -> int:
    """Open every reflection that is due, in every course; returns how many. It asks no policy: it is for the job.

    For each batch a constant number of queries, and one for each course in it; opening costs some for each answer.
    """
    return sum(_opened_apart(one, now) for batch in _waiting() for one in _due(batch, now))


def _opened_apart(waiting: Waiting, now: dt.datetime) -> bool:
    """Open one of many: one that the database refuses holds up none of the others, and is tried again in an hour."""
    try:
        return open_if_due(waiting, now)
    except (Conflict, DatabaseError) as error:
        # Not the error's own text, in which a database may quote what somebody wrote.
        log.error("reflection %s could not be opened: %s", waiting.pk, type(error).__name__)
        return False


def _waiting() -> Iterator[tuple[Waiting, ...]]:
    """Yield the reflections with an answer that have not opened, in groups that work together, a batch at a time."""
    rows = Reflection.objects.filter(opened_at=None, round__closed_at=None, answers__isnull=False).distinct()
    last = 0
    while found := list(rows.order_by("pk").filter(pk__gt=last)[:BATCH]):
        yield tuple(_described(found))
        last = found[-1].pk


def _described(rows: Sequence[Reflection]) -> Iterator[Waiting]:
    running = running_among({row.group_id for row in rows})
    known = programmes.programmes_by_id({one.programme_id for one in running.values()})
    blocks = programmes.block_infos([row.usage_key for row in rows])
    frames = {key: {one.id: one for one in worksheets.frames_from_mirror(block)} for key, block in blocks.items()}
    enrolled = _enrolled((known[one.programme_id], one.group) for one in running.values())
    for row in rows:
        there, frame = running.get(row.group_id), frames.get(row.usage_key, {}).get(row.frame)
        # Once an author has taken the prompt away, or each answers it alone, nothing of it opens.
        if there is not None and frame is not None and frame.together:
            programme = known[there.programme_id]
            yield Waiting(row.pk, frame, programme, there.group, enrolled[programme.course_key])


def _enrolled(there: Iterator[tuple[ProgrammeInfo, GroupInfo]]) -> dict[object, AbstractSet[int]]:
    people: dict[object, set[int]] = defaultdict(set)
    for programme, group in there:
        people[programme.course_key] |= {member.user_id for member in group.people}
    return {course_key: host.enrolled_ids(course_key, user_ids) for course_key, user_ids in people.items()}


def _due(batch: Sequence[Waiting], now: dt.datetime) -> Iterator[Waiting]:
    answers = answers_of([one.pk for one in batch])
    return (one for one in batch if one.due({answer.owner_id for answer in answers[one.pk]}, now))


@one_change
def open_if_due(waiting: Waiting, now: dt.datetime) -> bool:
    """Open a reflection if it is due and nobody has opened it yet; returns whether this call did."""
    row = Reflection.objects.select_for_update().filter(pk=waiting.pk, opened_at=None).first()
    return row is not None and open_held(row, waiting, now)


def open_held(row: Reflection, waiting: Waiting, now: dt.datetime) -> bool:
    """Do the same to a row that the caller has locked and that is not open, in the caller's transaction."""
    # Their entries first, as the bin does, so that none of them goes there before its share is made.
    refs.lock(list(row.answers.values_list("entry", flat=True)))
    answers = list(row.answers.select_for_update().select_related("entry").order_by("pk"))
    programme = waiting.programme
    group = groups.hold_group(programme.course_key, programme.slug, waiting.group.public_id)
    given = [one for one in answers if one.entry.deleted_at is None]
    if group is None or not waiting.due({one.owner_id for one in given}, now):
        return False
    there = {member.user_id for member in group.people}
    given = [one for one in given if one.owner_id in there]
    for one in given:
        manner, since = Manner(text_id=one.text_id), one.handed_over_at
        sharing.give(one.owner_id, group.id, ItemKind.ENTRY, one.entry.public_id, manner, now, since)
    row.opened_at = now
    row.save(update_fields=["opened_at"])
    if given:
        mails.tell_opened(programme, group, row.usage_key, row.public_id)
    return True


__all__ = ["Waiting", "open_due", "open_held", "open_if_due"]
