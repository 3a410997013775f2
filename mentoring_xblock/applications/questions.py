"""What a call asks: the kinds of questions that an author can choose from, and the form that each role starts from.

A question is data in a block's field: `{"id": "letter", "kind": "letter", "label": Text, "help": Text,
"required": true, "limit": 3000, "prompts": [Text], "most": null}`. Its id is stable: answers are kept by it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.presets import FORMS
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.questions import PREFIX
from mentoring_xblock.programme.reading import as_choice, as_id, as_number, as_text, mappings


class QuestionKind(StrEnum):
    """What is asked, and with it the shape of an answer (see `answers.py`)."""

    LETTER = "letter"
    TEXT = "text"
    TOPICS = "topics"
    INTERESTS = "interests"
    CHALLENGES = "challenges"
    VALUES = "values"
    STYLES = "styles"
    LANGUAGES = "languages"
    HOURS = "hours"
    PLACES = "places"
    FIELD = "field"
    PEOPLE = "people"
    EXPERIENCE = "experience"
    CAPACITY = "capacity"


#: Written in one's own words, within the question's limit of characters.
WORDS = frozenset({QuestionKind.LETTER, QuestionKind.TEXT})
#: Chosen from a list of the plan that has the kind's name.
CHOICES = frozenset({QuestionKind.TOPICS, QuestionKind.INTERESTS, QuestionKind.CHALLENGES})
#: Statements of the plan's list of that name, each rated.
SCALES = frozenset({QuestionKind.VALUES, QuestionKind.STYLES})
#: Kinds whose choices are a list of the plan.
LISTED = CHOICES | SCALES

#: Characters of an A4 page, which a letter can have unless its author says otherwise.
LETTER_LIMIT = 3_000
TEXT_LIMIT = 1_000
#: The most characters that an author can allow.
LIMIT_CEILING = 20_000
#: Questions of one call, prompts of one letter, things that can be chosen from one list.
QUESTIONS_LIMIT = 30
PROMPTS_LIMIT = 8
MOST_LIMIT = 100
#: Places to give and to aim at.
PLACES_LIMIT = 10_000


@dataclass(frozen=True)
class AskedQuestion:
    """One question of a call.

    limit: the most characters of an answer in words; 0 for other kinds. prompts: what a letter is asked to tell, shown
    above it. most: how many can be chosen from a list; None for any number.
    """

    id: str
    kind: QuestionKind
    label: Text
    help: Text
    required: bool = False
    limit: int = 0
    prompts: tuple[Text, ...] = ()
    most: int | None = None

    @property
    def field(self) -> str:
        """The name of its field in a form and in a request."""
        return PREFIX + self.id


def default_questions(role: CallRole | str) -> list[dict[str, Any]]:
    """Return the form that an author of a call for this role starts from, as data; a copy to keep."""
    return [copy.deepcopy(dict(question)) for question in FORMS[str(role)]]


def asked_questions(authored: Any, role: CallRole | str) -> tuple[AskedQuestion, ...]:
    """Return what a call asks; the ready-made form of its role where its author has not said.

    Lenient: what an import has damaged is passed over, so that a page always opens. Every kind but a text is asked
    once, because two answers of a kind could not be compared; the first counts.
    """
    return tuple(_asked(authored)) or tuple(_asked(default_questions(role)))


def _asked(authored: Any) -> Iterable[AskedQuestion]:
    ids: set[str] = set()
    kinds: set[QuestionKind] = set()
    for entry in mappings(authored):
        identifier, kind = as_id(entry.get("id")), as_choice(QuestionKind, entry.get("kind"), None)
        if identifier is None or kind is None or identifier in ids or len(ids) >= QUESTIONS_LIMIT:
            continue
        if kind in kinds and kind is not QuestionKind.TEXT:
            continue
        ids.add(identifier)
        kinds.add(kind)
        yield _question(identifier, kind, entry)


def _question(identifier: str, kind: QuestionKind, entry: Mapping[str, Any]) -> AskedQuestion:
    default = LETTER_LIMIT if kind is QuestionKind.LETTER else TEXT_LIMIT
    prompts = entry.get("prompts") if kind is QuestionKind.LETTER else None
    return AskedQuestion(
        id=identifier,
        kind=kind,
        label=as_text(entry.get("label")),
        help=as_text(entry.get("help")),
        required=entry.get("required") is True,
        limit=as_number(entry.get("limit"), 1, LIMIT_CEILING, default) if kind in WORDS else 0,
        prompts=tuple(as_text(prompt) for prompt in prompts[:PROMPTS_LIMIT]) if isinstance(prompts, list) else (),
        most=as_number(entry.get("most"), 1, MOST_LIMIT, None) if kind in CHOICES else None,
    )
