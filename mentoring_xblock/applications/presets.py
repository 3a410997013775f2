"""The ready-made form of each role's call. Plain data: `questions.py` reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_NO_HELP: Mapping[str, str] = {}


def _question(
    kind: str, english: str, finnish: str, help_: Mapping[str, str] = _NO_HELP, **more: Any
) -> dict[str, Any]:
    return {
        "id": more.pop("id", kind),
        "kind": kind,
        "label": {"en": english, "fi": finnish},
        "help": dict(help_),
        "required": more.pop("required", False),
        **more,
    }


_LETTER = _question(
    "letter",
    "Motivation letter",
    "Motivaatiokirje",
    required=True,
    limit=3_000,
    prompts=[
        {"en": "Where do you work at the moment?", "fi": "Missä teet työtä tällä hetkellä?"},
        {
            "en": "In what do you especially want to develop in your work?",
            "fi": "Missä asioissa haluat erityisesti kehittyä työssäsi?",
        },
    ],
)
_MENTOR_LETTER = _question(
    "letter",
    "Motivation letter",
    "Motivaatiokirje",
    required=True,
    limit=3_000,
    prompts=[
        {
            "en": "What have you done, and what do you know well?",
            "fi": "Mitä olet tehnyt, ja minkä tunnet hyvin?",
        },
        {"en": "Why do you want to mentor?", "fi": "Miksi haluat olla mentori?"},
        {"en": "What would you like to learn yourself?", "fi": "Mitä haluaisit itse oppia?"},
    ],
)
_GROUP_LETTER = _question(
    "letter",
    "What brings you to the group?",
    "Mikä tuo sinut ryhmään?",
    required=True,
    limit=1_500,
    prompts=[
        {"en": "What do you do, and where?", "fi": "Mitä teet työksesi ja missä?"},
        {"en": "What would you like to talk about with the others?", "fi": "Mistä haluaisit puhua muiden kanssa?"},
    ],
)
_INTERESTS = _question(
    "interests",
    "Interests and hobbies",
    "Kiinnostuksen kohteet ja harrastukset",
    {
        "en": "Something in common makes the first meeting easier.",
        "fi": "Yhteinen asia tekee ensitapaamisesta helpomman.",
    },
)
_CHALLENGES = _question("challenges", "What is hard in your work now?", "Mikä työssäsi on nyt vaikeaa?")
_VALUES = _question("values", "What matters to you?", "Mikä on sinulle tärkeää?")
_STYLES = _question("styles", "How do you like to work?", "Miten teet mielelläsi työtä?")
_LANGUAGES = _question("languages", "Languages that you can talk in", "Kielet, joilla voit keskustella", required=True)
_HOURS = _question("hours", "When could you meet?", "Milloin voisit tavata?")
_PLACES = _question("places", "Where could you meet?", "Missä voisit tavata?")
_FIELD = _question(
    "field",
    "Your field and your organisation",
    "Alasi ja organisaatiosi",
    {
        "en": "You are not paired with somebody of your own team, or with your manager.",
        "fi": "Parisi ei ole omasta tiimistäsi eikä esihenkilösi.",
    },
)
_PEOPLE = _question("people", "People whom you wish for, or not", "Henkilöt, joita toivot tai et toivo")

#: Questions as data, by the role's value.
FORMS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "mentee": (
        _LETTER,
        _question(
            "topics",
            "What would you like to talk about with a mentor?",
            "Mistä haluaisit keskustella mentorin kanssa?",
            most=5,
        ),
        _CHALLENGES,
        _INTERESTS,
        _VALUES,
        _STYLES,
        _LANGUAGES,
        _HOURS,
        _PLACES,
        _FIELD,
        _PEOPLE,
        _question("experience", "Are you new in the field?", "Oletko alalla uusi?"),
    ),
    "mentor": (
        _MENTOR_LETTER,
        _question("topics", "What do you know well?", "Minkä tunnet hyvin?", required=True),
        _question("capacity", "How many people could you mentor?", "Montako ihmistä voisit mentoroida?", required=True),
        _INTERESTS,
        _VALUES,
        _STYLES,
        _LANGUAGES,
        _HOURS,
        _PLACES,
        _FIELD,
        _PEOPLE,
        _question("experience", "Have you mentored before?", "Oletko ollut mentorina ennen?"),
    ),
    "supervision_group": (_GROUP_LETTER, _LANGUAGES, _HOURS, _PLACES),
    "role_group": (_GROUP_LETTER, _CHALLENGES, _INTERESTS, _LANGUAGES, _HOURS, _PLACES),
}
