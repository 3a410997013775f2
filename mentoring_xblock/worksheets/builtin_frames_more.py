"""The ready-made prompts of a journal on a conversation, a meeting, the themes of working life, and on anything.

What is said of ids and words in `builtin_frames` holds here as well.
"""

from __future__ import annotations

from typing import Any

from mentoring_xblock.worksheets.builtin_frames import LIMIT, LONG

ORID: list[dict[str, Any]] = [
    {
        "id": "orid_facts",
        "label": {"en": "What do you know for sure?", "fi": "Mitä tiedät varmasti?"},
        "help": {"en": "What was seen, heard and said.", "fi": "Mitä näkyi, kuului ja sanottiin."},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "orid_feelings",
        "label": {"en": "What did it stir up in you?", "fi": "Mitä se sinussa herätti?"},
        "help": {
            "en": "Your first reaction, a memory, a picture, a feeling in the body.",
            "fi": "Ensimmäinen reaktio, muisto, mielikuva, tuntemus kehossa.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "orid_meaning",
        "label": {"en": "What does it mean for you?", "fi": "Mitä se sinulle merkitsee?"},
        "help": {"en": "What does it change, and what is it part of?", "fi": "Mitä se muuttaa, ja mihin se liittyy?"},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "orid_decision",
        "label": {"en": "What do you decide?", "fi": "Mitä päätät?"},
        "help": {
            "en": "To leave things as they are is a decision as well.",
            "fi": "Myös se on päätös, että antaa olla.",
        },
        "limit": LIMIT,
        "required": False,
    },
]

MEETING: list[dict[str, Any]] = [
    {
        "id": "meeting_stayed",
        "label": {"en": "What stayed with you from the meeting?", "fi": "Mitä tapaamisesta jäi mieleen?"},
        "help": {"en": "A sentence, a question, a silence.", "fi": "Lause, kysymys, hiljaisuus."},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "meeting_realised",
        "label": {"en": "What did you realise?", "fi": "Mitä oivalsit?"},
        "help": {
            "en": "You can mark it as an insight, and find it again later.",
            "fi": "Voit merkitä sen oivallukseksi ja löytää sen myöhemmin.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "meeting_listened",
        "label": {
            "en": "How did you listen, and how were you listened to?",
            "fi": "Miten kuuntelit, ja miten sinua kuunneltiin?",
        },
        "help": {
            "en": "Whether you asked more than you told, and what helped you to speak openly.",
            "fi": "Kysyitkö enemmän kuin kerroit, ja mikä auttoi puhumaan avoimesti?",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "meeting_before_next",
        "label": {"en": "What will you do before the next meeting?", "fi": "Mitä teet ennen seuraavaa tapaamista?"},
        "help": {"en": "One thing that depends on you.", "fi": "Yksi asia, joka on kiinni sinusta."},
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "meeting_bring",
        "label": {"en": "What do you want to talk about then?", "fi": "Mistä haluat silloin puhua?"},
        "help": {
            "en": "Nobody sees it here. In the meetings part you can put it on the list for both of you.",
            "fi": "Kukaan muu ei näe sitä täällä. Tapaamisten sivulla voit lisätä sen yhteiselle listalle.",
        },
        "limit": LIMIT,
        "required": False,
    },
]

THEMES: list[dict[str, Any]] = [
    {
        "id": "theme_competence",
        "label": {
            "en": "My own competence: what have I been able to do lately, and what do I want to learn?",
            "fi": "Oma osaaminen: mihin olen viime aikoina pystynyt, ja mitä haluan oppia?",
        },
        "help": {
            "en": "Also what you take for granted and others do not.",
            "fi": "Myös se, mitä pidät itsestään selvänä ja muut eivät.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "theme_environment",
        "label": {
            "en": "My operating environment: what is changing around me, and where do I stand in it?",
            "fi": "Toimintaympäristö: mikä ympärilläni muuttuu, ja missä kohdassa itse olen?",
        },
        "help": {
            "en": "People, money, habits, the field. What can you influence, and what can you let be?",
            "fi": "Ihmiset, raha, tavat, ala. Mihin voit vaikuttaa, minkä voit antaa olla?",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "theme_leading_myself",
        "label": {
            "en": "Leading myself: what do I give my time and strength to?",
            "fi": "Itsensä johtaminen: mihin annan aikani ja voimani?",
        },
        "help": {
            "en": "What gives you strength, what takes it, and what would you say no to?",
            "fi": "Mikä antaa voimia, mikä vie niitä, ja mille sanoisit ei?",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "theme_leading_others",
        "label": {
            "en": "Leading others: how do people grow near me?",
            "fi": "Muiden johtaminen: miten ihmiset kasvavat lähelläni?",
        },
        "help": {
            "en": "You lead without a title too. Think of one encounter.",
            "fi": "Johtaa voi ilman titteliäkin. Ajattele yhtä kohtaamista.",
        },
        "limit": LIMIT,
        "required": False,
    },
    {
        "id": "theme_developing",
        "label": {
            "en": "Developing my work: what would I like to do differently, and what stands in the way?",
            "fi": "Oman toiminnan kehittäminen: mitä haluaisin tehdä toisin, ja mikä on tiellä?",
        },
        "help": {
            "en": "What is the smallest change that you would notice?",
            "fi": "Mikä on pienin muutos, jonka huomaisit?",
        },
        "limit": LIMIT,
        "required": False,
    },
]

FREE: list[dict[str, Any]] = [
    {
        "id": "free",
        "label": {"en": "Write what you like", "fi": "Kirjoita, mitä haluat"},
        "help": {
            "en": "Sentences, words, lists. Nobody marks your grammar.",
            "fi": "Lauseita, sanoja, luetteloita. Kukaan ei korjaa kieltäsi.",
        },
        "limit": LONG,
        "required": False,
    },
]
