"""The ready-made prompts of a journal that look at one thing that happened: what? so what? now what?, Gibbs, and Kolb.

Every id is used by one question of one prompt only, so that several prompts stand side by side in one journal without
a clash, and an entry never shows an answer under a question of another prompt. The ids of the first one are those that
journals have asked from the beginning. Nothing is ever required of an entry. All words are this project's own.
"""

from __future__ import annotations

from typing import Any

#: Characters of an answer. An author can allow more or fewer.
LIMIT, LONG = 5_000, 20_000

WHAT: list[dict[str, Any]] = [
    {
        "id": "what",
        "label": {"en": "What happened?", "fi": "Mitä tapahtui?"},
        "help": {
            "en": "One moment is enough: who was there, what was said, what did you do.",
            "fi": "Yksi hetki riittää: keitä oli paikalla, mitä sanottiin, mitä teit.",
        },
        "limit": LONG,
        "required": False,
    },
    {
        "id": "so_what",
        "label": {"en": "So what? Why does it matter to you?", "fi": "Entä sitten? Miksi se on sinulle tärkeää?"},
        "help": {
            "en": "What did you feel and think, and what does it tell you about yourself or your work?",
            "fi": "Mitä tunsit ja ajattelit, ja mitä se kertoo sinusta tai työstäsi?",
        },
        "limit": LONG,
        "required": False,
    },
    {
        "id": "now_what",
        "label": {"en": "Now what? What will you try?", "fi": "Mitä nyt? Mitä aiot kokeilla?"},
        "help": {"en": "One small thing is enough.", "fi": "Yksi pieni asia riittää."},
        "limit": LONG,
        "required": False,
    },
]

GIBBS: list[dict[str, Any]] = [
    {
        "id": "gibbs_happened",
        "label": {"en": "What happened?", "fi": "Mitä tapahtui?"},
        "help": {
            "en": "Tell it as a camera would have seen it. Judging comes later.",
            "fi": "Kerro niin kuin kamera olisi sen nähnyt. Arvioi vasta myöhemmin.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "gibbs_feelings",
        "label": {"en": "What did you feel?", "fi": "Mitä tunsit?"},
        "help": {
            "en": "Before, during and afterwards. Feelings need no reasons.",
            "fi": "Ennen, sen aikana ja sen jälkeen. Tunteita ei tarvitse perustella.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "gibbs_evaluation",
        "label": {"en": "What was good about it, and what was hard?", "fi": "Mikä siinä oli hyvää, mikä vaikeaa?"},
        "help": {"en": "Look for both, also if one of them shouts.", "fi": "Etsi kumpaakin, vaikka toinen huutaisi."},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "gibbs_analysis",
        "label": {"en": "Why did it go as it did?", "fi": "Miksi kävi niin kuin kävi?"},
        "help": {
            "en": "What came from you, what from others, and what from the situation?",
            "fi": "Mikä johtui sinusta, mikä muista ja mikä tilanteesta?",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "gibbs_conclusion",
        "label": {
            "en": "What do you know now that you did not know before?",
            "fi": "Mitä tiedät nyt, mitä et tiennyt ennen?",
        },
        "help": {"en": "Also what else you could have done.", "fi": "Myös se, mitä muuta olisit voinut tehdä."},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "gibbs_plan",
        "label": {"en": "What will you do the next time?", "fi": "Mitä teet seuraavalla kerralla?"},
        "help": {
            "en": "So plainly that you will recognise the moment when it comes.",
            "fi": "Niin selvästi, että tunnistat hetken, kun se tulee.",
        },
        "limit": LIMIT,
        "required": False,
    },
]

KOLB: list[dict[str, Any]] = [
    {
        "id": "kolb_experience",
        "label": {"en": "What did you do or live through?", "fi": "Mitä teit tai koit?"},
        "help": {"en": "Something of these days, large or small.", "fi": "Jotakin näiltä päiviltä, suurta tai pientä."},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "kolb_observation",
        "label": {
            "en": "What do you notice when you look back at it?",
            "fi": "Mitä huomaat, kun katsot sitä taaksepäin?",
        },
        "help": {
            "en": "What surprised you? What would somebody else have seen?",
            "fi": "Mikä yllätti? Mitä joku toinen olisi nähnyt?",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "kolb_concept",
        "label": {"en": "What does it teach beyond this one time?", "fi": "Mitä se opettaa tätä kertaa laajemmin?"},
        "help": {
            "en": "Is there a rule in it, a pattern, something that you have read or heard?",
            "fi": "Onko siinä sääntö, toistuva kuvio, jotakin, mitä olet lukenut tai kuullut?",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "kolb_experiment",
        "label": {"en": "Where and when will you try that out?", "fi": "Missä ja milloin kokeilet sitä?"},
        "help": {
            "en": "The next entry can begin with what came of it.",
            "fi": "Seuraava merkintä voi alkaa siitä, mitä siitä tuli.",
        },
        "limit": LIMIT,
        "required": False,
    },
]
