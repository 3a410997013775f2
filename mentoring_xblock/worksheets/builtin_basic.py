"""The ready-made worksheets SMART, GROW and free, and the questions that several sheets share.

Shared ids mean the same thing on every sheet (statement, measure, reality, own_part, relevance, first_step), so that an
author who changes the template of a sheet with answers keeps what was written there. No id is ever used for two
meanings. `required`: an answer belongs to a whole goal; it is listed as still open, and nothing is ever blocked by it.

When a goal is to be reached and what it is about are fields of every goal, so they are not asked here.
"""

from __future__ import annotations

from typing import Any

#: Characters of an answer. An author can allow more or fewer.
LIMIT, SHORT, LONG = 2_000, 500, 5_000

FIRST_STEP: dict[str, Any] = {
    "id": "first_step",
    "label": {"en": "First step", "fi": "Ensimmäinen askel"},
    "help": {"en": "Small enough for the coming week.", "fi": "Niin pieni, että se mahtuu tulevaan viikkoon."},
    "limit": LIMIT,
    "required": True,
}
OWN_PART: dict[str, Any] = {
    "id": "own_part",
    "label": {"en": "What part of it is in your own hands?", "fi": "Mikä osa siitä on omissa käsissäsi?"},
    "help": {"en": "Not the whole field. Your part of it.", "fi": "Ei koko ala, vaan sinun osuutesi."},
    "limit": LIMIT,
    "required": True,
}
RELEVANCE: dict[str, Any] = {
    "id": "relevance",
    "label": {"en": "Why now?", "fi": "Miksi juuri nyt?"},
    "help": {
        "en": "Can wait. A goal is a goal without it.",
        "fi": "Tämän ehtii myöhemmin. Tavoite on tavoite ilmankin.",
    },
    "limit": LIMIT,
    "required": False,
}

SMART: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {"en": "What do you want?", "fi": "Mitä haluat?"},
        "help": {
            "en": "Say it so that you will know when you are there.",
            "fi": "Sano se niin, että tunnistat, milloin olet perillä.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "measure",
        "label": {"en": "How will you notice progress?", "fi": "Mistä huomaat, että pääset eteenpäin?"},
        "help": {
            "en": "Something that you can see, count or hear.",
            "fi": "Jotakin, minkä voi nähdä, laskea tai kuulla.",
        },
        "limit": LIMIT,
        "required": True,
    },
    OWN_PART,
    RELEVANCE,
    FIRST_STEP,
]

GROW: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {"en": "What do you want to have reached?", "fi": "Mihin haluat päästä?"},
        "help": {
            "en": "Imagine that it has gone well. What is there then that is not there now?",
            "fi": "Kuvittele, että kaikki on mennyt hyvin. Mitä silloin on, mitä nyt ei ole?",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "reality",
        "label": {"en": "Where are things now?", "fi": "Missä olet nyt?"},
        "help": {
            "en": "What have you tried already, and what came of it? What helps, and what is in the way?",
            "fi": "Mitä olet jo kokeillut, ja mitä siitä seurasi? Mikä auttaa, mikä on esteenä?",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "options",
        "label": {"en": "What could you do? At least three ways", "fi": "Mitä voisit tehdä? Ainakin kolme keinoa"},
        "help": {
            "en": "Write down also those that you would hardly choose. Judging comes later.",
            "fi": "Kirjoita myös ne, joita tuskin valitset. Arvioi vasta myöhemmin.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "choice",
        "label": {"en": "What will you do?", "fi": "Mitä aiot tehdä?"},
        "help": {
            "en": "The way that you choose, and what you let go for it. The day is asked below.",
            "fi": "Keino, jonka valitset, ja se, mistä luovut sen vuoksi. Päivä kysytään alempana.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "measure",
        "label": {"en": "How will you notice that it works?", "fi": "Mistä huomaat, että se toimii?"},
        "help": {
            "en": "Something that you can see, count or hear.",
            "fi": "Jotakin, minkä voi nähdä, laskea tai kuulla.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "sureness",
        "label": {
            "en": "How sure are you that you will do it, from 0 to 10?",
            "fi": "Kuinka varma olet, että teet sen, asteikolla 0–10?",
        },
        "help": {
            "en": "Below 7, make the step smaller until you are sure, or say what would help.",
            "fi": "Jos luku on alle 7, pienennä askelta, kunnes olet varma, tai kerro, mikä auttaisi.",
        },
        "limit": SHORT,
        "required": False,
    },
    FIRST_STEP,
]

FREE: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {"en": "Your goal, in your own words", "fi": "Tavoitteesi omin sanoin"},
        "help": {
            "en": "As short or as long as it needs to be.",
            "fi": "Niin lyhyesti tai pitkästi kuin se vaatii.",
        },
        "limit": LONG,
        "required": True,
    },
    {**FIRST_STEP, "required": False},
]
