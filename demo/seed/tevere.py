"""The demo's fifth course: a company's year with three trainings, half-way."""

import datetime as dt
from typing import Any

from demo.seed import course, people
from demo.seed.running import Running, monday
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.programme.presets import supervision

COURSE_KEY = people.TEVERE
COURSE_NAME = "Tevere: mentorointivuosi talon sisällä"
FOLDER = "tevere"

#: Whole weeks between the first day and this week's Monday.
WEEKS_BEHIND = 26
#: Days from the first one to the trainings: in the second one's place, next week's Wednesday.
_TRAININGS = {"aloitusvalmennus": 1, "valivalmennus": 191, "paatosvalmennus": 345}
_SUPERVISION_WEEKS = (9, 18, 28, 37)

BLOCKS = {course.PROGRAMME: ("mentoring_programme", 1), course.MEETINGS: ("mentoring_meetings", 1)}


def plan(first_day: dt.date) -> dict[str, Any]:
    """Return the plan: a year with three trainings, and supervision of those who mentor."""
    ready = PRESETS["three_trainings"](first_day)
    planned = [
        course.on_day(meeting, first_day + dt.timedelta(days=_TRAININGS[meeting["id"]]), "13:00")
        if meeting["id"] in _TRAININGS
        else meeting
        for meeting in (*ready["planned"], *supervision(_SUPERVISION_WEEKS))
    ]
    return {
        **ready,
        "title": {"en": "Mentoring across the house", "fi": "Mentorointia yli talon rajojen"},
        "terms": {"mentee": "aktori", "mentor": "mentori"},
        "planned": course.at_hours(planned, first_day),
        "share_days_after_close": 14,
        "support": {
            "en": "Occupational health: tel. 000 555 0177. Shop steward: room 2.14.",
            "fi": "Työterveyshuolto: puh. 000 555 0177. Luottamushenkilö: huone 2.14.",
        },
    }


def units(now: dt.datetime) -> course.Units:
    """Return the units in course order; see `course.units`."""
    first_day = monday(now, -WEEKS_BEHIND)
    return [
        ("Aloitus", [("mentoring_programme", {"display_name": "Ohjelma", "plan": plan(first_day)})]),
        ("Tapaamiset", [("mentoring_meetings", {"display_name": "Tapaamiset"})]),
        ("Tavoitteet", [("mentoring_goals", {"display_name": "Tavoitteeni"})]),
        ("Päiväkirja", [("mentoring_journal", {"display_name": "Päiväkirja"})]),
        ("Oma sivuni", [("mentoring_dashboard", {"display_name": "Oma sivuni"})]),
    ]


class Tevere(Running):
    """Pairs know each other, both role groups have met, and the second training is next week."""

    def __init__(self, *args: Any):
        super().__init__(*args, coordinator=people.TEVERE_COORDINATOR, folder=FOLDER)
