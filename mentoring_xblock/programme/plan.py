"""The plan of a programme: what an author writes in the block, and what every room reads.

A plan is content, a JSON object in the programme block and in the `Programme` row that mirrors it. `Plan.from_dict`
reads it leniently, so that no page fails over it; `plan_errors` says in sentences what an author must still mend;
`PRESETS` are ready-made ones to start from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from mentoring_xblock.kit.ids import new_id
from mentoring_xblock.programme import preset_years, presets
from mentoring_xblock.programme.plan_check import (
    AIM_LIMIT,
    LIST_LIMIT,
    NAME_LIMIT,
    OPTIONS_LIMIT,
    TITLE_LIMIT,
    plan_errors,
)
from mentoring_xblock.programme.plan_data import (
    CAPACITY_LIMITS,
    COORDINATOR_SEES,
    KEPT_DAYS_LEAST,
    KEPT_DAYS_LIMITS,
    LISTS,
    MATCHING_LIMITS,
    SHARE_DAYS_LIMITS,
    WEEK_LIMITS,
    Matching,
    Option,
    Phase,
    Plan,
    Relationship,
    Span,
    Stance,
    Theme,
    Way,
)
from mentoring_xblock.programme.plan_relationship import (
    LENGTH_LIMITS,
    PLACES_LIMITS,
    RELATIONSHIP_LIMITS,
    Agenda,
    Audience,
    Gathering,
    Item,
    Mode,
    Planned,
    Relations,
)

#: From a name to a function that makes a plan, as data, for a programme that begins on a day.
PRESETS: Mapping[str, Callable[[dt.date], dict[str, Any]]] = {
    "half_year": presets.half_year,
    "six_meetings": preset_years.six_meetings,
    "three_trainings": preset_years.three_trainings,
    "small_groups": preset_years.small_groups,
    "non_stop": preset_years.non_stop,
}

__all__ = [
    "AIM_LIMIT",
    "CAPACITY_LIMITS",
    "COORDINATOR_SEES",
    "KEPT_DAYS_LEAST",
    "KEPT_DAYS_LIMITS",
    "LENGTH_LIMITS",
    "LISTS",
    "LIST_LIMIT",
    "MATCHING_LIMITS",
    "NAME_LIMIT",
    "OPTIONS_LIMIT",
    "PLACES_LIMITS",
    "PRESETS",
    "RELATIONSHIP_LIMITS",
    "SHARE_DAYS_LIMITS",
    "TITLE_LIMIT",
    "WEEK_LIMITS",
    "Agenda",
    "Audience",
    "Gathering",
    "Item",
    "Matching",
    "Mode",
    "Option",
    "Phase",
    "Plan",
    "Planned",
    "Relations",
    "Relationship",
    "Span",
    "Stance",
    "Theme",
    "Way",
    "new_id",
    "plan_errors",
]
