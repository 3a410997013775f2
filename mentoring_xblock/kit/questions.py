"""Questions that an author writes in a block, and what somebody answered to them.

A question is data in a block's field: `{"id": "statement", "label": Text, "help": Text, "limit": 2000, "required":
true}`. Its id is stable: answers are kept by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.kit.ids import distinct
from mentoring_xblock.kit.localised import Text, pick

#: What the names of the fields of a form begin with.
PREFIX = "answer_"


@dataclass(frozen=True)
class Question:
    """One question. `limit` is the most characters that an answer can have.

    `required` says that an answer belongs to a whole thing; nothing is refused without it.
    """

    id: str
    label: Text
    help: Text
    limit: int
    required: bool = False

    @property
    def field(self) -> str:
        """The name of its field in a form and in a request."""
        return PREFIX + self.id


@dataclass(frozen=True)
class Part:
    """One answered question, in the reader's language. `earlier` tells that its author has removed the question.

    `was` is what the question said when it was answered, where it says something else now.
    """

    label: str
    text: str
    earlier: bool = False
    was: str = ""

    @property
    def heading(self) -> str:
        """Its label with what the question said then, for where both stand in one line."""
        if not self.was:
            return self.label
        return gettext("%(question)s (it asked: “%(earlier)s”)") % {"question": self.label, "earlier": self.was}


def read_questions(authored: Any, default: Iterable[Mapping[str, Any]], ceiling: int) -> tuple[Question, ...]:
    """Return an author's questions; the default ones where none can be asked.

    Lenient: what an import has damaged is passed over, so that a page always opens. A limit that is missing, or above
    `ceiling`, becomes `ceiling`; of two questions with one id the second gets another one (`kit.ids.distinct`).
    """
    return _questions(authored, ceiling) or _questions(default, ceiling)


def written_ids(authored: Any) -> list[str]:
    """Return the ids of an author's questions as they are written, in their order; for checks."""
    return [item["id"] for item in askable(authored)]


def askable(authored: Any) -> list[Mapping[str, Any]]:
    """Return of an author's questions those that can be asked, as they are written; `read_questions` reads these."""
    return [
        item
        for item in (authored if isinstance(authored, list | tuple) else ())
        if isinstance(item, Mapping) and isinstance(item.get("id"), str) and item["id"].strip()
    ]


def _questions(authored: Any, ceiling: int) -> tuple[Question, ...]:
    items = askable(authored)
    return tuple(
        Question(
            id_,
            _text(item.get("label")),
            _text(item.get("help")),
            _limit(item.get("limit"), ceiling),
            item.get("required") is True,
        )
        for id_, item in zip(distinct([item["id"] for item in items], "question"), items, strict=True)
    )


def _limit(value: Any, ceiling: int) -> int:
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= ceiling
    return value if usable else ceiling


def _text(value: Any) -> Text:
    if isinstance(value, Mapping):
        return {str(language): text for language, text in value.items() if isinstance(text, str)}
    return {"en": value} if isinstance(value, str) else {}


def parts_of(
    questions: Iterable[Question], answers: Mapping[str, str], words: Mapping[str, Text] | None = None
) -> tuple[Part, ...]:
    """Return what was answered, in the order of the questions; answers to questions that are gone come last.

    Questions without an answer are left out.

    Args:
        words: what each question said when it was answered, by id, where that was kept.
    """
    asked, words = {question.id: question for question in questions}, words or {}
    found = [
        Part(pick(one.label), answers[id_], was=earlier_words(one, words.get(id_)))
        for id_, one in asked.items()
        if answers.get(id_, "").strip()
    ]
    gone = [(id_, text) for id_, text in sorted(answers.items()) if id_ not in asked and text.strip()]
    return (
        *found,
        *(Part(pick(words.get(id_)) or gettext("An earlier question"), text, earlier=True) for id_, text in gone),
    )


def earlier_words(question: Question, words: Text | None) -> str:
    """Return what a question said when it was answered, if it says something else in the reader's language now."""
    then = pick(words)
    return then if then and then != pick(question.label) else ""
