"""The ready-made worksheets on strengths, on goals with a scale, and on an objective with key results.

What ids mean, and what `required` means, is said in `builtin_basic`.
"""

from __future__ import annotations

from typing import Any

from mentoring_xblock.worksheets.builtin_basic import FIRST_STEP, LIMIT, OWN_PART, RELEVANCE, SHORT

STRENGTHS: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {
            "en": "Which strength of yours do you want to make visible, or use more?",
            "fi": "Minkä vahvuutesi haluat tehdä näkyväksi tai ottaa enemmän käyttöön?",
        },
        "help": {
            "en": "One at a time. Another strength is another goal.",
            "fi": "Yksi kerrallaan. Toinen vahvuus on toinen tavoite.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "evidence",
        "label": {"en": "When has it carried you?", "fi": "Milloin se on kantanut sinua?"},
        "help": {
            "en": "Tell of one time. What did you do, who was there, and what came of it?",
            "fi": "Kerro yhdestä tilanteesta. Mitä teit, keitä oli mukana ja mitä siitä seurasi?",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "noticed_by",
        "label": {"en": "Who has noticed it, and how?", "fi": "Kuka sen on huomannut ja mistä?"},
        "help": {
            "en": "If you do not know, ask somebody whom you trust.",
            "fi": "Jos et tiedä, kysy joltakulta, johon luotat.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "resources",
        "label": {"en": "What gives you strength for it?", "fi": "Mikä antaa sinulle siihen voimia?"},
        "help": {
            "en": "People, places, habits, things that you know how to do.",
            "fi": "Ihmiset, paikat, tottumukset, asiat jotka osaat.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "unused",
        "label": {"en": "Where does it go unused now?", "fi": "Missä se jää nyt käyttämättä?"},
        "help": {
            "en": "At work, in a group, in something that you have wanted to try.",
            "fi": "Työssä, ryhmässä, jossakin, mitä olet halunnut kokeilla.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "measure",
        "label": {"en": "How will you notice that you use it more?", "fi": "Mistä huomaat, että käytät sitä enemmän?"},
        "help": {
            "en": "Something that you can see, count or hear.",
            "fi": "Jotakin, minkä voi nähdä, laskea tai kuulla.",
        },
        "limit": LIMIT,
        "required": True,
    },
    FIRST_STEP,
]

# The five levels, the starting level and the weight are not questions: they are the scale below the sheet.

SCALED: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {"en": "What do you want to change?", "fi": "Mitä haluat muuttaa?"},
        "help": {
            "en": "One thing. Two things are two goals.",
            "fi": "Yksi asia. Kaksi asiaa on kaksi tavoitetta.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "measure",
        "label": {"en": "What do you look at to see where you are?", "fi": "Mistä näet, missä kohdassa olet?"},
        "help": {
            "en": "The same on all five levels: how often, how much, how long, or how easily.",
            "fi": "Sama kaikilla viidellä tasolla: kuinka usein, kuinka paljon, kuinka kauan tai kuinka helposti.",
        },
        "limit": LIMIT,
        "required": True,
    },
    {
        "id": "reality",
        "label": {"en": "Where are things now?", "fi": "Missä olet nyt?"},
        "help": {
            "en": "So plainly that you will remember it when you look back.",
            "fi": "Niin tarkasti, että muistat sen, kun katsot taaksepäin.",
        },
        "limit": LIMIT,
        "required": True,
    },
    OWN_PART,
    RELEVANCE,
    FIRST_STEP,
]


def _result(number: int, *, required: bool) -> dict:
    return {
        "id": f"result_{number}",
        "label": {"en": f"Key result {number}", "fi": f"Avaintulos {number}"},
        "help": {
            "en": "What will be different, from what to what?",
            "fi": "Mikä on toisin, mistä mihin?",
        },
        "limit": SHORT,
        "required": required,
    }


OBJECTIVE: list[dict[str, Any]] = [
    {
        "id": "statement",
        "label": {
            "en": "Objective: what do you want to be true in the end?",
            "fi": "Päämäärä: minkä haluat olevan totta lopussa?",
        },
        "help": {
            "en": "Short, and worth the trouble. No numbers yet.",
            "fi": "Lyhyesti, ja niin että se on vaivan arvoinen. Ei vielä lukuja.",
        },
        "limit": SHORT,
        "required": True,
    },
    RELEVANCE,
    _result(1, required=True),
    _result(2, required=True),
    _result(3, required=False),
    _result(4, required=False),
    {
        "id": "rhythm",
        "label": {"en": "When do you look at the results?", "fi": "Milloin katsot tuloksia?"},
        "help": {
            "en": "A rhythm that you will keep, and where the numbers come from.",
            "fi": "Rytmi, jonka jaksat pitää, ja se, mistä luvut tulevat.",
        },
        "limit": LIMIT,
        "required": False,
    },
    OWN_PART,
    FIRST_STEP,
]
