"""The demo's sixth course: a path on which each pair begins when it is ready."""

import datetime as dt
from typing import Any

from demo.seed import course, people
from demo.seed.running import Running, monday
from mentoring_xblock.programme.plan import PRESETS

COURSE_KEY = people.PATH
COURSE_NAME = "Mentorointipolku: aloita kun on aika"
FOLDER = "polku"

#: Whole weeks between the day on which the path was opened and this week's Monday.
WEEKS_BEHIND = 40
#: Days from the first one to the coffees.
_COFFEES = (24, 150, 296)

BLOCKS = {course.PROGRAMME: ("mentoring_programme", 1), course.MEETINGS: ("mentoring_meetings", 1)}


def plan(first_day: dt.date) -> dict[str, Any]:
    """Return the plan: everybody by their own clock."""
    ready = PRESETS["non_stop"](first_day)
    return {
        **ready,
        "title": {"en": "The mentoring path", "fi": "Mentorointipolku"},
        "planned": [
            course.on_day(meeting, first_day + dt.timedelta(days=day), "14:00")
            for meeting, day in zip(ready["planned"], _COFFEES, strict=True)
        ],
        "support": {
            "en": "Occupational health: tel. 000 555 0166. Harassment contacts: on the intranet.",
            "fi": "Työterveyshuolto: puh. 000 555 0166. Häirintäyhdyshenkilöt: intrassa.",
        },
    }


def units(now: dt.datetime) -> course.Units:
    """Return the units in course order; see `course.units`."""
    return [
        (
            "Polun alku",
            [("mentoring_programme", {"display_name": "Ohjelma", "plan": plan(monday(now, -WEEKS_BEHIND))})],
        ),
        ("Tapaamiset", [("mentoring_meetings", {"display_name": "Tapaamiset"})]),
        ("Tavoitteet", [("mentoring_goals", {**course.ready_made("strengths"), "display_name": "Tavoitteeni"})]),
        ("Oma sivuni", [("mentoring_dashboard", {"display_name": "Oma sivuni"})]),
    ]


class Path(Running):
    """Pairs at different points of their own half-years, one that has been quiet, and one that has ended."""

    def __init__(self, *args: Any):
        super().__init__(*args, coordinator=people.PATH_COORDINATOR, folder=FOLDER)
