"""The demo's fourth course: the libraries' year with six joint meetings, in its first week."""

import datetime as dt
from typing import Any

from demo.seed import course, people
from demo.seed.running import Running, monday
from mentoring_xblock.programme.plan import PRESETS

COURSE_KEY = people.PIKE
COURSE_NAME = "PiKe: kirjastojen mentorointivuosi"
FOLDER = "pike"

#: The kick-off is on the Thursday of the first week.
_KICK_OFF_DAY = 3

BLOCKS = {course.PROGRAMME: ("mentoring_programme", 1), course.MEETINGS: ("mentoring_meetings", 1)}

#: Points for writing: counted, and read by nobody.
_DIARY = {
    "display_name": "Päiväkirja",
    "graded": True,
    "graded_by": "part",
    "part_entries": 5,
    "part_phases": 3,
    "part_words": 50,
    "part_entry_points": 10,
    "completion_rule": "part",
    "intro": {
        "en": "What stayed with you from work or from a meeting? Write as it comes. Entries are counted, never read.",
        "fi": "Mitä työstä tai tapaamisesta jäi mieleen? Kirjoita niin kuin tulee. Merkinnät lasketaan, ei lueta.",
    },
}


def plan(first_day: dt.date) -> dict[str, Any]:
    """Return the plan: a year with six joint meetings, in which those who mentor tell of their own experience too."""
    ready = PRESETS["six_meetings"](first_day)
    kick_off, *others = ready["planned"]
    return {
        **ready,
        "title": {"en": "A year of mentoring for libraries", "fi": "Kirjastojen mentorointivuosi"},
        "terms": {"mentee": "mentoroitava", "mentor": "mentori"},
        "planned": [
            course.on_day(kick_off, first_day + dt.timedelta(days=_KICK_OFF_DAY), "12:00"),
            *course.at_hours(others, first_day),
        ],
        "share_days_after_close": 30,
        "journal_kept_days": 365,
        "support": {
            "en": "Occupational health: tel. 000 555 0188, weekdays 8–15. The coordinator: Tuija Lehtovaara.",
            "fi": "Työterveyshuolto: puh. 000 555 0188, arkisin klo 8–15. Koordinaattori: Tuija Lehtovaara.",
        },
    }


def units(now: dt.datetime) -> course.Units:
    """Return the units in course order; see `course.units`."""
    return [
        ("Tervetuloa", [("mentoring_programme", {"display_name": "Ohjelma", "plan": plan(monday(now, 0))})]),
        ("Tapaamiset", [("mentoring_meetings", {"display_name": "Tapaamiset"})]),
        (
            "Tavoitteet",
            [
                (
                    "mentoring_goals",
                    {
                        **course.ready_made("grow"),
                        "display_name": "Tavoitteeni",
                        "graded": True,
                        "graded_by": "part",
                        "part_goals": 2,
                        "part_goal_points": 2,
                        "part_rating_points": 1,
                        "part_review_points": 2,
                        "completion_rule": "part",
                    },
                )
            ],
        ),
        ("Päiväkirja", [("mentoring_journal", _DIARY)]),
        ("Oma sivuni", [("mentoring_dashboard", {"display_name": "Oma sivuni"})]),
    ]


class Pike(Running):
    """Pairs have just heard of each other; some write an agreement, and nobody has met."""

    def __init__(self, *args: Any):
        super().__init__(*args, coordinator=people.PIKE_COORDINATOR, folder=FOLDER)
