"""The goals of one group, on whichever worksheet they were written: for pages about the group."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mentoring_xblock.goals.data import GoalInfo
from mentoring_xblock.goals.queries import info_of
from mentoring_xblock.goals.shared import sheets_of
from mentoring_xblock.goals.together import group_rows
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.place import Place


def group_goals(relation: Relation, now: dt.datetime) -> tuple[GoalInfo, ...]:
    """Return the goals of a group that are in no bin, oldest first; none once nobody may read them. Two queries.

    Ask policy for RELATION_READ before, with `relation.facts(now)`: they lie ahead of the group, so whoever joined
    later reads them as they stand.
    """
    facts = relation.facts(now)
    if not facts.member_ids | facts.reader_ids:
        return ()
    rows = list(group_rows([relation]))
    programme = relation.programme
    place = Place(programme.course_key, programme.usage_key, programme.usage_key.block_type, programme.slug)
    sheets = sheets_of(place, rows, programme)
    return tuple(info_of(row, replace(sheets[row.usage_key], relation=relation)) for row in rows)


__all__ = ["group_goals"]
