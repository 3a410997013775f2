"""Ready-made plans that an author starts from. All words are our own, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from mentoring_xblock.programme import preset_agendas, preset_lists, terms
from mentoring_xblock.programme.plan_data import Plan
from mentoring_xblock.programme.plan_goals import usual_milestones

#: Ids, first weeks and names.
_HALF_YEAR_PHASES = (
    ("alku", 0, "Beginning", "Alku"),
    ("oma-osaaminen", 3, "My own competence", "Oma osaaminen"),
    ("toimintaymparisto", 7, "Operating environment", "Toimintaympäristö"),
    ("itsensa-johtaminen", 11, "Leading myself", "Itsensä johtaminen"),
    ("muiden-johtaminen", 15, "Leading others", "Muiden johtaminen"),
    ("oman-toiminnan-kehittaminen", 19, "Developing my work", "Oman toiminnan kehittäminen"),
    ("lopetus", 23, "Closing", "Lopetus"),
)
#: The beginning and the end are about the programme itself.
_WITHOUT_THEME = {"alku", "lopetus"}
_SUPERVISION = {
    "en": "What your meetings stir up, shared in confidence. Nobody is named, and nothing leaves the group.",
    "fi": "Mitä tapaamiset herättävät, luottamuksella jaettuna. Ketään ei nimetä, eikä mikään lähde ryhmästä.",
}


def named(rows: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Return things with an id and a name, from their ids and their names in English and Finnish."""
    return [{"id": slug, "name": {"en": english, "fi": finnish}} for slug, english, finnish in rows]


def phases(rows: Iterable[tuple[str, int, str, str]]) -> list[dict[str, Any]]:
    """Return phases from their ids, first weeks and names in English and Finnish."""
    return [
        {"id": slug, "name": {"en": english, "fi": finnish}, "start_week": week, "starts_on": None}
        for slug, week, english, finnish in rows
    ]


def gathering(slug: str, week: int, name: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Return a joint meeting of an hour and a half by video, with changes."""
    return {
        "id": slug,
        "name": name,
        "kind": "joint",
        "audience": "everybody",
        "week": week,
        "day": None,
        "starts": "",
        "minutes": 90,
        "remote": True,
        "places": None,
        "text": {},
        **changes,
    }


def relations(**changes: Any) -> dict[str, Any]:
    """Return how people work together: meetings once a month in a cohort, unless it is changed."""
    return {**Plan().relations.to_dict(), **changes}


def basis(
    starts_on: dt.date, chosen_phases: list[dict[str, Any]], themes: list[dict[str, Any]], **changes: Any
) -> dict[str, Any]:
    """Return a plan of pairs that listen, over half a year, with changes.

    Questions for meetings are linked to the phases and themes that the plan has. Goals are reviewed at the usual times.
    """
    weeks = changes.get("length_weeks", 26)
    ready = Plan()
    agendas = preset_agendas.agendas_for({phase["id"] for phase in chosen_phases}, {theme["id"] for theme in themes})
    return {
        "languages": ["en", "fi"],
        "title": {"en": "Coaching mentoring", "fi": "Valmentava mentorointi"},
        "aim": {
            "en": "To make strengths visible and to find one’s own next steps, together.",
            "fi": "Tehdä vahvuudet näkyviksi ja löytää omat seuraavat askeleet yhdessä.",
        },
        "stance": "listens",
        "terms": dict(terms.DEFAULTS),
        "relationship": "pair",
        "time_zone": "Europe/Helsinki",
        "starts_on": starts_on.isoformat(),
        "length_weeks": weeks,
        "phases": chosen_phases,
        "themes": themes,
        "capacity": {"mentor": 3, "small_group": 6, "peer_group": 6},
        "coordinator_sees": {"goal_counts": True, "journal_bands": True},
        "share_days_after_close": 0,
        "lists": preset_lists.lists(),
        "matching": {"way": "coordinator", "requests": 3, "request_days": 7, "decline_days": 7},
        "relations": relations(),
        "agreement": [item.to_dict() for item in ready.agreement],
        "agendas": [agenda.to_dict() for agenda in agendas],
        "planned": [],
        "milestones": [review.to_dict() for review in usual_milestones(weeks)],
        "support": {},
        **changes,
    }


def supervision(weeks: Iterable[int]) -> list[dict[str, Any]]:
    """Return meetings of those who mentor with a supervisor, in these weeks."""
    return [
        gathering(
            f"tyonohjaus-{number}",
            week,
            {"en": f"Supervision {number}", "fi": f"Työnohjaus {number}"},
            kind="supervision",
            audience="mentors",
            minutes=120,
            text=dict(_SUPERVISION),
        )
        for number, week in enumerate(weeks, start=1)
    ]


def half_year(starts_on: dt.date) -> dict[str, Any]:
    """Return the plan of a coaching half-year: a beginning, five themes of a month each, and a closing.

    Those who mentor are trained in small groups first, and supervised on the way.
    """
    themes = [row for row in _HALF_YEAR_PHASES if row[0] not in _WITHOUT_THEME]
    training = {
        "kind": "training",
        "audience": "mentors",
        "minutes": 180,
        "places": 6,
        "remote": False,
        "text": {
            "en": "Listening and asking, practised in a small group. Come to one of the two.",
            "fi": "Kuuntelemista ja kysymistä harjoitellaan pienessä ryhmässä. Tule toiseen kahdesta.",
        },
    }
    return basis(
        starts_on,
        phases(_HALF_YEAR_PHASES),
        named((slug, english, finnish) for slug, _, english, finnish in themes),
        relations=relations(meetings=7, every_weeks=3, remind_weeks=5),
        planned=[
            gathering(
                "valmennus-1", 0, {"en": "Mentor training, group 1", "fi": "Mentorivalmennus, ryhmä 1"}, **training
            ),
            gathering(
                "valmennus-2", 1, {"en": "Mentor training, group 2", "fi": "Mentorivalmennus, ryhmä 2"}, **training
            ),
            *supervision((6, 10, 14, 18, 22)),
        ],
    )
