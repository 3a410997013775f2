"""Ready-made plans that an author starts from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentoring_xblock.programme import preset_lists, terms

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


def half_year(starts_on: dt.date) -> dict[str, Any]:
    """Return the plan of a coaching half-year: a beginning, five themes of a month each, and a closing."""
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
        "length_weeks": 26,
        "phases": [
            {"id": slug, "name": {"en": english, "fi": finnish}, "start_week": week, "starts_on": None}
            for slug, week, english, finnish in _HALF_YEAR_PHASES
        ],
        "themes": [
            {"id": slug, "name": {"en": english, "fi": finnish}}
            for slug, _, english, finnish in _HALF_YEAR_PHASES
            if slug not in _WITHOUT_THEME
        ],
        "capacity": {"mentor": 3, "small_group": 6, "peer_group": 6},
        "coordinator_sees": {"goal_counts": True, "journal_bands": True},
        "share_days_after_close": 0,
        "lists": preset_lists.lists(),
        "matching": {"way": "coordinator", "requests": 3, "request_days": 7, "decline_days": 7},
    }
