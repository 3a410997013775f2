"""What a goal is written on: the questions that an author chose, and the programme's themes and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Question, read_questions
from mentoring_xblock.programme.plan import Theme

#: Characters of one answer on the worksheet below, and the most that an author can allow. Stated beside each field.
ANSWER_LIMIT = 2_000
ANSWER_CEILING = 20_000

#: What a worksheet asks until its author says otherwise. The idea is the one that goes by the name SMART; the words are
#: ours. When it is to be reached and what it is about are fields of every goal, so they are not asked here.
SMART: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {"en": "What do you want?", "fi": "Mitä haluat?"},
        "help": {
            "en": "Say it so that you will know when you are there.",
            "fi": "Sano se niin, että tunnistat, milloin olet perillä.",
        },
        "limit": ANSWER_LIMIT,
        "required": False,
    },
    {
        "id": "measure",
        "label": {"en": "How will you notice progress?", "fi": "Mistä huomaat, että pääset eteenpäin?"},
        "help": {
            "en": "Something that you can see, count or hear.",
            "fi": "Jotakin, minkä voi nähdä, laskea tai kuulla.",
        },
        "limit": ANSWER_LIMIT,
        "required": False,
    },
    {
        "id": "own_part",
        "label": {"en": "What part of it is in your own hands?", "fi": "Mikä osa siitä on omissa käsissäsi?"},
        "help": {"en": "Not the whole field. Your part of it.", "fi": "Ei koko ala, vaan sinun osuutesi."},
        "limit": ANSWER_LIMIT,
        "required": False,
    },
    {
        "id": "relevance",
        "label": {"en": "Why now?", "fi": "Miksi juuri nyt?"},
        "help": {
            "en": "Can wait. A goal is a goal without it.",
            "fi": "Tämän ehtii myöhemmin. Tavoite on tavoite ilmankin.",
        },
        "limit": ANSWER_LIMIT,
        "required": False,
    },
    {
        "id": "first_step",
        "label": {"en": "First step", "fi": "Ensimmäinen askel"},
        "help": {"en": "Small enough for the coming week.", "fi": "Niin pieni, että se mahtuu tulevaan viikkoon."},
        "limit": ANSWER_LIMIT,
        "required": False,
    },
]


def questions_of(authored: Any) -> tuple[Question, ...]:
    """Return the questions in a block's field or its mirror, the default ones where there are none.

    Nothing is ever required of a goal, so `required` in the data is not read.
    """
    return read_questions(authored, SMART, ANSWER_CEILING)


@dataclass(frozen=True)
class Sheet:
    """A worksheet laid out for one person in one round of a programme.

    owner_id: who may write on it: the person it was laid out for if they are a mentee of the round, else None.
    round_id: None until the programme has a round. leads: whether that person mentors, coaches or supervises instead.
    first_day, last_day: of the round, both inclusive; None without a round.
    """

    place: Place
    questions: tuple[Question, ...]
    owner_id: int | None = None
    leads: bool = False
    round_id: int | None = None
    themes: tuple[Theme, ...] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def theme_name(self, theme_id: str) -> str:
        """Return a theme's name in the reader's language; empty for none and for one that is gone."""
        return next((pick(theme.name) for theme in self.themes if theme.id == theme_id), "")
